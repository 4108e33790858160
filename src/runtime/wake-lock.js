// @ts-check

/**
 * Keeps the screen awake while the deck moves by itself or is in full screen, where the browser can.
 * The browser takes the lock away from a page that is not seen; it is asked for again when the page is.
 * @param {import("./deck.js").Deck} deck
 */
export function wakeLock(deck) {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  let asking = false;
  let sliding = false;

  const wanted = () =>
    !deck.signal.aborted && !document.hidden && (sliding || (document.fullscreenElement?.contains(deck.element) ?? false));

  const update = async () => {
    if (asking) return;
    if (!wanted()) {
      lock?.release();
      lock = null;
      return;
    }
    if (lock && !lock.released) return;
    asking = true;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch {
      // Not here, or not with so little battery: the screen goes dark when it wants to.
    }
    asking = false;
    if (!wanted()) update();
  };

  deck.addEventListener("autosliding", (event) => {
    sliding = /** @type {any} */ (event).running;
    update();
  });
  document.addEventListener("fullscreenchange", update, { signal: deck.signal });
  document.addEventListener("visibilitychange", update, { signal: deck.signal });
  deck.signal.addEventListener("abort", update);
}
