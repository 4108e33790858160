// @ts-check

/**
 * What each key does, by the name the browser gives it. A letter stands for itself in both cases.
 * `shift` is what the key does with Shift; without it a letter with Shift does nothing.
 * @type {Record<string, { does: string, shift?: string }>}
 */
const KEYS = {
  ArrowRight: { does: "right", shift: "lastColumn" },
  ArrowLeft: { does: "left", shift: "firstColumn" },
  ArrowUp: { does: "up", shift: "top" },
  ArrowDown: { does: "down", shift: "bottom" },
  " ": { does: "next", shift: "prev" },
  PageDown: { does: "next" },
  PageUp: { does: "prev" },
  Home: { does: "firstColumn" },
  End: { does: "lastColumn" },
  n: { does: "next", shift: "next" },
  p: { does: "prev", shift: "prev" },
  h: { does: "left" },
  j: { does: "down" },
  k: { does: "up" },
  l: { does: "right" },
  b: { does: "pause", shift: "pause" },
  v: { does: "pause", shift: "pause" },
  ".": { does: "pause", shift: "pause" },
  "/": { does: "pause", shift: "pause" },
  w: { does: "white", shift: "white" },
  f: { does: "fullscreen", shift: "fullscreen" },
  o: { does: "overview", shift: "overview" },
  Escape: { does: "overview" },
  g: { does: "jump", shift: "jump" },
  a: { does: "autoSlide", shift: "autoSlide" },
  s: { does: "speaker", shift: "speaker" },
  q: { does: "pointer", shift: "pointer" },
  d: { does: "draw", shift: "draw" },
  t: { does: "scheme", shift: "scheme" },
  "?": { does: "help", shift: "help" },
};

/** The moves; everything else that a key does is an action that a behaviour adds to the deck. */
const MOVES = ["next", "prev", "left", "right", "up", "down"];

/** The moves to an end, which are actions of this file. */
const ENDS = ["firstColumn", "lastColumn", "top", "bottom"];

/** What uses a key itself while it has the focus. */
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const PRESSING = "button, summary, [role=button], audio[controls], video[controls], iframe";
/** Enter follows a link, Space does nothing with it. */
const ENTERING = PRESSING + ", a[href], area[href]";

/**
 * Keys, as reveal.js v6 has them. Alt skips steps, Shift jumps to the ends.
 * @param {import("./deck.js").Deck} deck
 */
export function keys(deck) {
  deck.keys = KEYS;
  Object.assign(deck.actions, {
    firstColumn: () => deck.go(0),
    lastColumn: () => deck.go(deck.columns.length - 1),
    top: () => deck.go(undefined, 0),
    bottom: () => deck.go(undefined, Number.MAX_VALUE),
  });

  /** @param {string} does @param {KeyboardEvent} event @returns {boolean} whether anything was done */
  const act = (does, event) => {
    // Alt skips steps, so it means something with a move alone; the rest is the browser's.
    if (event.altKey && !MOVES.includes(does) && !ENDS.includes(does)) return false;
    const action = deck.actions[does];
    if (action) action(event);
    else if (MOVES.includes(does)) {
      deck.move(/** @type {import("./deck.js").Direction} */ (straighten(does, deck)), { skipFragments: event.altKey });
    } else return false;
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const { keyboard, keyboardCondition } = deck.config;
    if (!keyboard || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (typeof keyboardCondition === "function" && keyboardCondition(event) === false) return;
    if (keyboardCondition === "focused" && !deck.element.contains(document.activeElement)) return;
    const target = event.composedPath()[0];
    if (!(target instanceof Element) || target.closest(TYPING)) return;
    if (event.key === " " && target.closest(PRESSING)) return;
    if (event.key === "Enter" && target.closest(ENTERING)) return;
    if (/^Arrow/.test(event.key) && target.closest("audio[controls], video[controls], iframe")) return;

    const own = typeof keyboard === "object" ? keyboard[event.keyCode] : undefined;
    if (own !== undefined) {
      if (typeof own === "function") own(event);
      else deck.emit("call", { method: own });
      return event.preventDefault();
    }
    const key = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const does = event.shiftKey ? key?.shift : key?.does;
    if (!does && !(key && event.altKey)) return;
    if (act(does ?? key.does, event)) event.preventDefault();
  });
}

/**
 * In a deck of one dimension every arrow walks along it.
 * @param {string} does @param {import("./deck.js").Deck} deck @returns {string}
 */
function straighten(does, deck) {
  const linear = deck.config.navigationMode === "linear" || deck.columns.length < 2 || deck.stacked < 2;
  if (!linear || does === "next" || does === "prev") return does;
  if (does === "up" || does === "down") return does === "up" ? "prev" : "next";
  return (does === "left") === !deck.config.rtl ? "prev" : "next";
}
