// @ts-check

/** Decks that run on this page. */
let running = 0;

/**
 * `window.Reveal`, as reveal.js has it: a constructor of decks, `new Reveal(element, options)`, and, from its own
 * `initialize` on, at the same time the deck of the page. Calls that come before that are made up for then.
 * @param {{
 *   Deck: typeof import("./deck.js").Deck, defaults: Record<string, any>, words: any,
 *   revealApi: typeof import("./reveal-api.js").revealApi, behaviours: ((deck: import("./deck.js").Deck) => void)[],
 * }} kit what decks are made of
 */
export function reveal({ Deck, defaults, words, revealApi, behaviours }) {
  /**
   * @param {any} element the `.reveal` element; without one, the first of the page
   * @param {Record<string, any>} [options] @param {any} [api] what gets the methods
   */
  const create = (element, options, api) => {
    const isElement = element instanceof Element;
    const root = isElement ? element : document.querySelector(".reveal");
    if (!root?.querySelector(".slides")) throw new Error("There is no .reveal element with .slides in it on this page.");
    const config = { ...defaults, ...(isElement ? options : element) };
    const deck = new Deck(/** @type {HTMLElement} */ (root), config, words);
    return revealApi(deck, () => start(deck), api);
  };

  /** @param {import("./deck.js").Deck} deck */
  const start = (deck) => {
    Object.assign(deck.config, queryOf(defaults));
    const classes = ["scripted", ...(deck.isWholePage ? ["reveal-full-page"] : [])];
    document.documentElement.classList.add(...classes);
    running += 1;
    deck.addEventListener("destroy", () => {
      running -= 1;
      document.documentElement.classList.remove(...(running ? [] : ["scripted"]), "reveal-full-page");
    });
    for (const install of behaviours) install(deck);
  };

  const Reveal = /** @type {any} */ (function (/** @type {any} */ element, /** @type {any} */ options) {
    return create(element, options);
  });
  /** @type {((deck: any) => void)[]} */
  const early = [];
  for (const name of ["configure", "on", "off", "addEventListener", "removeEventListener", "registerPlugin"]) {
    Reveal[name] = (/** @type {any[]} */ ...args) => void early.push((deck) => deck[name](...args));
  }
  Reveal.isReady = () => false;
  Reveal.initialize = (/** @type {Record<string, any> | undefined} */ options) => {
    create(options, {}, Reveal);
    for (const call of early.splice(0)) call(Reveal);
    return Reveal.initialize();
  };
  return Reveal;
}

/**
 * What the page's address sets, as in `?transition=none&controls=false`; only what is a setting.
 * @param {Record<string, any>} defaults
 */
function queryOf(defaults) {
  /** @type {Record<string, any>} */
  const found = {};
  new URLSearchParams(window.location.search).forEach((text, name) => {
    if (!Object.hasOwn(defaults, name)) return;
    const isJson = /^(null|true|false|-?\d+(\.\d+)?)$/.test(text);
    found[name] = isJson ? JSON.parse(text) : text || true;
  });
  return found;
}
