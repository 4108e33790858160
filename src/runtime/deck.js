// @ts-check

/**
 * Where a talk stands: column, row in the column's stack, and the last step shown (-1: none yet).
 * @typedef {{ h: number, v: number, step: number }} Place
 */

/**
 * The ways to move. `next` and `prev` walk the whole deck, the other four one axis of it.
 * @typedef {"next" | "prev" | "left" | "right" | "up" | "down"} Direction
 */

/**
 * The kernel: it knows the slides, the current place and the events, and nothing else.
 *
 * `place` is its only state. `columns` is what the last `sync` read from the page; a row that a
 * stack is to be entered at again is kept where reveal.js keeps it, in an attribute of the stack.
 * Every other behaviour is a function that receives the deck and listens to it:
 *
 * - `move` before a move in a direction; who prevents it has moved the deck in another way (steps)
 * - `beforeslidechange` before `go` changes anything; who prevents it keeps the deck where it is
 * - `place` after every change of place: `slideChanged`, `from`, the step at which the slide was `entered`, and `origin`
 * - `slidechanged` after `place`, if the slide is another one; who prevents it moves the slides in another way than
 *   transitions.js would (auto-animate), and tells `slidetransitionend`
 * - `sync` after the page has been read again, `config` after the configuration changed, `ready` once
 * - `destroy` before the deck leaves the page; what a behaviour wrote into the slides it takes out again then
 *
 * Data are properties of the event itself, as in reveal.js.
 */
export class Deck extends EventTarget {
  #life = new AbortController();
  /** @type {Element[]} */
  #added = [];
  /** Attributes as the page had them. @type {WeakMap<Element, Record<string, string | null>>} */
  #own = new WeakMap();
  /** Stacks that the page did not call so. @type {Set<Element>} */
  #named = new Set();

  /**
   * @param {HTMLElement} element the `.reveal` element
   * @param {Record<string, any>} config complete, over the defaults
   * @param {typeof import("./words/en.json")} words what the interface says, by the modules that say it
   */
  constructor(element, config, words) {
    super();
    this.element = element;
    this.slidesElement = /** @type {HTMLElement} */ (element.querySelector(".slides"));
    /** @type {Record<string, any>} */
    this.config = config;
    /** What the deck fills: the page, or a box in it. */
    this.viewport = this.#findViewport();
    this.words = words;
    /** Whether `ready` has been told. */
    this.isReady = false;
    /** Whether the slides stand under one another on a page that scrolls; scroll-view.js says. */
    this.isPage = false;
    /** How large the canvas is shown; scale.js says. */
    this.scale = 1;
    /** The elements of the columns: a slide, or a stack of slides. @type {HTMLElement[]} */
    this.tops = [];
    /** The slides of each column. @type {HTMLElement[][]} */
    this.columns = [];
    /** All slides in order. @type {HTMLElement[]} */
    this.slides = [];
    /** The slides that count. @type {HTMLElement[]} */
    this.counted = [];
    /** How many slides stand in stacks. */
    this.stacked = 0;
    /**
     * Where each slide (of a stack: its first slide) stands, and how many that count stand before it.
     * @type {Map<Element, { h: number, v: number, before: number }>}
     */
    this.known = new Map();
    /** @type {Place} */
    this.place = Object.freeze({ h: 0, v: 0, step: -1 });
    /** How many steps a slide has; steps.js knows. @type {(slide: HTMLElement) => number} */
    this.countSteps = () => 0;
    /** The address of a slide; location.js knows. @type {(slide?: HTMLElement) => string} */
    this.addressOf = () => "#/";
    /** The title of a slide, or nothing; announce.js knows. @type {(slide: HTMLElement) => string} */
    this.titleOf = () => "";
    /** What joins the deck to its speaker view; speaker-link.js knows. @type {import("./speaker-link.js").Link | null} */
    this.speaker = null;
    /**
     * What keys can ask for by name, besides moving: every behaviour adds its own.
     * @type {Record<string, (event?: Event) => void>}
     */
    this.actions = {};
    /** Which key asks for what; keys.js knows. @type {Record<string, { does: string, shift?: string }>} */
    this.keys = {};
    /** Keys that scripts want to have in the help, and what they do. @type {Map<string, string>} */
    this.shortcuts = new Map();
    /** Methods of reveal.js that behaviours add to `window.Reveal`. @type {Record<string, (...args: any[]) => any>} */
    this.methods = {};
    /** `window.Reveal` of this deck, with all methods; reveal-api.js knows. @type {Record<string, any>} */
    this.api = {};
  }

