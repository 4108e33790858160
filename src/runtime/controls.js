// @ts-check

/** The buttons, in the order in which Tab visits them. */
const DIRECTIONS = /** @type {const} */ (["left", "right", "up", "down"]);

/** What in a slide asks for a move, as in reveal.js. */
const HELPERS = "[class*=navigate-], .enter-fullscreen";

/** Slides whose ground is their own, and not the theme's. */
const OWN_GROUND = "[style*='--slide-background'], [data-background-video], [data-background-iframe]";

/** How long nobody moves before the arrow that nobody has used yet gives a hint, in milliseconds. */
const PATIENCE = 2000;

/**
 * Small arrows for those who have no keys. A button that leads nowhere stays where it is, so that the focus is not lost,
 * but is no stop for Tab. A pointer that presses one leaves the focus where it was: Space shall go on meaning "next".
 *
 * As long as nobody has moved along an axis, the arrow ahead on it is a `highlight`, and gives a hint to who waits.
 * @param {import("./deck.js").Deck} deck
 */
export function controls(deck) {
  const words = deck.words.controls;
  const nav = deck.add(document.createElement("nav"));
  nav.className = "controls";
  nav.setAttribute("aria-label", words.slides);
  nav.addEventListener("mousedown", (event) => event.preventDefault());

  const buttons = DIRECTIONS.map((direction) => {
    const button = nav.appendChild(document.createElement("button"));
    button.type = "button";
    button.append(Object.assign(document.createElement("span"), { className: "controls-arrow" }));
    return { button, direction };
  });

  /** Along which axes somebody has moved. */
  const moved = { across: false, down: false };
  let timer = 0;
  deck.methods.hasNavigatedHorizontally = () => moved.across;
  deck.methods.hasNavigatedVertically = () => moved.down;

  const isLinear = () => deck.config.navigationMode === "linear" && deck.columns.length > 1;

  // Before the click is a link's.
  deck.element.addEventListener("click", (event) => {
    const helper = event.target instanceof Element && event.target.closest(HELPERS);
    if (!helper) return;
    const [, direction] = /\bnavigate-(left|right|up|down|next|prev)\b/.exec(helper.getAttribute("class") ?? "") ?? [];
    if (!direction && !helper.matches(".enter-fullscreen")) return;
    event.preventDefault();
    if (!direction) deck.actions.fullscreen?.();
    else if (!isLinear() || !/left|right/.test(direction)) deck.move(/** @type {any} */ (direction));
    else deck.move((direction === "left") === !deck.config.rtl ? "prev" : "next");
  }, { capture: true, signal: deck.signal });

  const update = () => {
    const { controls: shown, controlsLayout, controlsBackArrows, controlsTutorial, rtl } = deck.config;
    nav.hidden = !shown || /^speaker/.test(shown);
    nav.dataset.controlsLayout = controlsLayout;
    nav.dataset.controlsBackArrows = controlsBackArrows;
    const { h, v, step } = deck.place;
    const routes = deck.routes();
    // A deck that is one line is walked along it.
    if (isLinear()) routes.up = routes.down = false;
    const steps = deck.slide ? deck.countSteps(deck.slide) : 0;
    const back = rtl ? "right" : "left";
    const ahead = rtl ? "left" : "right";
    const names = { [back]: words.previous, [ahead]: words.next, up: words.above, down: words.below };
    const first = routes.down && !moved.down ? "down" : routes[ahead] && !moved.across && v === 0 ? ahead : "";
    for (const { button, direction } of buttons) {
      const isBack = direction === back || direction === "up";
      const stepsBack = step >= 0 && (direction === back || (direction === "up" && routes.up));
      const stepsAhead = step < steps - 1 && (direction === ahead || (direction === "down" && routes.down));
      const leads = routes[direction] || stepsBack || stepsAhead;
      button.className = "navigate-" + direction;
      button.classList.toggle("back", isBack);
      button.classList.toggle("enabled", leads);
      button.classList.toggle("fragmented", stepsBack || stepsAhead);
      button.classList.toggle("highlight", controlsTutorial && direction === first);
      button.setAttribute("aria-label", names[direction]);
      button.setAttribute("aria-disabled", String(!leads));
      button.tabIndex = leads ? 0 : -1;
    }
    clearTimeout(timer);
    nav.classList.remove("hinting");
    if (first) timer = window.setTimeout(() => nav.classList.add("hinting"), PATIENCE);
    nav.classList.toggle("has-vertical-slides", deck.stacked > 0 && !isLinear());
    nav.classList.toggle("over-own-ground", [deck.slide, deck.tops[h]].some((section) => section?.matches(OWN_GROUND)));
  };
  for (const type of ["place", "sync", "config"]) deck.addEventListener(type, update);
  deck.signal.addEventListener("abort", () => clearTimeout(timer));

  deck.addEventListener("move", (event) => {
    const { direction } = /** @type {any} */ (event);
    moved.across ||= !/up|down/.test(direction);
    moved.down ||= !/left|right/.test(direction);
    update();
  });
}
