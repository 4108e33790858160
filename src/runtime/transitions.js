// @ts-check

/** The styles that runtime.css knows; another word means that nothing moves. */
const STYLES = ["slide", "fade", "zoom", "convex", "concave"];

/** How long a transition may take at most, in case its end is never told. */
const PATIENCE = 1200;

/**
 * The change of slides as movement. The styles are in runtime.css; this file says what goes, what comes and from where,
 * keeps the slide that leaves in sight until it has left, and tells when all stands still.
 * @param {import("./deck.js").Deck} deck
 */
export function transitions(deck) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** What ends the transition that runs. @type {(() => void) | null} */
  let settle = null;

  deck.addEventListener("slidechanged", (event) => {
    settle?.();
    const { previousSlide, currentSlide, indexh, indexv } = /** @type {any} */ (event);
    const before = deck.find(previousSlide);
    const names = stylesOf(previousSlide, currentSlide, deck.config);
    const still = calm.matches || deck.methods.isOverview?.();
    const moves = deck.isReady && before && !still && !document.hidden && (names.out !== "none" || names.in !== "none");
    const told = { indexh, indexv, previousSlide, currentSlide };
    if (!moves) {
      settle = null;
      setTimeout(() => deck.emit("slidetransitionend", told), 0);
      return;
    }
    const across = before.h !== indexh;
    const ahead = across ? indexh > before.h !== deck.config.rtl : indexv > before.v;
    const leaving = across ? [previousSlide, deck.tops[before.h]] : [previousSlide];
    for (const section of leaving) {
      section.classList.add("leaving");
      section.inert = true;
    }
    const { dataset } = deck.slidesElement;
    dataset.moving = (across ? "across" : "down") + (ahead ? " ahead" : " back");
    dataset.transitionIn = names.in;
    dataset.transitionOut = names.out;
    dataset.transitionSpeed = currentSlide.dataset.transitionSpeed ?? deck.config.transitionSpeed;
    const timer = setTimeout(() => settle?.(), PATIENCE);
    const last = names.in === "none" ? previousSlide : currentSlide;
    const done = (/** @type {AnimationEvent} */ event) => event.target === last && settle?.();
    deck.slidesElement.addEventListener("animationend", done);
    settle = () => {
      settle = null;
      clearTimeout(timer);
      deck.slidesElement.removeEventListener("animationend", done);
      for (const section of leaving) {
        section.classList.remove("leaving");
        section.inert = false;
      }
      for (const name of ["moving", "transitionIn", "transitionOut", "transitionSpeed"]) delete dataset[name];
      deck.emit("slidetransitionend", told);
    };
  });
}

/**
 * The styles of what leaves and of what comes. Each slide decides for itself and may say `zoom`, or `slide-in fade-out`.
 * @param {HTMLElement} from @param {HTMLElement} to @param {Record<string, any>} config
 */
function stylesOf(from, to, config) {
  const choose = (/** @type {HTMLElement} */ slide, /** @type {string} */ way) => {
    const words = (slide.dataset.transition || config.transition || "none").split(/\s+/);
    const exact = words.find((/** @type {string} */ word) => word.endsWith("-" + way))?.slice(0, -way.length - 1);
    const style = exact ?? words.find((/** @type {string} */ word) => !/-(in|out)$/.test(word)) ?? config.transition;
    return STYLES.includes(style) ? style : "none";
  };
  return { in: choose(to, "in"), out: choose(from, "out") };
}