  /** Whether the deck has the page to itself. */
  get isWholePage() {
    return this.viewport === document.body;
  }

  /** Ends with the deck: every listener on what is not the deck's own is given it. @returns {AbortSignal} */
  get signal() {
    return this.#life.signal;
  }

  /**
   * Puts an element of a behaviour beside the slides, where it stays as long as the deck is there.
   * @template {Element} Added
   * @param {Added} element @returns {Added}
   */
  add(element) {
    this.#added.push(element);
    this.element.append(element);
    return element;
  }

  /**
   * Writes an attribute of the page's own; as it was it is again when the deck is gone.
   * @param {Element} element @param {string} name @param {string} value
   */
  write(element, name, value) {
    const own = this.#own.get(element) ?? {};
    if (!(name in own)) own[name] = element.getAttribute(name);
    this.#own.set(element, own);
    element.setAttribute(name, value);
  }

  /** The slide that is shown. @returns {HTMLElement} */
  get slide() {
    return this.columns[this.place.h]?.[this.place.v];
  }

  /** Takes its place in the page, when the configuration is complete and before any behaviour looks at it. */
  enter() {
    this.viewport = this.#findViewport();
    if (!this.viewport.classList.contains("reveal-viewport")) {
      this.viewport.classList.add("reveal-viewport");
      this.addEventListener("destroy", () => this.viewport.classList.remove("reveal-viewport"));
    }
  }

  /** Reads the page, shows the first slide (location.js may have chosen another) and tells it soon after. */
  start() {
    this.sync();
    this.emit("start");
    setTimeout(() => {
      if (this.signal.aborted) return;
      this.isReady = true;
      this.element.classList.add("ready");
      this.emit("ready", { indexh: this.place.h, indexv: this.place.v, currentSlide: this.slide });
    }, 1);
  }

  /**
   * Reads the slides from the page. Keeps the slide and step that are shown, as far as they are still there.
   * @param {HTMLElement} [current] the slide that takes the place of the one that is shown
   */
  sync(current = this.slide) {
    if (this.signal.aborted) return;
    const { showHiddenSlides } = this.config;
    const isShown = (/** @type {HTMLElement} */ section) => showHiddenSlides || section.dataset.visibility !== "hidden";
    this.element.classList.toggle("show-hidden", Boolean(showHiddenSlides));
    this.tops = [];
    this.columns = [];
    this.counted = [];
    this.known.clear();
    for (const top of /** @type {HTMLElement[]} */ ([...this.slidesElement.children])) {
      if (top.localName !== "section") continue;
      const rows = /** @type {HTMLElement[]} */ ([...top.querySelectorAll(":scope > section")]);
      const slides = (rows.length ? rows : [top]).filter(isShown);
      if (rows.length && !top.classList.contains("stack")) this.#named.add(top);
      top.classList.toggle("stack", rows.length > 0);
      if (!slides.length || !isShown(top)) continue;
      const h = this.tops.push(top) - 1;
      this.columns.push(slides);
      slides.forEach((slide, v) => {
        this.known.set(slide, { h, v, before: this.counted.length });
        if (slide.dataset.visibility !== "uncounted") this.counted.push(slide);
      });
      this.known.set(top, /** @type {any} */ (this.known.get(slides[0])));
    }
    this.slides = this.columns.flat();
    this.stacked = this.slides.filter((slide) => slide.parentElement !== this.slidesElement).length;
    this.emit("read");
    const found = current && this.find(current);
    const h = clamp((found || this.place).h, this.columns.length);
    const v = clamp((found || this.place).v, this.columns[h]?.length ?? 0);
    this.place = this.#settle(h, v, found ? this.place.step : -1);
    this.#mark(0, this.columns.length - 1);
    this.emit("sync");
  }

