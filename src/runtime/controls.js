// @ts-check

/** The buttons, in the order in which Tab visits them. */
const BUTTONS = /** @type {const} */ ([
  ["left", "Previous slide"],
  ["right", "Next slide"],
  ["up", "Slide above"],
  ["down", "Slide below"],
]);

/**
 * Small arrows for those who have no keys. A button that leads nowhere stays where it is, so that the focus is not lost,
 * but is no stop for Tab. A pointer that presses one leaves the focus where it was: Space shall go on meaning "next".
 * @param {import("./deck.js").Deck} deck
 */
export function controls(deck) {
  const nav = document.createElement("nav");
  nav.className = "controls";
  nav.setAttribute("aria-label", "Slides");
  deck.element.append(nav);
  nav.addEventListener("mousedown", (event) => event.preventDefault());

  const buttons = BUTTONS.map(([direction, name]) => {
    const button = nav.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "navigate-" + direction;
    button.setAttribute("aria-label", name);
    button.append(Object.assign(document.createElement("span"), { className: "controls-arrow" }));
    button.addEventListener("click", () => {
      const back = (direction === "left") !== deck.config.rtl;
      if (deck.config.navigationMode !== "linear") deck.move(direction);
      else deck.move(direction === "up" || (direction !== "down" && back) ? "prev" : "next");
    });
    return { button, direction };
  });

  const update = () => {
    nav.hidden = deck.config.controls !== true;
    nav.dataset.controlsLayout = deck.config.controlsLayout;
    const routes = deck.routes();
    const steps = deck.slide ? deck.countSteps(deck.slide) : 0;
    const [back, ahead] = deck.config.rtl ? ["right", "left"] : ["left", "right"];
    for (const { button, direction } of buttons) {
      const stepsBack = deck.place.step >= 0 && (direction === back || (direction === "up" && routes.up));
      const stepsAhead = deck.place.step < steps - 1 && (direction === ahead || (direction === "down" && routes.down));
      const leads = routes[direction] || stepsBack || stepsAhead;
      button.classList.toggle("enabled", leads);
      button.classList.toggle("fragmented", stepsBack || stepsAhead);
      button.setAttribute("aria-disabled", String(!leads));
      button.tabIndex = leads ? 0 : -1;
    }
    nav.classList.toggle("has-vertical-slides", deck.stacked > 0);
  };
  for (const type of ["place", "sync", "config"]) deck.addEventListener(type, update);
}
