// @ts-check

/** The kernel's events that scripts written for reveal.js know. */
const EVENTS = [
  "ready",
  "beforeslidechange",
  "slidechanged",
  "slidetransitionend",
  "autoanimate",
  "fragmentshown",
  "fragmenthidden",
  "resize",
  "sync",
  "slidesync",
  "paused",
  "resumed",
  "overviewshown",
  "overviewhidden",
  "autoslidepaused",
  "autoslideresumed",
  "pdf-ready",
  "previewimage",
  "previewvideo",
  "previewiframe",
  "showhelp",
  "closeoverlay",
];

/** The settings of what a deck listens to. */
const INPUTS = ["keyboard", "touch", "mouseWheel", "respondToHashChanges"];

/** The version of reveal.js whose methods, events and settings these are. */
const VERSION = "6.0.2";

/**
 * `window.Reveal`: what reveal.js's scripts, remotes and tests expect, for everything the runtime does.
 * The events are also events of the `.reveal` element, their data properties of the event.
 * @param {import("./deck.js").Deck} deck
 * @param {{ install: () => void, plugins: typeof import("./plugins.js").plugins }} kit what gives the deck its
 *   behaviours, once it is initialized, and what loads its plugins
 * @param {any} api what gets the methods
 * @returns {any}
 */
