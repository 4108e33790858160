// @ts-check

/** How far a finger moves before it is a swipe, in CSS pixels. */
const THRESHOLD = 40;

/** Where a swipe belongs to something else. */
const OTHERS =
  "a[href], button, input, textarea, select, label, summary, video[controls], audio[controls], iframe, " +
  "[contenteditable]:not([contenteditable=false]), [data-prevent-swipe]";

/**
 * Swipes in both axes: the finger draws the next slide in. One swipe is one move, decided while the finger still moves.
 * A second finger, or a page that is zoomed in, means that something else is wanted.
 * @param {import("./deck.js").Deck} deck
 */
export function touch(deck) {
  /** The finger that may be swiping, and where it came down. @type {{ id: number, x: number, y: number } | null} */
  let finger = null;
  const down = new Set();

  deck.element.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !deck.config.touch) return;
    down.add(event.pointerId);
    const target = /** @type {Element} */ (event.target);
    const alone = down.size === 1 && (window.visualViewport?.scale ?? 1) < 1.03;
    finger = alone && !target.closest(OTHERS) ? { id: event.pointerId, x: event.clientX, y: event.clientY } : null;
  }, { signal: deck.signal });

  deck.element.addEventListener("pointermove", (event) => {
    if (event.pointerId !== finger?.id) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    if (Math.max(Math.abs(dx), Math.abs(dy)) < THRESHOLD) return;
    finger = null;
    const sideways = Math.abs(dx) > Math.abs(dy);
    if (scrolls(/** @type {Element} */ (event.target), sideways, deck.element)) return;
    const linear = deck.config.navigationMode === "linear";
    if (sideways) deck.move(linear ? ((dx > 0) === !deck.config.rtl ? "prev" : "next") : dx > 0 ? "left" : "right");
    else deck.move(linear ? (dy > 0 ? "prev" : "next") : dy > 0 ? "up" : "down");
  }, { signal: deck.signal });

  /** @param {PointerEvent} event */
  const lift = (event) => {
    down.delete(event.pointerId);
    if (event.pointerId === finger?.id) finger = null;
  };
  window.addEventListener("pointerup", lift, { signal: deck.signal });
  window.addEventListener("pointercancel", lift, { signal: deck.signal });
}

/**
 * Whether something under the finger scrolls in the axis of the swipe.
 * @param {Element | null} element @param {boolean} sideways @param {Element} root
 */
function scrolls(element, sideways, root) {
  for (; element && element !== root; element = element.parentElement) {
    const over = sideways ? element.scrollWidth - element.clientWidth : element.scrollHeight - element.clientHeight;
    if (over < 1) continue;
    const style = getComputedStyle(element);
    if (/auto|scroll/.test(sideways ? style.overflowX : style.overflowY)) return true;
  }
  return false;
}
