// @ts-check

/** How long a message lies over the deck, in milliseconds. */
const MESSAGE_TIME = 8000;

/** What the speaker's window may ask the deck to do. */
const MOVES = ["go", "move", "goToStep"];
const ACTIONS = ["pause", "white", "autoSlide", "scheme"];

/**
 * The audience's end of the speaker view: opens the speaker's window, tells it where the talk is, and does what it asks.
 * @param {import("./deck.js").Deck} deck
 */
export function speaker(deck) {
  const link = deck.speaker;
  if (!link || link.isView) return;
  const root = document.documentElement;
  const message = deck.add(document.createElement("div"));
  message.className = "speaker-message";
  message.setAttribute("role", "status");
  let timer = 0;

  /** @param {string} text */
  const say = (text) => {
    message.textContent = text;
    clearTimeout(timer);
    if (text) timer = window.setTimeout(say, MESSAGE_TIME, "");
  };

  const state = () => ({
    place: deck.place,
    paused: deck.methods.isPaused?.() ?? false,
    scheme: root.dataset.scheme ?? "",
    size: ["width", "height"].map((name) => Number.parseFloat(deck.viewport.style.getPropertyValue("--slide-" + name))),
  });
  const tell = () => link.tell({ state: state() });

  deck.actions.speaker = () => {
    const features = link.kept.features ?? "popup,width=1280,height=720";
    const address = window.location.href.replace(/([?&])view=\w+/, "$1");
    say(link.invite((name) => window.open(address, name, features)) ? "" : deck.words.speaker.blocked);
  };

  deck.addEventListener("linked", (event) => {
    const { fresh } = /** @type {any} */ (event);
    link.tell({ state: state(), shape: link.shape(), fresh: !fresh, kept: fresh && link.kept });
    if (fresh) deck.emit("share");
  });
  deck.addEventListener("heard", (event) => {
    const { call, action, slides } = /** @type {any} */ (event).message;
    if (call && MOVES.includes(call[0])) /** @type {any} */ (deck)[call[0]](...call.slice(1));
    if (ACTIONS.includes(action)) deck.actions[action]?.();
    if (slides) link.tell({ slides: deck.tops.map((top) => top.outerHTML).join("") });
  });
  for (const type of ["place", "paused", "resumed", "config", "resize"]) deck.addEventListener(type, tell);
  deck.addEventListener("sync", () => link.tell({ state: state(), shape: link.shape() }));
  const observer = new MutationObserver(tell);
  observer.observe(root, { attributeFilter: ["data-scheme"] });
  deck.signal.addEventListener("abort", () => {
    observer.disconnect();
    say("");
  });
}
