// @ts-check

/** The styles that transitions.css knows, by reveal.js's words for them; with another word nothing moves. */
const STYLES = /** @type {Record<string, string>} */ ({
  slide: "slide", linear: "slide", fade: "fade", zoom: "zoom", convex: "convex", default: "convex", concave: "concave",
});

/**
 * The change of slides as movement. The styles are in transitions.css; this file says what goes, what comes and from
 * where, keeps the slide that leaves in sight until it has left, and tells when all stands still.
 * @param {import("./deck.js").Deck} deck
 */
export function transitions(deck) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** What ends the transition that runs. @type {(() => void) | null} */
  let settle = null;

  // Before anyone measures the slides for a movement of their own.
  deck.addEventListener("place", (event) => {
    if (/** @type {any} */ (event).slideChanged) settle?.();
  });
  deck.addEventListener("destroy", () => settle?.());

  deck.addEventListener("slidechanged", (event) => {
    // Who prevents it moves the slide in another way, and tells the end of it (auto-animate).
    if (event.defaultPrevented) return;
    const { previousSlide, currentSlide, indexh, indexv } = /** @type {any} */ (event);
    const before = deck.find(previousSlide);
    const forward = before && (indexh - before.h || indexv - before.v) > 0;
    const names = stylesOf(previousSlide, currentSlide, deck.config, forward);
    const still = calm.matches || deck.isPage || deck.methods.isOverview?.();
    const moves = deck.isReady && before && !still && !document.hidden && (names.out !== "none" || names.in !== "none");
    const told = { indexh, indexv, previousSlide, currentSlide };
    if (!moves) {
      setTimeout(() => deck.emit("slidetransitionend", told), 0);
      return;
    }
    const across = before.h !== indexh;
    const ahead = across ? forward !== deck.config.rtl : forward;
    const leaving = across ? [previousSlide, deck.tops[before.h]] : [previousSlide];
    for (const section of leaving) {
      section.classList.add("leaving");
      section.inert = true;
    }
    // On the slides themselves: what is written on their parent has the browser look through every slide of the deck.
    const speed = currentSlide.dataset.transitionSpeed ?? deck.config.transitionSpeed;
    const way = (across ? "across " : "down ") + (ahead ? "ahead " : "back ") + speed;
    previousSlide.dataset.moving = way + " out " + names.out;
    currentSlide.dataset.moving = way + " in " + names.in;
    const end = () => {
      if (settle !== end) return;
      settle = null;
      for (const section of leaving) {
        section.classList.remove("leaving");
        section.inert = false;
      }
      for (const slide of [previousSlide, currentSlide]) delete slide.dataset.moving;
      deck.emit("slidetransitionend", told);
    };
    settle = end;
    // With the frame that shows them; to be asked for them now, the page would be laid out twice.
    requestAnimationFrame(() => {
      const movements = [previousSlide, currentSlide].flatMap((slide) => slide.getAnimations()).filter(isTransition);
      Promise.allSettled(movements.map(({ finished }) => finished)).then(end);
    });
  });
}

/** Whether it is ours, and no movement that the author gave a slide. @param {Animation} animation */
function isTransition(animation) {
  return animation instanceof CSSAnimation && animation.animationName.startsWith("deck-");
}

/**
 * The styles of what leaves and of what comes. Each slide decides for itself and may say `zoom`, or `slide-in fade-out`:
 * how it comes from ahead and how it goes behind. On the way back it goes as it came, and comes as it went.
 * @param {HTMLElement} from @param {HTMLElement} to @param {Record<string, any>} config @param {boolean | null} forward
 */
function stylesOf(from, to, config, forward) {
  const choose = (/** @type {HTMLElement} */ slide, /** @type {string} */ way) => {
    const words = (slide.dataset.transition || config.transition || "none").split(/\s+/);
    const exact = words.find((/** @type {string} */ word) => word.endsWith("-" + way))?.slice(0, -way.length - 1);
    const style = exact ?? words.find((/** @type {string} */ word) => !/-(in|out)$/.test(word)) ?? config.transition;
    return STYLES[style] ?? "none";
  };
  return forward ? { in: choose(to, "in"), out: choose(from, "out") } : { in: choose(to, "out"), out: choose(from, "in") };
}
