// @ts-check

/**
 * Full screen, and back. Where the browser or the page around the deck does not allow it, nothing happens.
 * A deck that has the page to itself takes the page: the background of a body is painted by the page alone.
 * @param {import("./deck.js").Deck} deck
 */
export function fullscreen(deck) {
  deck.actions.fullscreen = () => {
    if (!document.fullscreenEnabled) return;
    const whole = deck.viewport === document.body ? document.documentElement : deck.viewport;
    const change = document.fullscreenElement ? document.exitFullscreen() : whole.requestFullscreen();
    change?.catch(() => {});
  };
}
