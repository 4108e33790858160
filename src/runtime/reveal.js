// @ts-check

/** The decks that run on this page. @type {Set<import("./deck.js").Deck>} */
const running = new Set();

/**
 * `window.Reveal`, as reveal.js has it: a constructor of decks, `new Reveal(element, options)`, and, from its own
 * `initialize` on, at the same time the deck of the page. Calls that come before that are made up for then.
 * @param {{
 *   Deck: typeof import("./deck.js").Deck, defaults: Record<string, any>, words: any,
 *   revealApi: typeof import("./reveal-api.js").revealApi, plugins: typeof import("./plugins.js").plugins,
 *   behaviours: ((deck: import("./deck.js").Deck) => void)[],
 * }} kit what decks are made of
 */
export function reveal({ Deck, defaults, words, revealApi, plugins, behaviours }) {
  /**
   * @param {any} element the `.reveal` element
   * @param {Record<string, any>} [options] @param {any} [api] what gets the methods
   */
  const create = (element, options, api) => {
    if (!element?.querySelector?.(".slides")) {
      throw new Error('A deck needs <div class="reveal"><div class="slides"> in the page before its script runs.');
    }
    const deck = new Deck(element, { ...defaults, ...options }, words);
    const made = revealApi(deck, { install: () => start(deck), plugins }, api);
    made.getQueryHash = queryOf;
    deck.signal.addEventListener("abort", () => {
      for (const name of Object.keys(deck.methods)) made[name] = deck.methods[name] = () => {};
      made.initialize = (/** @type {any} */ more) => create(element, { ...deck.config, ...more }, made).initialize();
    });
    return made;
  };

  /** @param {import("./deck.js").Deck} deck */
  const start = (deck) => {
    if ([...running].some(({ element }) => element === deck.element)) throw new Error("This element is a deck already; destroy() ends it.");
    const settings = Object.entries(queryOf()).filter(([name]) => Object.hasOwn(defaults, name));
    Object.assign(deck.config, Object.fromEntries(settings));
    deck.enter();
    const { config, isWholePage } = deck;
    // The address is the page's: a deck in a box of it leaves it alone, unless it is told to.
    config.hash ??= isWholePage;
    config.history ??= isWholePage;
    config.respondToHashChanges ??= isWholePage || config.hash;
    running.add(deck);
    mark();
    deck.signal.addEventListener("abort", () => {
      running.delete(deck);
      mark();
    });
    for (const install of behaviours) install(deck);
  };

  // As reveal.js reads them: one argument that is no element is the options of the page's deck.
  const Reveal = /** @type {any} */ (function (/** @type {any[]} */ ...[element, ...more]) {
    const isElement = more.length || element instanceof Element;
    return isElement ? create(element, more[0]) : create(document.querySelector(".reveal"), element);
  });
  /** @type {((deck: any) => void)[]} */
  const early = [];
  for (const name of ["configure", "on", "off", "addEventListener", "removeEventListener", "registerPlugin"]) {
    Reveal[name] = (/** @type {any[]} */ ...args) => void early.push((deck) => deck[name](...args));
  }
  Reveal.isReady = () => false;
  Reveal.initialize = (/** @type {Record<string, any> | undefined} */ options) => {
    create(document.querySelector(".reveal"), options, Reveal);
    for (const call of early.splice(0)) call(Reveal);
    return Reveal.initialize();
  };
  return Reveal;
}

/** Tells the page what it has: only where scripts run may the style hide anything. */
function mark() {
  const { classList } = document.documentElement;
  classList.toggle("scripted", running.size > 0);
  classList.toggle("reveal-full-page", [...running].some(({ isWholePage }) => isWholePage));
}

/** What the page's address says, as in `?transition=none&controls=false`. */
function queryOf() {
  /** @type {Record<string, any>} */
  const found = {};
  new URLSearchParams(window.location.search).forEach((text, name) => {
    const isJson = /^(null|true|false|-?\d+(\.\d+)?)$/.test(text);
    found[name] = isJson ? JSON.parse(text) : text || true;
  });
  return found;
}
