// @ts-check

/**
 * Lays out the slides next to the one that is shown while nothing else is to be done, without showing them: a key then
 * finds its slide ready to be painted.
 * @param {import("./deck.js").Deck} deck
 */
export function near(deck) {
  /** @type {HTMLElement[]} */
  let kept = [];
  let asked = 0;
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ call) => window.setTimeout(call, 200));
  const cancel = window.cancelIdleCallback ?? window.clearTimeout;

  /** @param {HTMLElement[]} wanted */
  const keep = (wanted) => {
    const mark = (/** @type {HTMLElement} */ slide, /** @type {boolean} */ on) => {
      slide.classList.toggle("near", on);
      slide.inert = on;
      if (slide.parentElement?.classList.contains("stack")) slide.parentElement.classList.toggle("near", on);
    };
    for (const slide of kept) mark(slide, false);
    for (const slide of wanted) mark(slide, true);
    kept = wanted;
  };

  const prepare = () => {
    const { columns, place } = deck;
    const { h, v } = place;
    const [across, back] = [columns[h + 1]?.[0], columns[h]?.[v - 1] ?? columns[h - 1]?.[0]];
    keep([...new Set([columns[h]?.[v + 1] ?? across, across, back])].filter(Boolean));
  };

  const ask = () => {
    cancel(asked);
    if (!deck.isPage && !deck.methods.isOverview?.()) asked = idle(prepare);
  };

  // Not before all stands: a movement has its frames to itself.
  for (const type of ["ready", "slidetransitionend"]) deck.addEventListener(type, ask);
  // Before the slide that comes is moved; what leaves is inert by itself.
  deck.addEventListener("place", (event) => {
    if (/** @type {any} */ (event).slideChanged) keep([]);
  });
  deck.addEventListener("sync", () => {
    keep([]);
    if (deck.isReady) ask();
  });
  deck.addEventListener("overviewopens", () => {
    cancel(asked);
    keep([]);
  });
  deck.addEventListener("overviewhidden", ask);
  // Paper has every slide, in one and the same way.
  window.addEventListener("beforeprint", () => keep([]), { signal: deck.signal });
  window.matchMedia("print").addEventListener("change", ({ matches }) => matches && keep([]), { signal: deck.signal });
  deck.addEventListener("destroy", () => {
    cancel(asked);
    keep([]);
  });
}
