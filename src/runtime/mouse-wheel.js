// @ts-check

/** For how long a move is the only one, in milliseconds: a wheel that is pushed once turns for a while. */
const PAUSE = 1000;

/**
 * The mouse's wheel leads ahead and back, where the configuration says so and nothing under the mouse scrolls by itself.
 * @param {import("./deck.js").Deck} deck
 */
export function mouseWheel(deck) {
  let last = -PAUSE;

  deck.viewport.addEventListener("wheel", (event) => {
    const way = event.deltaY || event.deltaX;
    const target = /** @type {Element} */ (event.target);
    if (!deck.config.mouseWheel || !way || event.ctrlKey || event.timeStamp - last < PAUSE) return;
    if (deck.isPage || deck.methods.isOverview?.() || target.closest("dialog") || scrolls(target, deck.element)) return;
    last = event.timeStamp;
    deck.move(way > 0 ? "next" : "prev");
  }, { passive: true, signal: deck.signal });
}

/** @param {Element | null} element @param {Element} root */
function scrolls(element, root) {
  for (; element && element !== root; element = element.parentElement) {
    if (element.scrollHeight <= element.clientHeight) continue;
    if (/auto|scroll/.test(getComputedStyle(element).overflowY)) return true;
  }
  return false;
}
