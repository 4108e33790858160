// @ts-check

/** What a background is made of. */
const PROPERTIES = ["--slide-background", "--slide-background-image", "--slide-background-opacity"];

/** What is a picture where reveal.js's `data-background` may be anything. */
const PICTURE = /^(data:|blob:|url\(|[^(]*\.(svg|png|jpe?g|gif|webp|avif)$)/i;

/**
 * Backgrounds that fill the window, also beside the canvas.
 *
 * A section's background is the custom properties `--slide-background` (colours and gradients), `--slide-background-image`
 * (with its place and size) and `--slide-background-opacity` on the section itself: so it is painted without a script
 * and in print. They are written by the compiler, or here from reveal.js's `data-background-*`. On the screen the
 * section leaves painting to one of two layers behind the canvas.
 * @param {import("./deck.js").Deck} deck
 */
export function backgrounds(deck) {
  const layers = document.createElement("div");
  layers.className = "backgrounds";
  layers.setAttribute("aria-hidden", "true");
  for (let i = 0; i < 2; i += 1) {
    const layer = layers.appendChild(document.createElement("div"));
    layer.className = "slide-background";
    layer.append(Object.assign(document.createElement("div"), { className: "slide-background-content" }));
  }
  deck.element.prepend(deck.add(layers));

  const read = () => {
    for (const slide of deck.slides) translate(slide);
  };

  const show = () => {
    const [one, other] = /** @type {HTMLElement[]} */ ([...layers.children]);
    const [before, layer] = one.classList.contains("present") ? [one, other] : [other, one];
    const slide = deck.slide;
    if (!slide) return;
    const stack = deck.tops[deck.place.h];
    const own = (/** @type {string} */ name) => slide.style.getPropertyValue(name) || stack.style.getPropertyValue(name);
    const same = PROPERTIES.every((name) => own(name) === before.style.getPropertyValue(name));
    for (const shade of ["has-dark-background", "has-light-background"]) {
      deck.viewport.classList.toggle(shade, slide.classList.contains(shade) || stack.classList.contains(shade));
    }
    if (same && before.classList.contains("present")) return;
    for (const name of PROPERTIES) layer.style.setProperty(name, own(name));
    layers.dataset.transition = slide.dataset.backgroundTransition ?? deck.config.backgroundTransition;
    before.classList.remove("present");
    layer.classList.add("present");
  };

  deck.addEventListener("sync", read);
  deck.addEventListener("sync", show);
  deck.addEventListener("slidechanged", show);
}

/**
 * reveal.js's attributes as custom properties, once for a section.
 * @param {HTMLElement} section
 */
function translate(section) {
  const stack = /** @type {HTMLElement} */ (section.parentElement);
  if (stack.classList.contains("stack")) translate(stack);
  const data = section.dataset;
  const plain = data.background ?? "";
  const picture = data.backgroundImage ?? (PICTURE.test(plain) ? plain : "");
  const colour = data.backgroundColor ?? (picture === plain ? "" : plain);
  const paint = [data.backgroundGradient, colour].filter(Boolean).join(", ");
  const set = (/** @type {string} */ name, /** @type {string | undefined} */ value) => {
    if (value && !section.style.getPropertyValue(name)) section.style.setProperty(name, value);
  };
  set("--slide-background", paint);
  if (picture) {
    const url = /^url\(/.test(picture) ? picture : 'url("' + picture.replace(/["\\\n]/g, encodeURIComponent) + '")';
    const place = (data.backgroundPosition ?? "center") + " / " + (data.backgroundSize ?? "cover");
    set("--slide-background-image", [url, place, data.backgroundRepeat ?? "no-repeat"].join(" "));
  }
  set("--slide-background-opacity", data.backgroundOpacity);
  if (/\bhas-(dark|light)-background\b/.test(section.className)) return;
  const light = luminance(section.style.getPropertyValue("--slide-background"));
  if (light !== null) section.classList.add(light < 128 ? "has-dark-background" : "has-light-background");
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
