// @ts-check

/** What the control shows: what a press on it does. */
const ICONS = { stop: "M13 12h3.5v12H13zM19.5 12H23v12h-3.5z", go: "M14.5 11.5v13l10-6.5z" };

const PICTURE = '<svg viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="14" pathLength="1"/>' +
  '<circle cx="18" cy="18" r="14" pathLength="1"/><path/></svg>';

/** What may decide anew whether and how long the deck waits. */
const CHANGES = ["place", "sync", "config", "paused", "resumed", "overviewshown", "overviewhidden"];

/**
 * The deck moves by itself: after the time that the step, the slide, its stack or the configuration says.
 *
 * It waits while the deck is paused, while the overview is open and while nobody sees the page. Someone who moves the
 * deck or touches it stops it, where that is allowed; the key and the control in the corner let it go on.
 * Tells `autosliding` with `running` whenever it begins or ceases to wait for its time.
 * @param {import("./deck.js").Deck} deck
 */
export function autoSlide(deck) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "auto-slide";
  button.setAttribute("aria-label", deck.words.autoSlide.name);
  button.innerHTML = PICTURE;
  const ring = /** @type {SVGElement} */ (button.querySelector("circle + circle"));
  const icon = /** @type {SVGElement} */ (button.querySelector("path"));
  deck.add(button);

  /** Whether somebody stopped it. */
  let stopped = false;
  let running = false;
  let timer = 0;
  /** The ring that closes. To ask it for its animations would have the page laid out at every move. @type {Animation | null} */
  let turn = null;
  /** How long the place is shown. */
  let duration = 0;
  let configured = deck.config.autoSlide;
  /** Whether a key or a hand is being answered, and whether it is this behaviour that moves the deck. */
  let byHand = false;
  let byItself = false;

  const is = (/** @type {string} */ method) => deck.methods[method]?.() ?? false;

  /** How long this place is shown, in milliseconds; 0: until somebody moves. */
  const time = () => {
    if (!deck.slide || deck.config.autoSlide === false) return 0;
    const step = /** @type {HTMLElement | null} */ (deck.slide.querySelector(".current-fragment[data-autoslide]"));
    const written = [step, deck.slide, deck.slide.parentElement].map((element) => element?.dataset.autoslide);
    return Number.parseInt(written.find(Boolean) ?? deck.config.autoSlide, 10) || 0;
  };

  const leads = () => {
    const routes = deck.routes();
    const more = deck.place.step < deck.countSteps(deck.slide) - 1;
    return more || routes.down || (deck.config.rtl ? routes.left : routes.right);
  };

  const advance = () => {
    const { autoSlideMethod } = deck.config;
    byItself = true;
    if (typeof autoSlideMethod === "function") autoSlideMethod();
    else deck.move("next");
    byItself = false;
    wait();
  };

  const wait = () => {
    duration = time();
    const waits = duration > 0 && !stopped && leads() && !document.hidden && !deck.isPage && !is("isPaused") && !is("isOverview");
    clearTimeout(timer);
    turn?.cancel();
    turn = null;
    if (waits) timer = window.setTimeout(advance, duration);
    if (waits && !calm.matches) turn = ring.animate({ strokeDashoffset: [1, 0] }, duration);
    button.hidden = duration <= 0 || !deck.config.autoSlideStoppable;
    button.setAttribute("aria-pressed", String(!stopped));
    icon.setAttribute("d", stopped ? ICONS.go : ICONS.stop);
    if (waits === running) return;
    running = waits;
    deck.emit("autosliding", { running });
  };

  /** As in reveal.js, a place that has no time can neither be stopped nor go on. @param {boolean} on */
  const set = (on) => {
    if (duration <= 0 || on !== stopped) return;
    stopped = !on;
    deck.emit(on ? "autoslideresumed" : "autoslidepaused");
    wait();
  };

  const stopByHand = () => {
    if (deck.config.autoSlideStoppable && !is("isPaused")) set(false);
  };

  deck.methods.isAutoSliding = () => duration > 0 && !stopped;
  deck.methods.toggleAutoSlide = (/** @type {unknown} */ on) => set(typeof on === "boolean" ? on : stopped);
  deck.actions.autoSlide = () => {
    if (deck.config.autoSlideStoppable) set(stopped);
  };

  // A press leaves the focus where it was: Space shall go on meaning "next".
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => set(stopped));

  deck.addEventListener("config", () => {
    if (deck.config.autoSlide !== configured) stopped = false;
    configured = deck.config.autoSlide;
  });
  for (const type of ["keydown", "click", "wheel"]) {
    const answer = () => {
      byHand = true;
      setTimeout(() => {
        byHand = false;
      });
    };
    window.addEventListener(type, answer, { capture: true, passive: true, signal: deck.signal });
  }
  // Before the time of the new place is known: it is the old one that is stopped.
  deck.addEventListener("place", () => {
    if (byHand && !byItself) stopByHand();
  });
  for (const type of CHANGES) deck.addEventListener(type, wait);
  document.addEventListener("visibilitychange", wait, { signal: deck.signal });
  deck.addEventListener("destroy", () => {
    stopped = true;
    wait();
  });
  deck.element.addEventListener("pointerdown", (event) => {
    const { pointerType, target } = event;
    if (pointerType !== "mouse" && !button.contains(/** @type {Node} */ (target))) stopByHand();
  }, { signal: deck.signal });
}
