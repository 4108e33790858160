// @ts-check

/**
 * A picture behind the whole deck that moves a part of its way with every slide, as reveal.js's `parallaxBackground…` say.
 * @param {import("./deck.js").Deck} deck
 */
export function parallax(deck) {
  const layers = /** @type {HTMLElement} */ (deck.element.querySelector(":scope > .backgrounds"));

  const show = () => {
    const { config, place } = deck;
    const image = config.parallaxBackgroundImage;
    // Without one the page need not be laid out for it.
    if (!image && !layers.style.backgroundImage) return;
    const size = String(config.parallaxBackgroundSize || "cover");
    deck.element.classList.toggle("has-parallax-background", Boolean(image));
    const [width, height = width] = size.split(/\s+/).map((length) => Number.parseFloat(length));
    const rows = Math.max(...deck.columns.map((column) => column.length), 1);
    const across = shift(config.parallaxBackgroundHorizontal, width - layers.clientWidth, deck.columns.length, place.h);
    const down = shift(config.parallaxBackgroundVertical, height - layers.clientHeight, rows, place.v);
    Object.assign(layers.style, {
      backgroundImage: image ? 'url("' + String(image).replace(/["\\\n]/g, encodeURIComponent) + '")' : "",
      backgroundSize: size,
      backgroundRepeat: config.parallaxBackgroundRepeat || "repeat",
      backgroundPosition: across + "px " + down + "px",
    });
  };

  for (const type of ["sync", "place", "resize"]) deck.addEventListener(type, show);
  deck.addEventListener("destroy", () => deck.element.classList.remove("has-parallax-background"));
}

/**
 * How far the picture has gone: by what is set for a step, else so that it is at its other end with the last one.
 * @param {unknown} set @param {number} room @param {number} count @param {number} at
 */
function shift(set, room, count, at) {
  const step = typeof set === "number" ? set : count > 1 && room > 0 ? room / (count - 1) : 0;
  return -Math.round(step * at);
}
