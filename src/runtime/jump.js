// @ts-check

/** How long one may pause in typing before the deck moves, and after which a number typed on the stage is forgotten. */
const PAUSE = 250;
const MEMORY = 1500;

/** What is in a slide and not to be seen on it. */
const SILENT = "aside.notes, .slide-outline, .katex-mathml, annotation, script, style, template, svg title, svg desc";

/**
 * Jumps: to what is typed into a small field (a number as the slide number shows it, `h.v` or `h/v`, an id, or words of
 * a title or a text), or to a number that is typed on the stage and followed by Enter.
 * @param {import("./deck.js").Deck} deck
 */
export function jump(deck) {
  const field = jumpField(deck);
  const number = jumpNumber(deck);

  const toggle = (on = !field.isOpen()) => {
    number.forget();
    if (!on) field.close();
    else if (deck.config.jumpToSlide) field.open();
  };

  for (const digit of "0123456789") deck.keys[digit] = { does: "number", shift: "number" };
  deck.keys.Enter = { does: "goToNumber" };
  const offer = () => {
    delete deck.actions.jump;
    delete deck.actions.number;
    if (!deck.config.jumpToSlide) return toggle(false);
    deck.actions.jump = () => toggle();
    deck.actions.number = (event) => number.type(/** @type {KeyboardEvent} */ (event).key);
  };
  offer();
  deck.addEventListener("config", offer);
  deck.addEventListener("destroy", () => toggle(false));
  deck.methods.toggleJumpToSlide = (/** @type {boolean | undefined} */ on) => toggle(on);
}

/** @param {import("./deck.js").Deck} deck */
function jumpField(deck) {
  const words = deck.words.jump;
  const box = document.createElement("div");
  box.className = "deck-over deck-jump";
  const input = box.appendChild(document.createElement("input"));
  input.setAttribute("aria-label", words.name);
  Object.assign(input, { type: "text", placeholder: words.hint, autocomplete: "off", spellcheck: false });
  const output = box.appendChild(document.createElement("output"));

  /** Where one was, and what had the focus. @type {{ place: import("./deck.js").Place, focus: Element | null } | null} */
  let before = null;
  /** @type {Texts} */
  let texts = [];
  let timer = 0;

  const open = () => {
    if (before) return input.focus();
    before = { place: deck.place, focus: document.activeElement };
    texts = [];
    input.value = "";
    tell(true);
    deck.element.append(box);
    input.focus();
  };

  // The focus goes back unless it has gone elsewhere by itself.
  const close = (giveBack = true) => {
    if (!before) return;
    clearTimeout(timer);
    const { focus } = before;
    before = null;
    box.remove();
    if (giveBack && focus instanceof HTMLElement) focus.focus({ preventScroll: true });
  };

  const tell = (/** @type {boolean} */ found) => {
    output.textContent = found ? "" : words.none;
    input.setAttribute("aria-invalid", String(!found));
  };

  /** @returns {boolean} whether there is such a slide, or nothing is asked for */
  const go = () => {
    clearTimeout(timer);
    const query = input.value.trim();
    const found = query ? slideOf(query, deck, texts) : deck.slide;
    const place = found && deck.find(found);
    if (place && found !== deck.slide) deck.go(place.h, place.v);
    tell(Boolean(place));
    return Boolean(place);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    tell(true);
    // One letter is in every text.
    if (/\d|../.test(input.value.trim())) timer = window.setTimeout(go, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !before || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    const { h, v, step } = before.place;
    if (event.key === "Escape") {
      if (deck.place !== before.place) deck.go(h, v, step);
    } else if (!go()) return;
    close();
  });
  input.addEventListener("blur", () => {
    // Another window may have the focus for a while.
    if (document.hasFocus()) close(false);
  });
  return { open, close, isOpen: () => before !== null };
}

/** @param {import("./deck.js").Deck} deck */
function jumpNumber(deck) {
  const box = document.createElement("div");
  box.className = "deck-over deck-jump-number";
  box.setAttribute("aria-hidden", "true");
  let typed = "";
  let timer = 0;

  const forget = () => {
    clearTimeout(timer);
    typed = "";
    box.remove();
    delete deck.actions.goToNumber;
  };
  const type = (/** @type {string} */ digit) => {
    clearTimeout(timer);
    timer = window.setTimeout(forget, MEMORY);
    typed = (typed + digit).slice(-4);
    box.textContent = typed;
    deck.element.append(box);
    // Only now Enter means something.
    deck.actions.goToNumber = () => {
      const place = deck.find(numbered(typed, deck) ?? box);
      forget();
      if (place) deck.go(place.h, place.v);
    };
  };
  deck.addEventListener("place", forget);
  return { type, forget };
}

/** @typedef {{ slide: HTMLElement, title: string, text: string }[]} Texts */

/**
 * The slide that is meant.
 * @param {string} query @param {import("./deck.js").Deck} deck @param {Texts} texts filled when they are needed
 * @returns {HTMLElement | undefined}
 */
function slideOf(query, deck, texts) {
  const slide = numbered(query, deck) ?? named(query.replace(/^#\/?/, ""), deck);
  if (slide) return slide;
  const words = fold(query);
  if (!texts.length) texts.push(...deck.slides.map(read));
  const found =
    texts.find(({ title }) => (" " + title).includes(" " + words)) ??
    texts.find(({ title }) => title.includes(words)) ??
    texts.find(({ text }) => text.includes(words));
  return found?.slide;
}

/**
 * A number counts what the slide number counts: columns, or slides where it shows only one number for all.
 * @param {string} query @param {import("./deck.js").Deck} deck
 * @returns {HTMLElement | undefined}
 */
function numbered(query, deck) {
  const [, first, second] = /^(\d+)(?:[./](\d+))?$/.exec(query) ?? [];
  if (!first) return undefined;
  const slides = deck.columns.length === 1 || ["c", "c/t"].includes(deck.config.slideNumber);
  if (slides && !second) return deck.counted[Number(first) - 1];
  return deck.columns[Number(first) - 1]?.[Number(second ?? 1) - 1];
}

/**
 * @param {string} id @param {import("./deck.js").Deck} deck
 * @returns {HTMLElement | undefined}
 */
function named(id, deck) {
  const section = document.getElementById(id)?.closest("section");
  const place = section && deck.slidesElement.contains(section) && deck.find(section);
  return place ? deck.columns[place.h][place.v] : undefined;
}

/** @param {HTMLElement} slide */
function read(slide) {
  const copy = /** @type {HTMLElement} */ (slide.cloneNode(true));
  for (const silent of copy.querySelectorAll(SILENT)) silent.remove();
  const title = copy.querySelector("h1, h2, h3, h4, h5, h6");
  return { slide, title: fold(title?.textContent ?? ""), text: fold(copy.textContent ?? "") };
}

/** Text without case, accents and superfluous white space. @param {string} text */
function fold(text) {
  const bare = text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad\u200b\u2060]/g, "");
  return bare.toLowerCase().replace(/\s+/g, " ").trim();
}
