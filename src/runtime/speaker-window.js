// @ts-check

/** What would be twice, or in the way, beside the notes. */
const CONFIG = {
  controls: false, progress: false, slideNumber: false, autoSlide: false, autoPlayMedia: false, shuffle: false,
  embedded: false, hash: false, history: false, respondToHashChanges: false, keyboardCondition: null,
  hideInactiveCursor: false, margin: 0, minScale: 0.01,
};

/** What is done in the audience's window. */
const ACTIONS = ["pause", "white", "autoSlide", "scheme"];

/**
 * The deck in the speaker's window: what would move it asks the audience's deck to move, and it follows that one. So
 * keys, touch, links, jump and search are what they are there. The overview is the speaker's own: the audience sees what
 * is chosen. While the audience's window is gone the deck moves by itself.
 * @param {import("./deck.js").Deck} deck
 */
export function speakerWindow(deck) {
  const link = deck.speaker;
  if (!link?.isView) return;
  const { config, slidesElement: slides } = deck;
  const [go, move, goToStep] = [deck.go.bind(deck), deck.move.bind(deck), deck.goToStep.bind(deck)];
  /** Where the audience is. */
  let { place } = deck;
  /** Where the deck was when the overview was opened. @type {import("./deck.js").Place | null} */
  let before = null;

  const asks = () => link.isLinked() && !before;
  /** @param {...any} call */
  const ask = (...call) => link.tell({ call });
  deck.go = (h, v, step, origin) => (asks() ? ask("go", h, v, step) : go(h, v, step, origin));
  deck.move = (direction, { skipFragments = false } = {}) =>
    asks() ? ask("move", direction, { skipFragments }) : move(direction, { skipFragments });
  deck.goToStep = (step) => (asks() ? Boolean(ask("goToStep", step)) : goToStep(step));

  const follow = () => {
    const { h, v, step } = place;
    if (!asks()) return;
    if (h !== deck.place.h || v !== deck.place.v) go(h, v, step);
    else if (step !== deck.place.step) goToStep(step);
  };

  /** @param {{ place: import("./deck.js").Place, paused: boolean, scheme: string, size: number[] }} state */
  const read = (state) => {
    place = state.place;
    const [width, height] = state.size;
    if (width && (width !== config.width || height !== config.height)) deck.configure({ width, height });
    if (state.scheme) document.documentElement.dataset.scheme = state.scheme;
    else delete document.documentElement.dataset.scheme;
    deck.emit("audience", { paused: state.paused });
    follow();
  };

  Object.assign(config, CONFIG);
  // What is in the slides can be seen, not used.
  slides.inert = true;
  deck.addEventListener("start", () => {
    for (const action of ACTIONS) deck.actions[action] = () => link.tell({ action });
    deck.actions.speaker = () => window.opener?.focus();
    deck.actions.fullscreen = () => {
      const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
      change.catch(() => {});
    };
  });
  deck.addEventListener("overviewshown", () => {
    before = deck.place;
    slides.inert = false;
    /** @type {HTMLElement | null} */ (slides.querySelector("[aria-current]"))?.focus({ preventScroll: true });
  });
  deck.addEventListener("overviewhidden", () => {
    const chosen = deck.place !== before && deck.place;
    before = null;
    slides.inert = true;
    if (chosen && link.isLinked()) ask("go", chosen.h, chosen.v);
    else follow();
  });
  // The slides may have been exchanged here later than there.
  deck.addEventListener("sync", follow);
  deck.addEventListener("linked", (event) => {
    if (/** @type {any} */ (event).fresh) deck.emit("share");
  });
  deck.addEventListener("heard", (event) => {
    const { message } = /** @type {any} */ (event);
    if (message.kept) {
      Object.assign(link.kept, message.kept);
      deck.emit("kept");
    }
    if (message.slides) {
      deck.methods.toggleOverview?.(false);
      slides.innerHTML = message.slides;
      for (const section of slides.querySelectorAll("section")) section.inert = false;
      link.quietly(() => deck.sync());
    }
    if (message.state) link.quietly(() => read(message.state));
    if (message.shape && message.shape !== link.shape()) link.tell({ slides: true });
  });
}