  /**
   * Goes to a slide, as reveal.js's `slide`: what is left out stays as it is, a stack is entered where it was left,
   * a slide is entered before its first step from the front and after its last from behind.
   * @param {number} [h]
   * @param {number} [v]
   * @param {number} [step]
   * @param {any} [origin] passed on to the events
   */
  go(h, v, step, origin) {
    const from = this.place;
    const last = this.slide;
    const announced = { indexh: h ?? from.h, indexv: v ?? from.v, origin };
    if (!last || !this.emit("beforeslidechange", announced)) return;

    const count = this.columns.length;
    let target = h ?? from.h;
    const turns = this.config.loop ? Math.floor(target / count) : 0;
    target = clamp(target - turns * count, count);
    const stack = this.tops[target];
    let row = v ?? Number(stack.dataset.startIndexv ?? stack.dataset.previousIndexv ?? 0);
    const rows = this.columns[target].length;
    if (this.config.loop && v !== undefined && Number.isFinite(row) && Math.abs(row) <= rows) row = (row + rows) % rows;
    row = clamp(row, rows);
    if (this.tops[from.h] !== last) this.tops[from.h].dataset.previousIndexv = String(from.v);

    const slideChanged = target !== from.h || row !== from.v;
    const forward = turns || target - from.h || row - from.v;
    const entered = !slideChanged ? from.step : forward > 0 || this.isPage ? -1 : Infinity;
    this.#arrive(target, row, step ?? entered);
    if (slideChanged && target === 0 && row === 0) {
      for (const top of this.tops) delete top.dataset.previousIndexv;
    }
    this.emit("place", { from, slideChanged, entered, origin });
    if (!slideChanged) return;
    const { h: indexh, v: indexv } = this.place;
    this.emit("slidechanged", { indexh, indexv, previousSlide: last, currentSlide: this.slide, origin });
  }

  /**
   * Goes to a step of the slide that is shown. Is not announced before and cannot be prevented, as in reveal.js.
   * @param {number} step
   * @returns {boolean} whether anything changed
   */
  goToStep(step) {
    const from = this.place;
    this.place = this.#settle(from.h, from.v, step);
    if (this.place.step === from.step) return false;
    this.emit("place", { from, slideChanged: false, entered: from.step });
    return true;
  }

  /**
   * @param {Direction} direction
   * @param {{ skipFragments?: boolean }} [options]
   */
  move(direction, { skipFragments = false } = {}) {
    if (!this.emit("move", { direction, skipFragments })) return;
    const { h, v } = this.place;
    const routes = this.routes();
    const ahead = this.config.rtl ? "left" : "right";
    const keep = this.config.navigationMode === "grid" ? v : undefined;
    if (direction === "next") {
      const bottom = v === this.columns[h]?.length - 1;
      direction = routes.down && !(bottom && routes[ahead]) ? "down" : ahead;
    } else if (direction === "prev") {
      if (v > 0) direction = "up";
      else if (routes[ahead === "right" ? "left" : "right"]) return this.go(h - 1, Number.MAX_VALUE);
      else direction = "up";
    }
    if (!routes[direction]) return;
    if (direction === "up") this.go(h, v - 1);
    else if (direction === "down") this.go(h, v + 1);
    else this.go(direction === ahead ? h + 1 : h - 1, keep);
  }

  /**
   * Where one can go from here, steps left aside.
   * @returns {{ left: boolean, right: boolean, up: boolean, down: boolean }}
   */
  routes() {
    const { h, v } = this.place;
    const { loop, rtl, navigationMode } = this.config;
    const [columns, rows] = [this.columns.length, this.columns[h]?.length ?? 0];
    const routes = {
      left: h > 0 || (loop && columns > 1),
      right: h < columns - 1 || (loop && columns > 1),
      up: v > 0 || (loop && rows > 1),
      down: v < rows - 1 || (loop && rows > 1),
    };
    if (navigationMode === "linear" && columns > 1) {
      routes.right ||= routes.down;
      routes.left ||= routes.up;
    }
    return rtl ? { ...routes, left: routes.right, right: routes.left } : routes;
  }

  /**
   * Where a slide (or a stack: its first slide) stands.
   * @param {Element} slide
   * @returns {{ h: number, v: number } | null}
   */
  find(slide) {
    const { h, v } = this.known.get(slide) ?? {};
    return h === undefined || v === undefined ? null : { h, v };
  }

