// @ts-check

const STYLE = [
  "#text { flex: 1; overflow: auto; overflow-wrap: anywhere; font-size: calc(20px * var(--size)); line-height: 1.5; }",
  "#text :is(p, div > div) { margin: 0 0 0.7em; }",
  "#text a { color: #8ab8ff; }",
  "#text pre { white-space: pre-wrap; }",
  "#text .plain { white-space: pre-line; }",
  "#text .step { padding-left: 14px; border-left: 3px solid #f3c969; margin-bottom: 0.7em; }",
  "#text .fragment:not(.visible) { opacity: 0.65; }",
].join("\n");

/**
 * The notes in the speaker's window: those of the step first, then those of the slide. A step has notes of its own where
 * it has `data-notes`, where `aside.notes` lies in it, and where such an aside is a step itself or has the number of one, or
 * of several from `data-fragment-index` to `data-fragment-end`.
 * @param {import("./deck.js").Deck} deck
 */
export function speakerNotes(deck) {
  const link = deck.speaker;
  // In both windows, before the steps are numbered anew: these numbers go with them.
  deck.addEventListener("read", () => deck.slides.forEach((slide) => renumber(slide, deck)));
  if (!link?.isView) return;
  const words = deck.words.speakerNotes;
  const html = '<h2></h2><div id="text" tabindex="0" role="group"></div>';
  const { text } = link.fill("notes", words.notes, html, STYLE);
  text.setAttribute("aria-label", words.notes);
  text.previousSibling.textContent = words.notes;

  const show = () => {
    const notes = notesOf(deck.slide, deck.place.step);
    const some = deck.slidesElement.querySelector("aside.notes, [data-notes]");
    const none = Object.assign(document.createElement("div"), { className: "none", textContent: some ? words.none : words.noneAtAll });
    text.replaceChildren(...(notes.length ? notes : [none]));
    text.scrollTop = 0;
  };

  // Where the notes have the focus, the arrows are theirs.
  text.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (/^Arrow(Up|Down)$/.test(event.key) && text.matches(":focus-visible")) event.stopPropagation();
  });
  // A link leads through the deck, or to a window of its own.
  text.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    const href = link?.getAttribute("href");
    if (!href) return;
    event.preventDefault();
    if (!href.startsWith("#")) return void window.open(href, "_blank", "noopener");
    const copy = deck.add(Object.assign(document.createElement("a"), { href }));
    copy.click();
    copy.remove();
  });
  for (const type of ["place", "sync"]) deck.addEventListener(type, show);
}

/** @param {HTMLElement | undefined} slide @param {number} step @returns {HTMLElement[]} */
function notesOf(slide, step) {
  if (!slide) return [];
  const all = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll("aside.notes")]);
  const written = (/** @type {HTMLElement} */ part) =>
    part.dataset.notes ? [Object.assign(document.createElement("p"), { textContent: part.dataset.notes, className: "plain" })] : [];
  const copied = (/** @type {Element[]} */ asides) => asides.map((aside) => {
    const copy = document.createElement("div");
    copy.append(...aside.cloneNode(true).childNodes);
    for (const part of copy.querySelectorAll(".katex-html, script")) part.remove();
    return copy;
  });
  const block = (/** @type {Node[]} */ nodes, className = "") => {
    const box = Object.assign(document.createElement("div"), { className });
    box.append(...nodes);
    return nodes.length ? [box] : [];
  };
  const isNow = (/** @type {HTMLElement | null} */ part) => {
    const { fragmentIndex = "NaN", fragmentEnd = fragmentIndex } = part?.dataset ?? {};
    return Number(fragmentIndex) <= step && step <= Number(part?.matches(".notes") ? fragmentEnd : fragmentIndex);
  };
  /** What an aside belongs to: itself, a step around it, or nothing but the slide. */
  const stepOf = (/** @type {HTMLElement} */ aside) =>
    aside.dataset.fragmentIndex ? aside : /** @type {HTMLElement | null} */ (aside.closest(".fragment:not(.disabled)"));
  const steps = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll(".fragment:not(.disabled)")]).filter(isNow);
  const own = [...steps.flatMap(written), ...copied(all.filter((aside) => isNow(stepOf(aside))))];
  return [...block(own, "step"), ...block([...written(slide), ...copied(all.filter((aside) => !stepOf(aside)))])];
}

/**
 * Notes with the number of a step, that are no step themselves, follow its number when the steps are numbered without gaps.
 * @param {HTMLElement} slide @param {import("./deck.js").Deck} deck
 */
function renumber(slide, deck) {
  const asides = /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll("aside.notes[data-fragment-index]:not(.fragment)"));
  if (!asides.length) return;
  const steps = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll(".fragment[data-fragment-index]:not(.disabled)")]);
  const order = [...new Set(steps.map((step) => Number(step.dataset.fragmentIndex)))].sort((a, b) => a - b);
  for (const aside of asides) {
    for (const name of ["data-fragment-index", "data-fragment-end"]) {
      const at = order.indexOf(Number(aside.getAttribute(name) ?? NaN));
      if (at >= 0) deck.write(aside, name, String(at));
    }
  }
}
