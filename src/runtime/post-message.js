// @ts-check

/** What another window may not ask for, as in reveal.js: it would put code or pages of its own into this one. */
const REFUSED = [
  "registerPlugin",
  "registerKeyboardShortcut",
  "addKeyBinding",
  "addEventListener",
  "showPreview",
  "previewIframe",
];

/**
 * Other windows call the methods of `window.Reveal` by messages of JSON: `{"method": "slide", "args": [2]}`.
 *
 * With `postMessageEvents` they hear what a method gave back, and the window around the deck hears every event; nothing
 * is told to others otherwise.
 * @param {import("./deck.js").Deck} deck
 */
export function postMessage(deck) {
  /** @param {MessageEventSource} window @param {Record<string, any>} told @param {string} targetOrigin */
  const tell = (window, told, targetOrigin) =>
    window.postMessage(JSON.stringify({ namespace: "reveal", ...told, state: deck.api.getState() }), { targetOrigin });

  window.addEventListener("message", ({ data, source, origin }) => {
    const { method, args, eventName } = deck.config.postMessage ? read(data) : {};
    // What has the name of an event is the answer of another deck.
    if (eventName || !Object.hasOwn(deck.api, method) || typeof deck.api[method] !== "function") return;
    if (REFUSED.includes(method)) return console.warn("Another window may not call " + method + ".");
    const result = deck.api[method](...(Array.isArray(args) ? args : []));
    if (!deck.config.postMessageEvents || !source) return;
    const answer = { eventName: "callback", method, result: plain(result) };
    tell(source, answer, /^[a-z]+:/.test(origin) && !/^file:/.test(origin) ? origin : "*");
  }, { signal: deck.signal });

  deck.addEventListener("dispatched", (event) => {
    const { eventName } = /** @type {any} */ (event);
    if (deck.config.postMessageEvents && window.parent !== window) tell(window.parent, { eventName }, "*");
  });
}

/** @param {unknown} data @returns {any} */
function read(data) {
  try {
    return (typeof data === "string" && data.startsWith("{") && JSON.parse(data)) || {};
  } catch {
    return {};
  }
}

/** What of a result can be said in JSON. @param {unknown} result */
function plain(result) {
  try {
    return JSON.parse(JSON.stringify(result));
  } catch {
    return undefined;
  }
}
