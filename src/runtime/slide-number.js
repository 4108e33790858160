// @ts-check

/**
 * The slide number, a link to the slide. `slideNumber` is false, true, a function of the slide, or one of the formats
 * `h.v` (as true), `h/v`, `c` and `c/t`. `showSlideNumber` can keep it from the audience.
 * @param {import("./deck.js").Deck} deck
 */
export function slideNumber(deck) {
  const box = document.createElement("div");
  box.className = "slide-number";
  const link = box.appendChild(document.createElement("a"));
  deck.add(box);

  const update = () => {
    box.hidden = !deck.config.slideNumber || !deck.slide || deck.config.showSlideNumber !== "all";
    if (box.hidden) return;
    link.href = deck.addressOf();
    link.replaceChildren(
      ...["a", "delimiter", "b"].flatMap((name, i) => {
        const text = parts(deck)[i];
        if (text === undefined) return [];
        const span = document.createElement("span");
        span.className = "slide-number-" + name;
        span.textContent = String(text);
        return [span];
      }),
    );
  };
  for (const type of ["place", "sync", "config"]) deck.addEventListener(type, update);
}

/**
 * What the number is made of: itself, or two numbers and what stands between them.
 * @param {import("./deck.js").Deck} deck
 * @returns {(string | number)[]}
 */
function parts(deck) {
  const { slideNumber: format } = deck.config;
  if (typeof format === "function") return [format(deck.slide)].flat();
  const one = deck.slide.dataset.visibility === "uncounted" ? 0 : 1;
  const current = deck.countBefore() + one;
  if (format === "c/t") return [current, "/", deck.counted.length];
  if (format === "c" || deck.columns.length === 1) return [current];
  const { h, v } = deck.place;
  const stacked = deck.tops[h] !== deck.slide;
  return stacked ? [h + one, format === "h/v" ? "/" : ".", v + 1] : [h + one];
}
