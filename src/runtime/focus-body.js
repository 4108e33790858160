// @ts-check

/**
 * Gives the keys back to the deck when somebody comes back to the page, where the configuration says so: what had the
 * focus loses it.
 * @param {import("./deck.js").Deck} deck
 */
export function focusBody(deck) {
  document.addEventListener("visibilitychange", () => {
    const focused = document.activeElement;
    if (deck.config.focusBodyOnPageVisibilityChange && !document.hidden && focused instanceof HTMLElement) focused.blur();
  }, { signal: deck.signal });
}
