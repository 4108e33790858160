// @ts-check

/**
 * Hides the cursor that nobody moves, so that it does not lie on the slide.
 * @param {import("./deck.js").Deck} deck
 */
export function cursor(deck) {
  let timer = 0;
  let at = "";

  const show = () => {
    clearTimeout(timer);
    deck.viewport.classList.remove("cursor-hidden");
    if (!deck.config.hideInactiveCursor) return;
    timer = window.setTimeout(() => deck.viewport.classList.add("cursor-hidden"), deck.config.hideCursorTime);
  };

  // What moves under a cursor that lies still is told as a move, too.
  window.addEventListener("pointermove", ({ screenX, screenY }) => {
    const there = screenX + " " + screenY;
    if (there !== at) show();
    at = there;
  }, { signal: deck.signal });
  window.addEventListener("pointerdown", show, { signal: deck.signal });
  deck.addEventListener("destroy", show);
  deck.signal.addEventListener("abort", () => clearTimeout(timer));
  deck.addEventListener("start", show);
  deck.addEventListener("config", show);
}
