// @ts-check

/**
 * Fits the canvas into the window. Only numbers are written, as custom properties; runtime.css does the rest.
 * The corner is put on a whole pixel so that text stays crisp.
 * @param {import("./deck.js").Deck} deck
 */
export function scale(deck) {
  const layout = () => {
    const { width, height, margin, minScale, maxScale, disableLayout } = deck.config;
    if (disableLayout) return;
    const [across, down] = [deck.element.clientWidth, deck.element.clientHeight];
    if (!across || !down) return;
    const [room, headroom] = [across * (1 - margin), down * (1 - margin)];
    const size = { width: pixels(width, room), height: pixels(height, headroom) };
    const fit = Math.min(room / size.width, headroom / size.height);
    const oldScale = deck.scale;
    deck.scale = Math.max(minScale, Math.min(maxScale, fit));
    const set = (/** @type {string} */ name, /** @type {string | number} */ value) =>
      deck.viewport.style.setProperty(name, String(value));
    set("--slide-width", size.width + "px");
    set("--slide-height", size.height + "px");
    set("--slide-scale", deck.scale);
    set("--slide-left", Math.round((across - size.width * deck.scale) / 2) + "px");
    set("--slide-top", Math.round((down - size.height * deck.scale) / 2) + "px");
    set("--viewport-width", across + "px");
    set("--viewport-height", down + "px");
    if (oldScale !== deck.scale) deck.emit("resize", { oldScale, scale: deck.scale, size });
  };
  deck.addEventListener("start", layout);
  deck.addEventListener("config", layout);
  deck.addEventListener("layout", layout);
  new ResizeObserver(layout).observe(deck.element);
}

/**
 * A length of the configuration: CSS pixels, or a share of the room there is.
 * @param {number | string} length @param {number} room
 */
function pixels(length, room) {
  const number = Number.parseFloat(String(length));
  return /%$/.test(String(length)) ? (number / 100) * room : number;
}
