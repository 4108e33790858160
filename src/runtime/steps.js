// @ts-check

/**
 * Steps: the parts of a slide that come one after the other (reveal.js's fragments).
 *
 * Reads the steps of a slide once, when it is first needed after a `sync`, and takes a move that a step can answer.
 * What is shown follows from `deck.place` alone: slides behind it show all their steps, slides ahead none.
 * @param {import("./deck.js").Deck} deck
 */
export function steps(deck) {
  /** @type {WeakMap<HTMLElement, Step[]>} */
  let read = new WeakMap();

  /** @param {HTMLElement} slide */
  const stepsOf = (slide) => {
    if (!deck.config.fragments) return [];
    const known = read.get(slide) ?? readSteps(slide, deck);
    read.set(slide, known);
    return known;
  };

  deck.countSteps = (slide) => stepsOf(slide).reduce((count, step) => Math.max(count, step.index + 1), 0);

  /** @param {HTMLElement} slide @param {number} current @returns {{ shown: Element[], hidden: Element[] }} */
  const show = (slide, current) => {
    /** @type {{ shown: Element[], hidden: Element[] }} */
    const changed = { shown: [], hidden: [] };
    for (const { element, index, end } of stepsOf(slide)) {
      const visible = index <= current && current <= end;
      if (element.classList.contains("visible") !== visible) changed[visible ? "shown" : "hidden"].push(element);
      element.classList.toggle("visible", visible);
      element.classList.toggle("current-fragment", index === current);
    }
    if (stepsOf(slide).length) deck.write(slide, "data-fragment", String(current));
    return changed;
  };

  const showAll = () => {
    if (deck.config.fragments) return;
    for (const element of deck.slidesElement.querySelectorAll(".fragment")) element.classList.add("visible");
  };

  deck.addEventListener("move", (event) => {
    const { direction, skipFragments } = /** @type {any} */ (event);
    // The overview shows all steps: there is none to go to.
    if (skipFragments || deck.methods.isOverview?.()) return;
    const back = deck.config.rtl ? ["prev", "up", "right"] : ["prev", "up", "left"];
    if (deck.goToStep(deck.place.step + (back.includes(direction) ? -1 : 1))) event.preventDefault();
  });

  deck.addEventListener("read", () => {
    read = new WeakMap();
  });

  /** Steps that a script has changed. @param {HTMLElement} slide */
  const readAgain = (slide = deck.slide) => {
    if (!slide) return [];
    read.delete(slide);
    if (slide === deck.slide && !deck.goToStep(deck.place.step)) show(slide, deck.place.step);
    return readSteps(slide, deck).map(({ element }) => element);
  };
  deck.methods.syncFragments = readAgain;
  deck.addEventListener("slidesync", (event) => readAgain(/** @type {any} */ (event).slide));

  deck.addEventListener("sync", () => {
    if (deck.slide) show(deck.slide, deck.place.step);
    showAll();
  });

  deck.addEventListener("place", (event) => {
    const { slideChanged, entered } = /** @type {any} */ (event);
    if (slideChanged) show(deck.slide, Math.min(entered, deck.countSteps(deck.slide) - 1));
    const { shown, hidden } = show(deck.slide, deck.place.step);
    if (hidden.length) deck.emit("fragmenthidden", { fragment: hidden[0], fragments: hidden });
    if (shown.length) deck.emit("fragmentshown", { fragment: shown[0], fragments: shown });
  });

  deck.addEventListener("destroy", () => {
    for (const element of deck.slidesElement.querySelectorAll(".fragment")) {
      element.classList.remove("visible", "current-fragment");
    }
  });
}

/** @typedef {{ element: HTMLElement, index: number, end: number }} Step */

/**
 * The steps of a slide in their order. Those with an index come first, those without one after them in document order;
 * the numbers are written back without gaps, as reveal.js does.
 * @param {HTMLElement} slide @param {import("./deck.js").Deck} deck
 * @returns {Step[]}
 */
function readSteps(slide, deck) {
  const elements = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll(".fragment:not(.disabled)")]);
  const written = elements.map((element) => Number.parseInt(element.dataset.fragmentIndex ?? "", 10));
  const order = [...new Set(written.filter(Number.isFinite))].sort((a, b) => a - b);
  let next = order.length;
  return elements
    .map((element, i) => {
      const index = Number.isFinite(written[i]) ? order.indexOf(written[i]) : next++;
      const until = Number.parseInt(element.dataset.fragmentEnd ?? "", 10);
      const end = Number.isFinite(until) ? order.filter((number) => number <= until).length - 1 : Infinity;
      if (element.dataset.fragmentIndex !== String(index)) deck.write(element, "data-fragment-index", String(index));
      if (end !== Infinity && end !== until) deck.write(element, "data-fragment-end", String(end));
      return { element, index, end };
    })
    .sort((a, b) => a.index - b.index);
}
