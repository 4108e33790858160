// @ts-check

/** The keys that can be held down, as the configuration and as the browser call them. @type {Record<string, string>} */
const KEYS = { alt: "Alt", ctrl: "Control", shift: "Shift", meta: "Meta" };

/** How long it takes to zoom in or out, in milliseconds. */
const DURATION = 250;

/** The part of the window at each edge where the mouse pans, and how fast at most, in CSS pixels a second. */
const EDGE = 0.1;
const SPEED = 900;

/** How far a pointer moves before it drags. */
const THRESHOLD = 4;

/** What is looked at. What else lies over the deck stays as it is. */
const LAYERS = ".slides, .backgrounds, .deck-drawing";

/** Where pressing a pointer belongs to something else. */
const OTHERS =
  "a[href], button, input, textarea, select, label, summary, video, audio, iframe, " +
  "[contenteditable]:not([contenteditable=false])";

/**
 * Zoom: a click with the configured key goes closer to what is under the pointer, another one or Escape back again. Near
 * an edge the mouse pans, and every pointer can drag. Another slide is seen as a whole again.
 *
 * Only numbers are written, as custom properties; runtime.css does the rest, with properties that scale.js and the
 * transitions do not use. `zoomed` tells what is seen: `scale`, and as `x` and `y` (0 to 1) the place of the slide in
 * the middle of the window, again when `share` asks. `mirror` with `zoom` (the same) looks where another window looks.
 * @param {import("./deck.js").Deck} deck
 */
