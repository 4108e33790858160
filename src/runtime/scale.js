// @ts-check

/**
 * Fits the canvas into the window. Only numbers are written, as custom properties; runtime.css does the rest.
 * The corner is put on a whole pixel so that text stays crisp.
 * @param {import("./deck.js").Deck} deck
 */
export function scale(deck) {
  /** The custom properties that are written. @type {Set<string>} */
  const written = new Set();

  /** How large the canvas is, and the room for it, in a box of this size. */
  const sizeIn = (across = deck.element.offsetWidth, down = deck.element.offsetHeight) => {
    const { width, height, margin, disableLayout } = deck.config;
    const [room, headroom] = [across * (1 - margin), down * (1 - margin)];
    const { offsetWidth, offsetHeight } = deck.slidesElement;
    const size = disableLayout ? { width: offsetWidth, height: offsetHeight } : { width: pixels(width, room), height: pixels(height, headroom) };
    return { ...size, presentationWidth: room, presentationHeight: headroom };
  };
  deck.methods.getComputedSlideSize = sizeIn;

  const layout = () => {
    const { minScale, maxScale, disableLayout } = deck.config;
    if (disableLayout) return;
    const { clientWidth: across, clientHeight: down } = deck.isPage ? document.documentElement : deck.element;
    if (!across || !down) return;
    const size = sizeIn(across, down);
    const fit = (deck.isPage ? fitPage : fitStage)(size, size.presentationWidth, size.presentationHeight);
    const oldScale = deck.scale;
    deck.scale = Math.max(minScale, Math.min(maxScale, fit));
    const set = (/** @type {string} */ name, /** @type {string | number} */ value) => {
      written.add(name);
      deck.viewport.style.setProperty(name, String(value));
    };
    set("--slide-width", size.width + "px");
    set("--slide-height", size.height + "px");
    set("--slide-scale", deck.scale);
    set("--slide-left", Math.round((across - size.width * deck.scale) / 2) + "px");
    set("--slide-top", Math.round((down - size.height * deck.scale) / 2) + "px");
    set("--viewport-width", across + "px");
    set("--viewport-height", down + "px");
    if (oldScale !== deck.scale) deck.emit("resize", { oldScale, scale: deck.scale, size });
  };
  deck.addEventListener("start", () => {
    layout();
    // What early.js wrote has served its time.
    const { classList, style } = document.documentElement;
    classList.remove("starting");
    for (const name of ["--slide-scale", "--slide-left", "--slide-top"]) style.removeProperty(name);
  });
  deck.addEventListener("config", layout);
  deck.addEventListener("layout", layout);
  const observer = new ResizeObserver(layout);
  observer.observe(deck.element);
  deck.signal.addEventListener("abort", () => {
    observer.disconnect();
    for (const name of written) deck.viewport.style.removeProperty(name);
  });
}

/** @typedef {{ width: number, height: number }} Size */

/** @param {Size} size @param {number} room @param {number} headroom */
function fitStage({ width, height }, room, headroom) {
  return Math.min(room / width, headroom / height);
}

/**
 * On a page a slide leaves room for the text under it, as far as it can still be read. Narrow ones are not scaled: there
 * the slides themselves are text.
 * @param {Size} size @param {number} room @param {number} headroom
 */
function fitPage({ width, height }, room, headroom) {
  if (window.matchMedia("(max-width: 800px)").matches) return 1;
  return Math.min(1, (room - 96) / width, Math.max((0.75 * headroom) / height, 720 / width));
}

/**
 * A length of the configuration: CSS pixels, or a share of the room there is.
 * @param {number | string} length @param {number} room
 */
function pixels(length, room) {
  const number = Number.parseFloat(String(length));
  return /%$/.test(String(length)) ? (number / 100) * room : number;
}