export function revealApi(deck, { install, plugins }, api = {}) {
  const { element } = deck;
  const { methods, load } = plugins(deck, api);
  /** @type {HTMLElement | null} */
  let previous = null;
  let started = false;
  /** Whether the plugins are there and the deck may be shown. */
  let loaded = false;
  /** What the deck listened to before it was made deaf. @type {Record<string, any> | null} */
  let heard = null;

  /** @param {{ target?: EventTarget, type?: any, data?: any, bubbles?: boolean }} [event] */
  const dispatchEvent = ({ target = element, type, data, bubbles = true } = {}) => {
    const event = Object.assign(new CustomEvent(type, { bubbles, cancelable: true }), data);
    target.dispatchEvent(event);
    if (target === element) deck.emit("dispatched", { eventName: event.type });
    return event;
  };

  /** Parts of the page that come into sight or go hear of it themselves. @param {string} type @param {Element[]} parts */
  const tell = (type, parts) => {
    for (const target of parts) dispatchEvent({ target, type, bubbles: false });
  };

  /** Last of all that listens: whoever listens from outside finds everything done. */
  const listen = () => {
    /** @type {Element[]} */
    let present = [];
    const tellPresent = () => {
      const before = present;
      present = deck.slide ? [...new Set([deck.tops[deck.place.h], deck.slide])] : [];
      tell("visible", present.filter((section) => !before.includes(section)));
    };
    for (const type of ["place", "sync"]) deck.addEventListener(type, tellPresent);
    deck.addEventListener("fragmentshown", (event) => tell("visible", /** @type {any} */ (event).fragments));
    deck.addEventListener("fragmenthidden", (event) => tell("hidden", /** @type {any} */ (event).fragments));
    for (const type of EVENTS) {
      deck.addEventListener(type, (event) => {
        const { data } = /** @type {any} */ (event);
        if (dispatchEvent({ type, data }).defaultPrevented) event.preventDefault();
      });
    }
    deck.addEventListener("state", (event) => dispatchEvent({ type: /** @type {any} */ (event).state }));
    deck.addEventListener("beforeslidechange", (event) => {
      if (!event.defaultPrevented) previous = null;
    });
    deck.addEventListener("place", (event) => {
      const { slideChanged, from } = /** @type {any} */ (event);
      if (slideChanged) previous = deck.columns[from.h]?.[from.v] ?? null;
    });
  };

  const ready = new Promise((resolve) => deck.addEventListener("ready", resolve, { once: true }));

  /** @param {HTMLElement} [slide] */
  const getIndices = (slide) => {
    if (!slide) return indicesHere(deck);
    const place = deck.find(slide);
    const stacked = place && deck.tops[place.h] !== slide;
    return { h: place?.h ?? 0, v: stacked ? place.v : undefined, f: undefined };
  };

  /** @param {any} type @param {any} listener @param {any} [capture] */
  const on = (type, listener, capture) => element.addEventListener(type, listener, capture);
  /** @param {any} type @param {any} listener @param {any} [capture] */
  const off = (type, listener, capture) => element.removeEventListener(type, listener, capture);

  const isVerticalSlide = (slide = deck.slide) => slide?.parentElement?.localName === "section";
  const getVerticalSlides = () => deck.slides.filter((slide) => isVerticalSlide(slide));
  const atEnd = () => deck.place.h === deck.columns.length - 1 && atBottom();
  const atBottom = () => deck.place.v === deck.columns[deck.place.h]?.length - 1;
  const move = (/** @type {import("./deck.js").Direction} */ direction) =>
    (/** @type {{ skipFragments?: boolean }} */ options) => deck.move(direction, options);
  const [left, right, up, down] = [move("left"), move("right"), move("up"), move("down")];
  const [prev, next] = [move("prev"), move("next")];

  deck.api = api;
  return Object.assign(api, methods, {
    VERSION,
    initialize: (/** @type {Record<string, any>} */ options) => {
      if (started) {
        if (options) deck.configure(options);
        return ready;
      }
      started = true;
      Object.assign(deck.config, options);
      install();
      listen();
      Object.assign(api, deck.methods);
      load(() => {
        loaded = true;
        deck.start();
      });
      return ready;
    },
    destroy: () => deck.destroy(),
    isReady: () => deck.isReady,
    /** What is configured before the deck is shown counts from the start. @param {Record<string, any>} options */
    configure: (options) => (loaded ? deck.configure(options) : void Object.assign(deck.config, options)),
    getConfig: () => deck.config,
    sync: () => {
      if (loaded) deck.sync();
    },
    layout: () => void deck.emit("layout"),

    /** @param {number} h @param {number} v @param {number} f @param {any} origin */
    slide: (h, v, f, origin) => deck.go(h, v, f, origin),
    left, right, up, down, prev, next,
    navigateLeft: left, navigateRight: right, navigateUp: up, navigateDown: down, navigatePrev: prev, navigateNext: next,
    navigateFragment: (/** @type {number | null} */ index, offset = 0) => deck.goToStep((index ?? deck.place.step) + offset),
    nextFragment: () => deck.goToStep(deck.place.step + 1),
    prevFragment: () => deck.goToStep(deck.place.step - 1),

    on, off, addEventListener: on, removeEventListener: off, dispatchEvent,

    /** The deck is deaf to keys, fingers, the wheel and the address, but not to its own buttons, until it hears again. */
    removeEventListeners: () => {
      if (!loaded || heard) return;
      heard = Object.fromEntries(INPUTS.map((name) => [name, deck.config[name]]));
      deck.configure(Object.fromEntries(INPUTS.map((name) => [name, false])));
    },
    addEventListeners: () => {
      if (heard) deck.configure(heard);
      heard = null;
    },

    removeHiddenSlides: () => {
      if (deck.config.showHiddenSlides) return;
      for (const section of deck.slidesElement.querySelectorAll('section[data-visibility="hidden"]')) {
        const stack = /** @type {Element} */ (section.parentElement);
        (stack.localName === "section" && stack.childElementCount === 1 ? stack : section).remove();
      }
    },

    availableRoutes: ({ includeFragments = false } = {}) => {
      const routes = deck.routes();
      if (!includeFragments) return routes;
      const { prev: back, next: ahead } = availableFragments();
      const [first, last] = deck.config.rtl ? [ahead, back] : [back, ahead];
      const { left: toLeft, right: toRight, up: above, down: below } = routes;
      return { left: toLeft || first, right: toRight || last, up: above || back, down: below || ahead };
    },
    availableFragments: () => availableFragments(),

    isFirstSlide: () => deck.place.h === 0 && deck.place.v === 0,
    isLastSlide: atEnd,
    isLastVerticalSlide: () => isVerticalSlide() && atBottom(),
    isVerticalSlide,
    isVerticalStack: (slide = deck.slide) => slide?.classList?.contains("stack") ?? false,

    getState: () => {
      const { h, v, f } = getIndices();
      const is = (/** @type {string} */ method) => deck.methods[method]?.() ?? false;
      const state = { indexh: h, indexv: v, indexf: f, paused: is("isPaused"), overview: is("isOverview") };
      // Behaviours add what they have.
      deck.emit("getstate", { state });
      return state;
    },
    setState: (/** @type {any} */ state) => {
      if (!state || typeof state !== "object") return;
      deck.go(number(state.indexh), number(state.indexv), number(state.indexf));
      for (const [method, wanted] of [["togglePause", state.paused], ["toggleOverview", state.overview]]) {
        if (wanted !== undefined) deck.methods[method]?.(String(wanted) === "true");
      }
      deck.emit("setstate", { state });
    },

    getProgress: () => deck.progress(),
    getIndices,
    getSlides: () => deck.counted,
    getTotalSlides: () => deck.counted.length,
    getSlidePastCount: (slide = deck.slide) => deck.countBefore(slide),
    getSlidesAttributes: () =>
      deck.counted.map((slide) => Object.fromEntries([...slide.attributes].map(({ name, value }) => [name, value]))),
    getSlide: (/** @type {number} */ h, /** @type {number} */ v) =>
      deck.tops[h] === deck.columns[h]?.[0] || typeof v !== "number" ? deck.tops[h] : deck.columns[h]?.[v],
    getCurrentSlide: () => deck.slide,
    getPreviousSlide: () => previous,
    getHorizontalSlides: () => [...deck.tops],
    getVerticalSlides,
    hasHorizontalSlides: () => deck.columns.length > 1,
    hasVerticalSlides: () => deck.stacked > 1,
    /** @param {HTMLElement} slide @returns {string | null} as HTML, where it stands in the slide */
    getSlideNotes: (slide = deck.slide) =>
      slide?.getAttribute("data-notes") ??
      [...(slide?.querySelectorAll("aside.notes") ?? [])].map((notes) => notes.innerHTML).join("\n"),
    getSlidePath: (/** @type {HTMLElement} */ slide) => deck.addressOf(slide).slice(1),

    getRevealElement: () => element,
    getSlidesElement: () => deck.slidesElement,
    getViewportElement: () => deck.viewport,
    getBackgroundsElement: () => element.querySelector(".backgrounds"),
    getScale: () => deck.scale,

    isPrintingPDF: () => deck.methods.isPrintView?.() ?? false,
    isOverlayOpen: () => element.querySelector("dialog[open]") !== null,
    /** Whether reveal.js's speaker view shows the page. The one of this deck is a window of its own kind. */
    isSpeakerNotes: () => /receiver/i.test(window.location.search),
  });

  function availableFragments() {
    const count = deck.slide ? deck.countSteps(deck.slide) : 0;
    return { prev: deck.place.step >= 0, next: deck.place.step < count - 1 };
  }
}

/**
 * `f` is undefined on a slide without steps, -1 before the first.
 * @param {import("./deck.js").Deck} deck
 * @returns {{ h: number, v: number | undefined, f: number | undefined }}
 */
function indicesHere(deck) {
  const { h, v, step } = deck.place;
  return { h, v, f: deck.slide && deck.countSteps(deck.slide) ? step : undefined };
}

/**
 * A number of a state that has been through a query or a message as text.
 * @param {unknown} value
 */
function number(value) {
  return value === undefined || value === null || value === "" ? undefined : Number(value);
}
