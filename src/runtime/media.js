// @ts-check

/** Pages of players that are told to play and to pause, each in its own words, once their address asks for it. */
const PLAYERS = [
  { address: /youtube(-nocookie)?\.com\/embed\//, asks: "enablejsapi=1", play: command("playVideo"), pause: command("pauseVideo") },
  { address: /player\.vimeo\.com\//, asks: "api=1", play: '{"method":"play"}', pause: '{"method":"pause"}' },
];

/** How many slides are near where all are seen at once. */
const NEAR_IN_OVERVIEW = 10;

/** @typedef {HTMLMediaElement | HTMLIFrameElement} Medium */

/**
 * Audio, video and frames start with their slide, or with the step that they are in, and stop when it is left. While
 * nothing of the slide is to be seen, in the pause, in the overview or in a hidden page, nothing plays; what played then
 * goes on afterwards. What has its address in `data-src` is loaded when its slide comes near.
 * @param {import("./deck.js").Deck} deck
 */
export function media(deck) {
  const words = deck.words.media;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const small = window.matchMedia("(pointer: coarse)");
  const button = deck.add(document.createElement("button"));
  button.type = "button";
  button.className = "deck-over deck-media";
  button.hidden = true;

  /** The slide whose media have been started. @type {HTMLElement | undefined} */
  let current;
  /** The background that is shown. @type {HTMLElement | undefined} */
  let layer;
  /** Whether nothing may play, and what is to play after that. */
  let still = false;
  let onPage = deck.isPage;
  /** @type {Set<Medium>} */
  const waiting = new Set();
  /** What the browser did not let play, and which of these plays without its sound instead. @type {Set<HTMLMediaElement>} */
  const refused = new Set();
  /** @type {WeakSet<HTMLMediaElement>} */
  const silenced = new WeakSet();
  /** The slides with something to be loaded. @type {HTMLElement[]} */
  let lazy = [];
  let { autoPlayMedia } = deck.config;

  /** @param {Medium} medium */
  const isShown = (medium) =>
    (current?.contains(medium) || (!deck.isPage && layer?.contains(medium))) && !medium.closest(".fragment:not(.visible, .disabled)");

  /** Whether it starts by itself. @param {Medium} medium */
  const isWanted = (medium) =>
    typeof deck.config.autoPlayMedia === "boolean"
      ? deck.config.autoPlayMedia
      : "autoplay" in medium.dataset || medium.closest(".backgrounds") !== null;

  /** Says on the button what a press of it changes. */
  const offer = () => {
    button.hidden = refused.size === 0;
    const isHeard = [...refused].every((medium) => silenced.has(medium));
    button.textContent = isHeard ? words.unmute : words.play;
  };

  /** @param {HTMLMediaElement} medium */
  const forgive = (medium) => {
    refused.delete(medium);
    if (silenced.delete(medium)) medium.muted = false;
  };

  /** @param {HTMLMediaElement} medium @param {any} error */
  const refuse = (medium, error) => {
    if (error?.name !== "NotAllowedError" || !isShown(medium)) return;
    refused.add(medium);
    if (medium.localName === "video" && !medium.muted) {
      medium.muted = true;
      silenced.add(medium);
      medium.play().catch((/** @type {any} */ again) => {
        forgive(medium);
        if (again?.name === "NotAllowedError" && isShown(medium)) refused.add(medium);
        offer();
      });
    }
    offer();
  };

  /** @param {HTMLMediaElement} medium */
  const play = (medium) => {
    if (still) waiting.add(medium);
    else medium.play().catch((error) => refuse(medium, error));
  };

  /** @param {HTMLMediaElement} medium */
  const begin = (medium) => {
    if (!medium.paused && !medium.ended) return;
    if (medium.currentTime) medium.currentTime = 0;
    if (medium.localName !== "video" || !calm.matches) return play(medium);
    // No motion where the viewer asked for none; a film of the slide can be asked for.
    if (layer?.contains(medium)) return;
    refused.add(medium);
    offer();
  };

  /** Sends a frame what it shall do. @param {HTMLIFrameElement} frame @param {boolean} starts */
  const tell = (frame, starts) => {
    const post = (/** @type {string} */ message) => frame.contentWindow?.postMessage(message, "*");
    const player = PLAYERS.find(({ address }) => address.test(frame.src));
    if (starts) return post(player && isWanted(frame) ? player.play : "slide:start");
    post("slide:stop");
    if (player && !("ignore" in frame.dataset)) post(player.pause);
  };

  /** @param {HTMLIFrameElement} frame */
  const open = (frame) => {
    if (still) waiting.add(frame);
    else if (frame.dataset.src && !frame.hasAttribute("src")) frame.src = frame.dataset.src;
    else tell(frame, true);
  };

  /** Starts what is shown in a slide, a background or a step. @param {HTMLElement | undefined} root */
  const start = (root) => {
    for (const medium of within(root, "video, audio")) if (isShown(medium) && isWanted(medium)) begin(medium);
    for (const frame of within(root, "iframe")) if (isShown(frame)) open(frame);
  };

  /** @param {HTMLElement | undefined} root @param {boolean} [unloads] whether frames that are loaded late are emptied */
  const stop = (root, unloads = true) => {
    for (const medium of within(root, "video, audio")) {
      if ("ignore" in medium.dataset) continue;
      medium.pause();
      waiting.delete(medium);
      forgive(medium);
    }
    offer();
    for (const frame of within(root, "iframe")) {
      waiting.delete(frame);
      tell(frame, false);
      if (unloads && frame.dataset.src) empty(frame);
    }
  };

  /** Stops everything while nothing is to be seen of it, and lets it go on. */
  const settle = () => {
    const { isPaused, isOverview } = deck.methods;
    const wanted = document.hidden || isPaused?.() || isOverview?.() || deck.config.view === "print";
    if (wanted === still) return;
    still = wanted;
    if (still) {
      for (const medium of within(deck.element, "video, audio")) {
        if (medium.paused || "ignore" in medium.dataset) continue;
        medium.pause();
        waiting.add(medium);
      }
      for (const frame of [...within(current, "iframe"), ...within(layer, "iframe")]) {
        tell(frame, false);
        waiting.add(frame);
      }
      return;
    }
    for (const medium of waiting) {
      if (!(medium instanceof HTMLIFrameElement)) play(medium);
      else if (isShown(medium)) open(medium);
    }
    waiting.clear();
  };

  /** Gives a slide's media their addresses. @param {Element} slide @param {{ excludeIframes?: boolean }} [options] */
  const load = (slide, { excludeIframes = false } = {}) => {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll(LATE))) {
      const isFrame = element.localName === "iframe";
      const isEarly = deck.config.preloadIframes ?? "preload" in element.dataset;
      if (isFrame && (excludeIframes || !isEarly || element.hasAttribute("src"))) continue;
      element.setAttribute("src", element.dataset.src ?? "");
      delete element.dataset.src;
      element.dataset.lazyLoaded = "";
      if (element.localName === "source") /** @type {HTMLMediaElement} */ (element.parentElement).load();
    }
  };

  /** Takes them away again. Pictures stay. @param {Element} slide @param {string} [which] */
  const unload = (slide, which = ":not(img)") => {
    const loaded = slide.querySelectorAll("[data-lazy-loaded][src]" + which);
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (loaded)) {
      element.dataset.src = element.getAttribute("src") ?? "";
      delete element.dataset.lazyLoaded;
      if (element instanceof HTMLIFrameElement) empty(element);
      else element.removeAttribute("src");
      const medium = element.closest("video, audio");
      if (medium instanceof HTMLMediaElement) medium.load();
    }
    for (const frame of within(slide, "iframe[data-src][src]")) empty(frame);
  };

  const loadNear = () => {
    const { loop, viewDistance, mobileViewDistance } = deck.config;
    const inWindow = small.matches ? mobileViewDistance : viewDistance;
    const distance = deck.isPage ? Infinity : deck.methods.isOverview?.() ? NEAR_IN_OVERVIEW : inWindow;
    const { h, v } = deck.place;
    for (const slide of lazy) {
      const place = deck.find(slide);
      if (!place) continue;
      const straight = Math.abs(place.h - h);
      const across = loop ? Math.min(straight, deck.columns.length - straight) : straight;
      const entered = across ? Number(deck.tops[place.h].dataset.previousIndexv ?? 0) : v;
      if (across + Math.abs(place.v - entered) < distance) load(slide);
      else unload(slide);
    }
  };

  /** Follows the deck to the slide that is shown. */
  const arrive = () => {
    if (!deck.isReady) return;
    settle();
    loadNear();
    if (current === deck.slide) return;
    stop(current);
    current = deck.slide;
    start(current);
  };

  /** Reads the page. */
  const read = () => {
    const late = [...deck.slidesElement.querySelectorAll(LATE + ", [data-lazy-loaded]")];
    lazy = deck.slides.filter((slide) => late.some((element) => slide.contains(element)));
    for (const medium of within(deck.slidesElement, "video[autoplay], audio[autoplay]")) {
      medium.autoplay = false;
      medium.dataset.autoplay = "autoplay";
      medium.pause();
    }
    for (const frame of within(deck.slidesElement, "iframe")) {
      for (const name of ["src", "data-src"]) {
        const address = frame.getAttribute(name) ?? "";
        const player = PLAYERS.find((one) => one.address.test(address));
        if (!player || address.includes(player.asks)) continue;
        frame.setAttribute(name, address + (address.includes("?") ? "&" : "?") + player.asks);
      }
    }
  };

  deck.addEventListener("sync", () => {
    read();
    arrive();
    // A page has no layer behind its slides.
    if (onPage === deck.isPage) return;
    onPage = deck.isPage;
    if (onPage) stop(layer, false);
    else if (deck.isReady) start(layer);
  });
  deck.addEventListener("ready", () => {
    arrive();
    start(layer);
  });
  deck.addEventListener("slidechanged", arrive);
  deck.addEventListener("background", (event) => {
    stop(layer, false);
    layer = /** @type {any} */ (event).layer;
    if (deck.isReady) start(layer);
  });
  deck.addEventListener("fragmentshown", (event) => /** @type {any} */ (event).fragments.forEach(start));
  deck.addEventListener("fragmenthidden", (event) => {
    for (const step of /** @type {any} */ (event).fragments) stop(step);
  });
  deck.addEventListener("config", () => {
    if (autoPlayMedia === deck.config.autoPlayMedia) return;
    ({ autoPlayMedia } = deck.config);
    if (autoPlayMedia === false) stop(current, false);
    else start(current);
  });
  for (const type of ["paused", "resumed", "overviewshown", "overviewhidden"]) {
    deck.addEventListener(type, () => {
      settle();
      if (lazy.length) loadNear();
    });
  }
  deck.addEventListener("destroy", () => {
    stop(current);
    stop(layer);
    for (const slide of lazy) unload(slide, "");
    for (const medium of within(deck.slidesElement, "[data-autoplay=autoplay]")) {
      delete medium.dataset.autoplay;
      /** @type {HTMLMediaElement} */ (medium).autoplay = true;
    }
  });
  document.addEventListener("visibilitychange", settle, { signal: deck.signal });
  // Paper has no slide that is not near.
  window.addEventListener("beforeprint", () => lazy.forEach((slide) => load(slide, { excludeIframes: true })), { signal: deck.signal });
  // What a frame was told before it was there it has not heard.
  deck.element.addEventListener("load", ({ target }) => {
    if (target instanceof HTMLIFrameElement && !still && isShown(target)) tell(target, true);
  }, { capture: true, signal: deck.signal });
  // Who plays one by hand needs no button for it.
  deck.element.addEventListener("play", ({ target }) => {
    const medium = /** @type {HTMLMediaElement} */ (target);
    if (refused.has(medium) && !silenced.has(medium) && refused.delete(medium)) offer();
  }, { capture: true, signal: deck.signal });
  button.addEventListener("click", () => {
    for (const medium of [...refused]) {
      forgive(medium);
      if (medium.paused) play(medium);
    }
    offer();
  });

  Object.assign(deck.methods, {
    loadSlide: load,
    unloadSlide: (/** @type {Element} */ slide) => unload(slide),
    startEmbeddedContent: () => start(current),
    stopEmbeddedContent: () => stop(current, false),
  });
}

const LATE = ":is(img, video, audio, iframe, source)[data-src]";

/**
 * The elements of a kind in another, itself among them.
 * @template {string} Selector
 * @param {Element | undefined} root @param {Selector} selector
 * @returns {(Selector extends `${"video" | "audio"}${string}` ? HTMLMediaElement : Selector extends `iframe${string}` ? HTMLIFrameElement : HTMLElement)[]}
 */
function within(root, selector) {
  if (!root) return [];
  return /** @type {any} */ ([...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)]);
}

/**
 * A frame that is put back into the page without an address is a new one: nothing of its page goes on, and nothing of it
 * stays in the history.
 * @param {HTMLIFrameElement} frame
 */
function empty(frame) {
  const { parentNode, nextSibling } = frame;
  if (!frame.hasAttribute("src")) return;
  frame.removeAttribute("src");
  frame.remove();
  parentNode?.insertBefore(frame, nextSibling);
}

/** @param {string} name */
function command(name) {
  return '{"event":"command","func":"' + name + '","args":""}';
}
