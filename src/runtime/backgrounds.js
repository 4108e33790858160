// @ts-check

/** What a background is made of, and what background-media.js adds to it. */
const PROPERTIES = ["--slide-background", "--slide-background-image", "--slide-background-opacity"];
const MEDIA = ["backgroundVideo", "backgroundIframe", "backgroundInteractive"];

/** What is a picture where reveal.js's `data-background` may be anything. */
const PICTURE = /^(data:|blob:|url\(|[^(]*\.(svg|png|jpe?g|gif|webp|avif)$)/i;

const DURATIONS = { fast: 200, default: 300, slow: 600 };

/**
 * How a background looks before it comes and after it has gone; another word means that nothing moves.
 * `x` and `y` say on which side that is: 1 is where what lies ahead comes from.
 * @type {Record<string, (x: number, y: number) => Keyframe>}
 */
const AWAY = {
  fade: () => ({ opacity: 0 }),
  slide: (x, y) => ({ transform: shift(x, y) }),
  convex: (x, y) => ({ transform: turn(x, y, 90) }),
  concave: (x, y) => ({ transform: turn(x, y, -90) }),
  zoom: (x, y) => ({ opacity: 0, transform: `scale(${1 - 0.6 * (x + y)})` }),
};

/**
 * Backgrounds that fill the window, also beside the canvas.
 *
 * A section's background is the custom properties `--slide-background` (colours and gradients), `--slide-background-image`
 * (with its place and size) and `--slide-background-opacity` on the section itself: so it is painted without a script
 * and in print. They are written by the compiler, or here from reveal.js's `data-background-*`. On the screen the
 * section leaves painting to one of two layers behind the canvas; `background` is told when the other one takes over.
 * @param {import("./deck.js").Deck} deck
 */
export function backgrounds(deck) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const layers = document.createElement("div");
  layers.className = "backgrounds";
  layers.setAttribute("aria-hidden", "true");
  let [layer, before] = [0, 1].map(() => {
    const made = layers.appendChild(document.createElement("div"));
    made.className = "slide-background";
    made.append(Object.assign(document.createElement("div"), { className: "slide-background-content" }));
    return made;
  });
  deck.element.prepend(deck.add(layers));

  /** What is painted. @type {(string | undefined)[] | null} */
  let painted = null;
  /** What moves. @type {Animation[]} */
  const running = [];
  /** What this file wrote into sections. @type {Map<HTMLElement, Written>} */
  const written = new Map();

  const forget = () => {
    for (const [{ style, classList }, { names, shade }] of written) {
      for (const name of names) style.removeProperty(name);
      if (shade) classList.remove(shade);
    }
    for (const section of written.keys()) if (!section.getAttribute("style")) section.removeAttribute("style");
    written.clear();
  };

  const read = () => {
    forget();
    for (const slide of deck.slides) translate(slide, written);
  };

  const show = () => {
    const { slide, viewport } = deck;
    if (!slide) return;
    const stack = deck.tops[deck.place.h];
    // For themes: what lies around a slide may follow it.
    viewport.dataset.layout = /\blayout-(\S+)/.exec(slide.className)?.[1] ?? "";
    for (const shade of ["has-dark-background", "has-light-background"]) {
      viewport.classList.toggle(shade, slide.classList.contains(shade) || stack.classList.contains(shade));
    }
    const paint = PROPERTIES.map((name) => slide.style.getPropertyValue(name) || stack.style.getPropertyValue(name));
    const wanted = [...paint, ...MEDIA.map((name) => slide.dataset[name] ?? stack.dataset[name])];
    if (painted && wanted.every((value, i) => value === painted?.[i])) return;
    painted = wanted;
    settle();
    [before, layer] = [layer, before];
    PROPERTIES.forEach((name, i) => layer.style.setProperty(name, paint[i]));
    before.classList.remove("present");
    layer.classList.add("present");
    deck.emit("background", { layer, before });
  };

  /** Ends what moves, and leaves nothing in the layer that is not seen. */
  const settle = () => {
    for (const animation of running.splice(0)) animation.cancel();
    delete layers.dataset.moving;
    before.firstElementChild?.replaceChildren();
  };

  /** @param {HTMLElement} from @param {HTMLElement} to */
  const move = (from, to) => {
    const last = deck.find(from);
    const styleOf = (/** @type {HTMLElement} */ slide) => slide.dataset.backgroundTransition ?? deck.config.backgroundTransition;
    if (!last || !deck.isReady || calm.matches || document.hidden || deck.methods.isOverview?.()) return settle();
    const { h, v } = deck.place;
    const across = last.h !== h;
    const way = (across ? h > last.h !== deck.config.rtl : v > last.v) ? 1 : -1;
    const [x, y] = across ? [way, 0] : [0, way];
    const speed = to.dataset.transitionSpeed ?? deck.config.transitionSpeed;
    const timing = { duration: DURATIONS[/** @type {"default"} */ (speed)] ?? DURATIONS.default, easing: "ease-out" };
    const here = { opacity: 1, transform: "none" };
    const [coming, going] = [AWAY[styleOf(to)]?.(x, y), AWAY[styleOf(from)]?.(-x, -y)];
    if (coming) running.push(layer.animate([{ ...here, ...coming }, here], timing));
    if (going) running.push(before.animate([here, { ...here, ...going }], timing));
    if (styleOf(from) === styleOf(to)) layers.dataset.moving = styleOf(to);
    Promise.all(running.map(({ finished }) => finished)).then(settle, () => {});
  };

  deck.addEventListener("sync", () => {
    read();
    show();
    settle();
  });
  deck.addEventListener("slidechanged", (event) => {
    const { previousSlide, currentSlide } = /** @type {any} */ (event);
    const shown = layer;
    show();
    if (layer !== shown) move(previousSlide, currentSlide);
  });
  deck.addEventListener("destroy", () => {
    forget();
    deck.viewport.classList.remove("has-dark-background", "has-light-background");
    delete deck.viewport.dataset.layout;
  });

  deck.methods.getSlideBackground = (/** @type {any} */ h, v = 0) =>
    (h instanceof Element ? h : deck.columns[h]?.[v]) === deck.slide ? layer : undefined;
  deck.methods.syncSlide = (slide = deck.slide) => {
    deck.sync();
    deck.emit("slidesync", { slide });
  };
}

/** @param {number} x @param {number} y */
function shift(x, y) {
  return `translate(${x * 100}%, ${y * 100}%)`;
}

/** The side of a body with six sides, seen from outside or from inside. @param {number} x @param {number} y @param {number} angle */
function turn(x, y, angle) {
  return `${shift(x, y)} rotate3d(${-y}, ${x}, 0, ${angle}deg) ${shift(x, y)}`;
}

/** @typedef {{ names: string[], shade?: string }} Written */

/**
 * reveal.js's attributes as custom properties, once for a section.
 * @param {HTMLElement} section @param {Map<HTMLElement, Written>} written
 */
function translate(section, written) {
  const stack = /** @type {HTMLElement} */ (section.parentElement);
  if (stack.classList.contains("stack") && !written.has(stack)) translate(stack, written);
  const data = section.dataset;
  const plain = data.background ?? "";
  const picture = data.backgroundImage ?? (PICTURE.test(plain) ? plain : "");
  const colour = data.backgroundColor ?? (picture === plain ? "" : plain);
  const paint = [data.backgroundGradient, colour].filter(Boolean).join(", ");
  /** @type {Written} */
  const own = { names: [] };
  const set = (/** @type {string} */ name, /** @type {string | undefined} */ value) => {
    if (!value || section.style.getPropertyValue(name)) return;
    section.style.setProperty(name, value);
    own.names.push(name);
  };
  set("--slide-background", paint);
  if (picture) {
    const url = /^url\(/.test(picture) ? picture : 'url("' + picture.replace(/["\\\n]/g, encodeURIComponent) + '")';
    const place = (data.backgroundPosition ?? "center") + " / " + (data.backgroundSize ?? "cover");
    set("--slide-background-image", [url, place, data.backgroundRepeat ?? "no-repeat"].join(" "));
  }
  set("--slide-background-opacity", data.backgroundOpacity);
  const isKnown = /\bhas-(dark|light)-background\b/.test(section.className);
  const light = isKnown ? null : luminance(section.style.getPropertyValue("--slide-background"));
  if (light !== null) {
    own.shade = light < 128 ? "has-dark-background" : "has-light-background";
    section.classList.add(own.shade);
  }
  if (own.shade || own.names.length) written.set(section, own);
}

/** Reads colours without asking the page for its styles. @type {CanvasRenderingContext2D | null} */
let reader = null;

/**
 * How light a colour is, from 0 to 255; null for what is no colour.
 * @param {string} colour
 */
function luminance(colour) {
  if (!colour || !CSS.supports("color", colour)) return null;
  reader ??= document.createElement("canvas").getContext("2d");
  if (!reader) return null;
  reader.fillStyle = colour;
  const hex = /^#(..)(..)(..)$/.exec(reader.fillStyle);
  if (!hex) return null;
  const [r, g, b] = hex.slice(1).map((digits) => Number.parseInt(digits, 16));
  return (r * 299 + g * 587 + b * 114) / 1000;
}
