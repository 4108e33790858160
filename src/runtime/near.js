// @ts-check

/**
 * Lays out the slides next to the one that is shown while nothing else is to be done, without showing them: a key then
 * finds its slide ready to be painted.
 * @param {import("./deck.js").Deck} deck
 */
export function near(deck) {
  /** The slides, and the stacks that they stand in. @type {Set<Element>} */
  let kept = new Set();
  let asked = 0;
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ call) => window.setTimeout(call, 200));
  const cancel = window.cancelIdleCallback ?? window.clearTimeout;

  /** @param {Element[]} wanted */
  const keep = (wanted) => {
    const next = new Set(wanted);
    for (const element of kept) if (!next.has(element)) element.classList.remove("near");
    for (const element of next) element.classList.add("near");
    kept = next;
  };

  const prepare = () => {
    const { columns, tops, place } = deck;
    const { h, v } = place;
    const ahead = columns[h]?.[v + 1] ?? columns[h + 1]?.[0];
    const slides = [ahead, columns[h + 1]?.[0], columns[h]?.[v - 1] ?? columns[h - 1]?.[0]].filter(Boolean);
    keep(slides.flatMap((slide) => [slide, tops[deck.known.get(slide)?.h ?? 0]]));
  };

  const ask = () => {
    cancel(asked);
    if (!deck.isPage && !deck.methods.isOverview?.()) asked = idle(prepare);
  };

  // Not before all stands: a movement has its frames to itself.
  for (const type of ["ready", "slidetransitionend"]) deck.addEventListener(type, ask);
  deck.addEventListener("sync", () => {
    keep([]);
    if (deck.isReady) ask();
  });
  // Paper has every slide, in one and the same way.
  window.addEventListener("beforeprint", () => keep([]), { signal: deck.signal });
  deck.addEventListener("destroy", () => {
    cancel(asked);
    keep([]);
  });
}
