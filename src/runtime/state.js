// @ts-check

/**
 * The states of slides, as in `data-state="alarm"`: while the slide (or its stack) is shown they are classes of the
 * viewport, and when one comes that was not there before, the deck tells an event of its name.
 * @param {import("./deck.js").Deck} deck
 */
export function state(deck) {
  const { classList } = deck.viewport;
  /** @type {Set<string>} */
  let states = new Set();

  const show = (/** @type {Set<string>} */ now) => {
    const before = states;
    states = now;
    for (const name of before) if (!now.has(name)) classList.remove(name);
    for (const name of now) {
      if (before.has(name)) continue;
      classList.add(name);
      deck.emit("state", { state: name });
    }
  };

  const update = () => {
    const sections = deck.slide ? [deck.tops[deck.place.h], deck.slide] : [];
    show(new Set(sections.flatMap((section) => section.dataset.state?.match(/\S+/g) ?? [])));
  };

  deck.addEventListener("place", update);
  deck.addEventListener("sync", update);
  deck.addEventListener("destroy", () => show(new Set()));
}