export function zoom(deck) {
  const { element, slidesElement, signal } = deck;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  /** What is seen: null for all. @type {View | null} */
  let view = null;
  /** @type {Animation[]} */
  let running = [];
  /** The pointer that may be dragging. @type {{ id: number, x: number, y: number, moved: boolean } | null} */
  let drag = null;
  /** How fast the mouse pans, from -1 to 1. */
  let pan = { x: 0, y: 0 };
  let frame = 0;

  const level = () => Math.max(1.1, Math.min(20, Number(deck.config.zoomLevel) || 2));

  /** The canvas in the window as it is without zoom. */
  const canvas = () => ({
    left: slidesElement.offsetLeft,
    top: slidesElement.offsetTop,
    width: slidesElement.offsetWidth * deck.scale,
    height: slidesElement.offsetHeight * deck.scale,
  });

  /** @param {View | null} next @param {boolean} [moves] */
  const set = (next, moves = false) => {
    const layers = /** @type {HTMLElement[]} */ ([...element.children].filter((child) => child.matches(LAYERS)));
    const from = layers.map((layer) => getComputedStyle(layer)).map(({ scale, translate }) => ({ scale, translate }));
    for (const animation of running) animation.cancel();
    view = next && within(next, canvas(), element);
    element.classList.toggle("zoomed", view !== null);
    slidesElement.toggleAttribute("data-prevent-swipe", view !== null);
    for (const [name, value] of [["--zoom", view?.scale], ["--zoom-x", view?.x], ["--zoom-y", view?.y]]) {
      if (value === undefined) element.style.removeProperty(String(name));
      else element.style.setProperty(String(name), String(value));
    }
    if (!view) [drag, pan] = [null, { x: 0, y: 0 }];
    const options = { duration: DURATION, easing: "ease-out" };
    running = !moves || calm.matches ? [] : layers.map((layer, i) => layer.animate([{ offset: 0, ...from[i] }], options));
  };

  /** @param {View | null} next @param {boolean} [moves] */
  const look = (next, moves) => {
    set(next, moves);
    tell();
  };

  const tell = () => deck.emit("zoomed", view ?? { scale: 1, x: 0.5, y: 0.5 });

  /** An element that fits comes to the middle as a whole, else the point. @param {PointerEvent} event */
  const closer = ({ clientX, clientY }) => {
    const scale = level();
    const found = document
      .elementsFromPoint(clientX, clientY)
      .filter((one) => one !== deck.slide && deck.slide.contains(one))
      .map((one) => one.getBoundingClientRect())
      .find(({ width, height }) => width * scale <= element.clientWidth && height * scale <= element.clientHeight);
    const [x, y] = found ? [found.left + found.width / 2, found.top + found.height / 2] : [clientX, clientY];
    const box = slidesElement.getBoundingClientRect();
    look({ scale, x: (x - box.left) / box.width, y: (y - box.top) / box.height }, true);
  };

  /** Moves what is seen, by pixels of the window. @param {number} dx @param {number} dy */
  const shift = (dx, dy) => {
    if (!view) return;
    const { width, height } = canvas();
    const { scale, x, y } = view;
    look({ scale, x: x + dx / width / scale, y: y + dy / height / scale });
  };

  /** Whether an event is about what can be zoomed. @param {Event} event */
  const inside = ({ target }) =>
    target === element || /** @type {Element} */ (target).closest("dialog, .reveal > *")?.matches(LAYERS) === true;

  /** Whether a click asks for zoom. @param {Event} event */
  const asks = (event) =>
    KEYS[deck.config.zoomKey] !== undefined && /** @type {any} */ (event)[deck.config.zoomKey + "Key"] &&
    /** @type {MouseEvent} */ (event).button === 0 &&
    inside(event) && deck.slide !== undefined && !deck.isPage && !deck.methods.isOverview?.();

  // In the capture phase: before what lies under the pointer hears of it.
  const first = { capture: true, signal };
  element.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || !asks(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (view) look(null, true);
    else closer(event);
  }, first);
  for (const type of ["click", "contextmenu"]) {
    element.addEventListener(type, (event) => {
      if (!asks(event)) return;
      event.preventDefault();
      event.stopPropagation();
    }, first);
  }

  document.addEventListener("keydown", (event) => {
    const target = event.composedPath()[0];
    if (event.key !== "Escape" || !view || event.defaultPrevented || event.isComposing) return;
    if (target instanceof Element && target.closest("[role=dialog]")) return;
    event.preventDefault();
    look(null, true);
  }, { signal });

  element.addEventListener("pointerdown", (event) => {
    if (!view || event.defaultPrevented || !event.isPrimary || event.button || !inside(event)) return;
    if (/** @type {Element} */ (event.target).closest(OTHERS)) return;
    // Nothing is selected.
    event.preventDefault();
    drag = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
  }, { signal });

  element.addEventListener("pointermove", (event) => {
    if (!view) return;
    if (drag?.id === event.pointerId) {
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.moved && Math.hypot(dx, dy) < THRESHOLD) return;
      if (!drag.moved) element.setPointerCapture(event.pointerId);
      drag = { id: drag.id, x: event.clientX, y: event.clientY, moved: true };
      return shift(-dx, -dy);
    }
    const box = element.getBoundingClientRect();
    const pans = event.pointerType === "mouse" && !event.buttons && inside(event);
    pan = {
      x: pans ? push(event.clientX - box.left, box.width) : 0,
      y: pans ? push(event.clientY - box.top, box.height) : 0,
    };
    if (pan.x || pan.y) frame ||= requestAnimationFrame((now) => glide(now, now));
  }, { signal });
  element.addEventListener("pointerleave", () => {
    pan = { x: 0, y: 0 };
  }, { signal });
  for (const type of ["pointerup", "pointercancel"]) {
    window.addEventListener(type, (event) => {
      if (/** @type {PointerEvent} */ (event).pointerId === drag?.id) drag = null;
    }, { signal });
  }

  /** @param {number} before @param {number} now */
  const glide = (before, now) => {
    const pixels = (SPEED * Math.min(now - before, 50)) / 1000;
    const last = view;
    if (pixels) shift(pan.x * pixels, pan.y * pixels);
    const moved = !pixels || view?.x !== last?.x || view?.y !== last?.y;
    frame = view && moved && (pan.x || pan.y) ? requestAnimationFrame((next) => glide(now, next)) : 0;
  };

  deck.actions.zoom = () => look(view ? null : { scale: level(), x: 0.5, y: 0.5 }, true);
  /** Says in the table of keys what is to be held down. */
  const offer = () => {
    for (const [key, { does }] of Object.entries(deck.keys)) if (does === "zoom") delete deck.keys[key];
    const name = KEYS[String(deck.config.zoomKey)];
    if (name) deck.keys[name + "+" + deck.words.zoom.click] = { does: "zoom" };
  };
  deck.addEventListener("start", offer);
  deck.addEventListener("config", offer);

  const whole = () => view && look(null);
  // Before the slide leaves, so that who measures it finds it in its place.
  deck.addEventListener("beforeslidechange", (event) => {
    const { indexh, indexv } = /** @type {any} */ (event);
    if (indexh !== deck.place.h || indexv !== deck.place.v) whole();
  });
  deck.addEventListener("place", (event) => {
    if (/** @type {any} */ (event).slideChanged) whole();
  });
  deck.addEventListener("overviewshown", whole);
  deck.addEventListener("resize", () => view && set(view));
  deck.addEventListener("share", tell);
  deck.addEventListener("destroy", () => set(null));
  deck.addEventListener("mirror", (event) => {
    const { zoom: wanted } = /** @type {any} */ (event);
    if (wanted) set(wanted.scale > 1 ? wanted : null, true);
  });
}

/** @typedef {{ scale: number, x: number, y: number }} View */

/**
 * A view that shows nothing beyond what the window shows without zoom.
 * @param {View} view @param {{ left: number, top: number, width: number, height: number }} canvas @param {Element} window
 * @returns {View}
 */
function within({ scale, x, y }, { left, top, width, height }, { clientWidth, clientHeight }) {
  const clamp = (/** @type {number} */ at, /** @type {number} */ size) =>
    Math.max(size / (2 * scale), Math.min(at, size - size / (2 * scale)));
  return {
    scale,
    x: (clamp(left + x * width, clientWidth) - left) / width,
    y: (clamp(top + y * height, clientHeight) - top) / height,
  };
}

/** How strongly the mouse pushes an edge, from -1 to 1. @param {number} at @param {number} size */
function push(at, size) {
  const zone = size * EDGE;
  if (at < zone) return at / zone - 1;
  return at > size - zone ? 1 - (size - at) / zone : 0;
}
