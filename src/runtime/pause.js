// @ts-check

/** What keys that end the pause ask for: by the key table, or by the configuration. */
const ENDING = ["pause", "white", "togglePause"];

/** What uses every key itself while it has the focus. */
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

/**
 * Pause: nothing to see but black, or white. While it is on the deck does not move, and of the keys only those that end
 * it are heard. The focus leaves what can no longer be seen, and comes back.
 * @param {import("./deck.js").Deck} deck
 */
export function pause(deck) {
  const words = deck.words.pause;
  const overlay = document.createElement("div");
  overlay.className = "pause-overlay";
  const status = document.createElement("div");
  status.className = "pause-status";
  status.setAttribute("role", "status");
  deck.add(overlay);
  deck.add(status);
  /** What had the focus before. @type {HTMLElement | null} */
  let focused = null;

  const isPaused = () => deck.element.classList.contains("paused");

  /** @param {boolean} on */
  const mark = (on) => {
    for (const element of [deck.element, deck.viewport]) element.classList.toggle("paused", on);
    status.textContent = on ? words.paused : words.resumed;
    deck.emit(on ? "paused" : "resumed");
  };

  const begin = (white = false) => {
    if (!deck.config.pause || isPaused()) return;
    overlay.classList.toggle("white", white);
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    focused = deck.element.contains(active) ? active : null;
    focused?.blur();
    mark(true);
  };

  const end = () => {
    if (!isPaused()) return;
    mark(false);
    if (document.activeElement === document.body) focused?.focus({ preventScroll: true });
    focused = null;
  };

  /** A key that is held down asks once: nothing shall flicker. @param {Event | undefined} event @param {boolean} white */
  const toggle = (event, white) => {
    if (event instanceof KeyboardEvent && event.repeat) return;
    if (isPaused()) end();
    else begin(white);
  };

  deck.actions.pause = (event) => toggle(event, false);
  deck.actions.white = (event) => toggle(event, true);
  deck.methods.isPaused = isPaused;
  deck.methods.togglePause = (/** @type {unknown} */ on) => {
    if (typeof on === "boolean" ? on : !isPaused()) begin();
    else end();
  };

  overlay.addEventListener("click", end);
  deck.addEventListener("destroy", end);

  deck.addEventListener("move", (event) => {
    if (!isPaused()) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  });
  // In the capture phase, before all that listens for keys.
  window.addEventListener("keydown", (event) => {
    const { keyboard } = deck.config;
    const target = event.composedPath()[0];
    if (!isPaused() || !keyboard || !(target instanceof Element) || target.closest(TYPING)) return;
    if (!target.contains(deck.element) && !deck.viewport.contains(target)) return;
    const command = event.ctrlKey || event.metaKey;
    const key = deck.keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const asked = keyboard[event.keyCode] ?? (event.shiftKey ? key?.shift : key?.does);
    if (!command && ENDING.includes(asked)) return;
    event.stopImmediatePropagation();
    // What the browser does with a key by itself is its own, unless it leads to what cannot be seen.
    if (!command && !/^F\d/.test(event.key)) event.preventDefault();
    if (event.key === "Escape") end();
  }, { capture: true, signal: deck.signal });
}
