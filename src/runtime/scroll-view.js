// @ts-check

/** Up to which width themes lay slides out anew, as a text. */
const NARROW = "(max-width: 800px)";

/** What lies above a slide that is gone to, in CSS pixels; scroll-view.css has it above the first one. */
const GAP = 32;

/** What belongs to a stage, and the keys that a page leaves to the browser. */
const ACTIONS = ["draw", "pointer", "zoom", "autoSlide"];
const KEYS = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

/** What may be wider than a page. */
const WIDE = "section, pre, table, figure, .math-display";

/** Where it is seen that such a thing is on. @type {Record<string, string>} */
const ON = { draw: ".deck-drawing.on", pointer: ".reveal.pointing", zoom: ".reveal.zoomed" };

/** @typedef {"scroll" | "print" | null} View */

/**
 * The deck as a page that scrolls: an article of its slides, with their notes as its text, or its pages as they will be
 * printed. The configuration says which (`view`); where it says nothing, a narrow window has the article.
 *
 * A page is what a deck is without a script, so the class `scripted` leaves the root: every slide stands in order with
 * all its steps, and themes and runtime.css do the rest. Notes are copied under their slides. The place of the deck
 * follows what is read (the origin of such a move is `scroll`), and the page follows every other move of the deck.
 * @param {import("./deck.js").Deck} deck
 */
