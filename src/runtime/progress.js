// @ts-check

/**
 * The progress bar. It repeats what the slide number says and can only be clicked, so it is not read out.
 * @param {import("./deck.js").Deck} deck
 */
export function progress(deck) {
  const bar = document.createElement("div");
  bar.className = "progress";
  bar.setAttribute("aria-hidden", "true");
  const done = bar.appendChild(document.createElement("span"));
  deck.add(bar);

  const update = () => {
    bar.hidden = !deck.config.progress;
    done.style.setProperty("transform", "scaleX(" + deck.progress() + ")");
  };
  for (const type of ["place", "sync", "config"]) deck.addEventListener(type, update);

  bar.addEventListener("click", (event) => {
    const slides = deck.counted;
    const box = bar.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const slide = slides[Math.min(slides.length - 1, Math.floor((deck.config.rtl ? 1 - share : share) * slides.length))];
    const place = slide && deck.find(slide);
    if (place) deck.go(place.h, place.v);
  });
}