  /** How many slides that count stand before one. @param {HTMLElement} [slide] @returns {number} */
  countBefore(slide = this.slide) {
    return this.known.get(slide)?.before ?? 0;
  }

  /** How much of the talk is over, from 0 to 1; the steps of a slide count as nine tenths of it. @returns {number} */
  progress() {
    const steps = this.slide ? this.countSteps(this.slide) : 0;
    const past = this.countBefore() + (steps ? ((this.place.step + 1) / steps) * 0.9 : 0);
    const total = this.counted.length;
    return total < 2 ? 0 : Math.min(past / (total - 1), 1);
  }

  /** @param {Record<string, any>} options */
  configure(options) {
    Object.assign(this.config, options);
    this.emit("config");
    this.sync();
  }

  /** Leaves the page as it was found: nothing of the deck listens, moves or is seen any more, or can be called back. */
  destroy() {
    if (this.signal.aborted) return;
    this.emit("destroy");
    this.#life.abort();
    for (const element of this.#added) element.remove();
    /** @type {NodeListOf<HTMLElement>} */
    const sections = this.slidesElement.querySelectorAll(":scope > section, :scope > section > section");
    for (const section of sections) {
      section.classList.remove("past", "present", "future");
      section.hidden = false;
      delete section.dataset.previousIndexv;
    }
    for (const stack of this.#named) stack.classList.remove("stack");
    this.element.classList.remove("ready", "show-hidden");
    for (const element of [document.documentElement, this.viewport, ...this.viewport.querySelectorAll("*")]) {
      for (const [name, value] of Object.entries(this.#own.get(element) ?? {})) {
        if (value === null) element.removeAttribute(name);
        else element.setAttribute(name, value);
      }
      for (const name of ["class", "style"]) if (!element.getAttribute(name)) element.removeAttribute(name);
    }
    this.tops = this.columns = this.slides = this.counted = [];
    this.known.clear();
    this.place = Object.freeze({ h: 0, v: 0, step: -1 });
    this.isReady = false;
  }

  /**
   * Tells everyone who listens.
   * @param {string} type
   * @param {Record<string, any>} [data]
   * @returns {boolean} false if someone prevented what was to come, as does the end of the deck
   */
  emit(type, data = {}) {
    return !this.signal.aborted && this.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), { data }, data));
  }

  /** @returns {HTMLElement} */
  #findViewport() {
    const { element } = this;
    return element.closest(".reveal-viewport") ?? (this.config.embedded ? element : document.body);
  }

  /** @param {number} h @param {number} v @param {number} step */
  #arrive(h, v, step) {
    const from = this.place.h;
    this.place = this.#settle(h, v, step);
    this.#mark(Math.min(from, h), Math.max(from, h));
  }

  /**
   * A place whose step exists on its slide.
   * @param {number} h @param {number} v @param {number} step @returns {Place}
   */
  #settle(h, v, step) {
    const slide = this.columns[h]?.[v];
    const last = slide ? this.countSteps(slide) - 1 : -1;
    const wanted = Math.trunc(step);
    return Object.freeze({ h, v, step: Number.isNaN(wanted) ? -1 : Math.max(-1, Math.min(wanted, last)) });
  }

  /**
   * Writes what follows from the place into the columns between two: nothing outside them has changed.
   * @param {number} first @param {number} last
   */
  #mark(first, last) {
    const { h, v } = this.place;
    for (let x = first; x <= last; x += 1) {
      const top = this.tops[x];
      mark(top, x - h);
      if (this.columns[x][0] === top) continue;
      this.columns[x].forEach((slide, y) => mark(slide, x - h || y - v));
    }
  }
}

/** @param {number} index @param {number} length */
function clamp(index, length) {
  return Math.max(0, Math.min(Math.trunc(index) || 0, length - 1));
}

/**
 * @param {HTMLElement} section
 * @param {number} distance negative: the place is behind it already
 */
function mark(section, distance) {
  section.classList.toggle("past", distance < 0);
  section.classList.toggle("present", distance === 0);
  section.classList.toggle("future", distance > 0);
  section.hidden = distance !== 0;
}