export function scrollView(deck) {
  const { signal } = deck;
  const root = document.documentElement;
  const narrow = window.matchMedia(NARROW);

  /** What the slides stand on: a stage, unless it is one of these. @type {View} */
  let view = null;
  /** The view that the page was last prepared for. @type {View} */
  let prepared = null;
  /** Whether the overview is open, which is on the stage. */
  let rests = false;
  /** The texts under the slides. @type {Element[]} */
  let texts = [];
  /** What scrolls by itself, and is a stop for Tab as long as it does. @type {Element[]} */
  let wide = [];
  /** What a stage has and a page has not. @type {() => void} */
  let giveBack = () => {};
  /** Where in the window the slide begins that is read. @type {number | null} */
  let top = null;
  /** How far the page was scrolled by this file. */
  let scrolled = -1;
  let frame = 0;

  /** @returns {View} */
  const wanted = () => {
    const { view, scrollActivationWidth } = deck.config;
    if (!deck.isWholePage || deck.speaker?.isView || rests) return null;
    if (view === "print") return view;
    const scrolls = view ? view === "scroll" : window.innerWidth <= scrollActivationWidth;
    return scrolls ? "scroll" : null;
  };

  const mark = () => {
    deck.isPage = view !== null;
    for (const name of ["scripted", "reveal-full-page"]) root.classList.toggle(name, !view);
    for (const element of [root, deck.viewport]) {
      for (const name of ["scroll", "print"]) element.classList.toggle("reveal-" + name, view === name);
    }
    // A finger that scrolls does not swipe.
    deck.viewport.toggleAttribute("data-prevent-swipe", deck.isPage);
  };

  const lend = () => {
    giveBack();
    giveBack = () => {};
    if (!view) return;
    for (const name of ACTIONS) if (ON[name] && document.querySelector(ON[name])) deck.actions[name]?.();
    const lent = [take(deck.actions, ACTIONS), take(deck.keys, KEYS)];
    giveBack = () => {
      Object.assign(deck.actions, lent[0]);
      Object.assign(deck.keys, lent[1]);
    };
  };

  const update = () => {
    const now = wanted();
    const isPrepared = rests || now === prepared;
    if (now === view && isPrepared) return;
    view = now;
    mark();
    lend();
    if (isPrepared) show();
    else deck.sync();
    deck.emit("layout");
    hold();
  };

  /** Nothing of a page is hidden. */
  const show = () => {
    if (!view) return;
    for (const section of deck.slidesElement.querySelectorAll("section[hidden]")) section.removeAttribute("hidden");
  };

  const write = () => {
    for (const text of texts) text.remove();
    texts = [];
    prepared = view;
    for (const slide of view ? deck.slides : []) {
      const notes = view === "scroll" || deck.config.showNotes ? notesOf(slide) : [];
      if (view === "print" && !notes.length) continue;
      const text = document.createElement("div");
      text.className = "deck-notes";
      if (slide.dataset.visibility !== "uncounted") text.dataset.number = String(deck.countBefore(slide) + 1);
      text.append(...notes);
      slide.after(text);
      texts.push(text);
    }
  };

  const reach = () => {
    for (const element of wide) element.removeAttribute("tabindex");
    const isWide = (/** @type {Element} */ element) =>
      element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX);
    const all = view && narrow.matches ? [...deck.slidesElement.querySelectorAll(WIDE)] : [];
    wide = all.filter((element) => !element.hasAttribute("tabindex") && isWide(element));
    for (const element of wide) element.setAttribute("tabindex", "0");
  };

  /** Keeps the slide where it is in the window, or brings it there. */
  const hold = () => {
    if (!view || !deck.slide) return;
    top ??= narrow.matches ? 0 : GAP;
    window.scrollBy({ top: topOf(deck.slide) - top, behavior: "instant" });
    scrolled = window.scrollY;
    top = topOf(deck.slide);
  };

  /** The slide that is read: a third down the window, and lower towards the end of the page. */
  const follow = () => {
    frame = 0;
    if (!view || !deck.slide || Math.abs(window.scrollY - scrolled) < 1) return;
    scrolled = -1;
    const { clientHeight, scrollHeight } = root;
    const line = Math.max(clientHeight / 3, clientHeight - (scrollHeight - clientHeight - window.scrollY));
    let [at, end] = [0, deck.slides.length];
    while (end - at > 1) {
      const middle = (at + end) >> 1;
      if (topOf(deck.slides[middle]) <= line) at = middle;
      else end = middle;
    }
    const place = deck.slides[at] !== deck.slide && deck.find(deck.slides[at]);
    if (place) deck.go(place.h, place.v, -1, "scroll");
    top = topOf(deck.slide);
  };

  view = wanted();
  if (view) mark();
  deck.methods.isScrollView = () => view === "scroll";
  deck.methods.isPrintView = () => view === "print";
  deck.methods.toggleScrollView = (/** @type {unknown} */ on) => {
    deck.config.view = (typeof on === "boolean" ? on : view !== "scroll") ? "scroll" : "stage";
    update();
  };

  deck.addEventListener("start", () => {
    lend();
    // After location, by which the history keeps where the page was scrolled to when it was left.
    deck.addEventListener("place", (event) => {
      show();
      if (/** @type {any} */ (event).origin === "scroll") return;
      top = null;
      hold();
    });
  });
  deck.addEventListener("ready", () => {
    if (view === "print") deck.emit("pdf-ready");
  });
  deck.addEventListener("sync", () => {
    show();
    write();
  });
  // One after the other, without steps.
  deck.addEventListener("move", (event) => {
    if (!view) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const { direction } = /** @type {any} */ (event);
    const back = ["prev", "up", deck.config.rtl ? "right" : "left"].includes(direction);
    const slide = deck.slides[deck.slides.indexOf(deck.slide) + (back ? -1 : 1)];
    const place = slide && deck.find(slide);
    if (place) deck.go(place.h, place.v);
  });
  // The page itself has moved: nothing else does, and nothing is pointed at or drawn.
  deck.addEventListener("slidechanged", (event) => {
    if (!view) return;
    event.preventDefault();
    setTimeout(() => deck.emit("slidetransitionend", /** @type {any} */ (event).data));
  });
  deck.addEventListener("mirror", (event) => {
    if (view) event.stopImmediatePropagation();
  });
  deck.addEventListener("config", update);
  for (const type of ["overviewopens", "overviewhidden"]) {
    deck.addEventListener(type, () => {
      rests = type === "overviewopens";
      update();
    });
  }

  window.addEventListener("resize", () => {
    update();
    if (view) deck.emit("layout");
  }, { signal });
  window.addEventListener("scroll", () => {
    frame ||= requestAnimationFrame(follow);
  }, { passive: true, signal });
  // What grows above the slide, as pictures, letters and slides that are exchanged do, does not move it.
  const observer = new ResizeObserver(() => {
    hold();
    reach();
  });
  observer.observe(deck.slidesElement);
  deck.addEventListener("destroy", () => {
    view = null;
    mark();
    write();
    reach();
    observer.disconnect();
  });
}

/** @param {Element} slide */
function topOf(slide) {
  return slide.getBoundingClientRect().top;
}

/**
 * Takes some of a record out of it.
 * @template Value
 * @param {Record<string, Value>} from @param {string[]} names @returns {Record<string, Value>}
 */
function take(from, names) {
  const taken = Object.entries(from).filter(([name]) => names.includes(name));
  for (const [name] of taken) delete from[name];
  return Object.fromEntries(taken);
}

/**
 * Copies of a slide's notes and of those of its steps, in their order. The ids stay with the notes themselves.
 * @param {HTMLElement} slide @returns {Node[]}
 */
function notesOf(slide) {
  const parts = /** @type {HTMLElement[]} */ ([slide, ...slide.querySelectorAll("aside.notes, [data-notes]")]);
  return parts.flatMap((part) => {
    if (!part.matches("aside.notes")) {
      const { notes } = part.dataset;
      return notes ? [Object.assign(document.createElement("p"), { textContent: notes })] : [];
    }
    const copy = /** @type {Element} */ (part.cloneNode(true));
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    return [...copy.childNodes];
  });
}
