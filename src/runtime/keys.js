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

/** The keys that reveal.js's numbers stand for; those of letters and digits are the codes of their characters. */
const CODES = /** @type {Record<number, string>} */ ({
  13: "Enter",
  27: "Escape",
  32: " ",
  33: "PageUp",
  34: "PageDown",
  35: "End",
  36: "Home",
  37: "ArrowLeft",
  38: "ArrowUp",
  39: "ArrowRight",
  40: "ArrowDown",
  58: ".",
  59: ".",
  112: "?",
  190: ".",
  191: "/",
});

/** Those that mean something to a script together with Shift, too, as in reveal.js. */
const SHIFTED = [32, 37, 38, 39, 40, 63, 78, 80, 191];

/** What uses a key itself while it has the focus. */
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const PRESSING = "button, summary, [role=button], audio[controls], video[controls], iframe";
/** Enter follows a link, Space does nothing with it. */
const ENTERING = PRESSING + ", a[href], area[href]";

/**
 * Keys, as reveal.js v6 has them. Alt skips steps, Shift jumps to the ends. What the configuration binds comes first,
 * then what scripts have bound, then the table.
 * @param {import("./deck.js").Deck} deck
 */
export function keys(deck) {
  deck.keys = { ...KEYS };
  const bound = bindings(deck);
  const isFocused = focus(deck);
  /** Whether a script presses the key. */
  let triggered = false;
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

  deck.methods.isFocused = isFocused;
  deck.methods.triggerKey = (/** @type {number} */ keyCode) => {
    const key = CODES[keyCode] ?? String.fromCharCode(keyCode);
    triggered = true;
    deck.element.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode, bubbles: true, cancelable: true }));
    triggered = false;
  };

  document.addEventListener("keydown", (event) => {
    const { keyboard, keyboardCondition } = deck.config;
    if (!keyboard && !triggered) return;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (typeof keyboardCondition === "function" && keyboardCondition(event) === false) return;
    if (keyboardCondition === "focused" && !isFocused() && !triggered) return;
    const target = event.composedPath()[0];
    if (!(target instanceof Element) || target.closest(TYPING)) return;
    // A key that is pressed in another deck is that deck's.
    const home = target.closest(".reveal");
    if (home && home !== deck.element) return;
    if (event.key === " " && target.closest(PRESSING)) return;
    if (event.key === "Enter" && target.closest(ENTERING)) return;
    if (/^Arrow/.test(event.key) && target.closest("audio[controls], video[controls], iframe")) return;

    let own = keyboard?.[event.keyCode];
    if (own === undefined) own = bound.get(event.keyCode);
    if (own !== undefined && (!event.shiftKey || SHIFTED.includes(event.keyCode))) {
      if (typeof own === "function") own(event);
      else if (Object.hasOwn(deck.api, own)) deck.api[own]();
      return event.preventDefault();
    }
    const key = deck.keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const does = event.shiftKey ? key?.shift : key?.does;
    if (!does && !(key && event.altKey)) return;
    if (act(does ?? key.does, event)) event.preventDefault();
  }, { signal: deck.signal });
}

/**
 * The keys that scripts bind, by their numbers. Those with a name and a description are in the help.
 * @param {import("./deck.js").Deck} deck
 * @returns {Map<number, any>} a function, or the name of a method of `window.Reveal`
 */
function bindings(deck) {
  const bound = new Map();
  /** What they are called in the help. @type {Map<number, string>} */
  const named = new Map();

  const removeKeyBinding = (/** @type {number} */ keyCode) => {
    bound.delete(Number(keyCode));
    deck.shortcuts.delete(named.get(Number(keyCode)) ?? "");
    named.delete(Number(keyCode));
  };
  const registerKeyboardShortcut = (/** @type {unknown} */ key, /** @type {unknown} */ description) =>
    void deck.shortcuts.set(String(key), String(description));
  const addKeyBinding = (/** @type {any} */ binding, /** @type {any} */ callback = null) => {
    const { keyCode, key, description } = Object(binding).keyCode ? binding : { keyCode: binding };
    removeKeyBinding(keyCode);
    bound.set(Number(keyCode), callback);
    if (!key || !description) return;
    named.set(Number(keyCode), key);
    registerKeyboardShortcut(key, description);
  };
  Object.assign(deck.methods, { addKeyBinding, removeKeyBinding, registerKeyboardShortcut });
  return bound;
}

/**
 * Of several decks in a page, the one that was pressed or focused last has the focus. A deck that has the page to itself
 * always has it.
 * @param {import("./deck.js").Deck} deck
 * @returns {() => boolean}
 */
function focus(deck) {
  const { element, signal } = deck;
  const isFocused = () => deck.isWholePage || element.classList.contains("focused");
  const follow = (/** @type {Event} */ event) => {
    const inside = element.contains(/** @type {Node} */ (event.target));
    element.classList.toggle("focused", inside && !deck.isWholePage);
  };
  for (const type of ["pointerdown", "focusin"]) document.addEventListener(type, follow, { capture: true, signal });
  deck.addEventListener("destroy", () => element.classList.remove("focused"));
  return isFocused;
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
