// @ts-check

/**
 * Puts the columns into an order that chance decides, and the slides of each stack: at the start, where the
 * configuration says so, and whenever `shuffle` is called.
 * @param {import("./deck.js").Deck} deck
 */
export function shuffle(deck) {
  const mix = (parent = deck.slidesElement) => {
    const sections = /** @type {HTMLElement[]} */ ([...parent.children].filter(({ localName }) => localName === "section"));
    sections.forEach(mix);
    for (let i = sections.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1));
      [sections[i], sections[j]] = [sections[j], sections[i]];
    }
    parent.append(...sections);
  };

  let configured = false;
  const follow = () => {
    if (deck.config.shuffle && !configured) mix();
    configured = deck.config.shuffle;
  };
  follow();
  deck.addEventListener("config", follow);
  deck.methods.shuffle = () => {
    mix();
    deck.sync();
  };
}
