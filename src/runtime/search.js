// @ts-check

/** How long one may pause in typing before the deck is searched. */
const PAUSE = 150;

/** What is in a slide and not to be seen on it. */
const SILENT = "aside.notes, .slide-outline, .katex-mathml, annotation, script, style, template, svg title, svg desc, [hidden]";

/** What does not end a line of text. */
const INLINE = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time tspan u var wbr".split(" "),
);

/** Steps whose text can always be seen, and those that are seen at one place of the talk only. */
const ALWAYS = ".disabled, .custom, .semi-fade-out, .grow, .shrink, .strike, [class*=highlight-]";
const ONCE = ".fade-in-then-out, .current-visible";

/** @typedef {{ slide: HTMLElement, at: number, start: number, end: number }} Match `at`: the slide's number in the deck. */
/** @typedef {{ text: string, pieces: { node: Text, start: number }[] }} Reading folded text, and where it comes from */

/**
 * Search through all slides and steps, with Ctrl or Cmd, Shift and F. Matches are marked by the browser's highlights:
 * nothing is written into the slides.
 * @param {import("./deck.js").Deck} deck
 */
export function search(deck) {
  const words = deck.words.search;
  // Here and not among the styles: no checker of CSS knows these selectors yet.
  const marks = new CSSStyleSheet({ media: "screen" });
  marks.insertRule("::highlight(deck-search) { background-color: #ffe08a; color: #1a1a1a }");
  marks.insertRule("::highlight(deck-search-current) { background-color: #ff9632; color: #1a1a1a }", 1);

  const box = document.createElement("div");
  box.className = "deck-over deck-search";
  box.setAttribute("role", "search");
  const input = box.appendChild(document.createElement("input"));
  input.setAttribute("aria-label", words.name);
  Object.assign(input, { type: "text", placeholder: words.name, autocomplete: "off", spellcheck: false });
  const output = box.appendChild(document.createElement("output"));
  const button = (/** @type {string} */ name, /** @type {string} */ sign, /** @type {() => void} */ act) => {
    const made = box.appendChild(document.createElement("button"));
    Object.assign(made, { type: "button", className: "deck-over-button", textContent: sign, title: name });
    made.setAttribute("aria-label", name);
    made.addEventListener("click", act);
    return made;
  };
  const steps = [button(words.previous, "↑", () => step(-1)), button(words.next, "↓", () => step(1))];
  button(words.close, "✕", () => close());
  // A pointer that presses a button leaves the focus in the field.
  box.addEventListener("mousedown", (event) => {
    if (event.target !== input) event.preventDefault();
  });

  /** What had the focus before. @type {Element | null} */
  let before = null;
  let isOpen = false;
  let timer = 0;
  /** What has been looked for. */
  let query = "";
  /** From which slide on it is looked for while one types. */
  let from = 0;
  /** @type {Match[]} */
  let matches = [];
  let current = -1;
  /** What has been read of the slides, forgotten when they may have changed. @type {Map<HTMLElement, Reading>} */
  let readings = new Map();

  const open = () => {
    if (!isOpen) {
      before = document.activeElement;
      isOpen = true;
      readings = new Map();
      deck.element.append(box);
      find();
    }
    from = here();
    input.focus();
    input.select();
  };

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearTimeout(timer);
    box.remove();
    mark();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };

  const here = () => deck.slides.indexOf(deck.slide);

  /** Looks for what is in the field, and goes nowhere. */
  const find = () => {
    clearTimeout(timer);
    query = input.value;
    const terms = fold(query).split(" ").filter(Boolean);
    matches = [];
    current = -1;
    if (terms.length) {
      const pattern = new RegExp(terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(" +"), "g");
      deck.slides.forEach((slide, at) => {
        const reading = readings.get(slide) ?? read(slide);
        readings.set(slide, reading);
        for (const { 0: text, index = 0 } of reading.text.matchAll(pattern)) {
          matches.push({ slide, at, start: index, end: index + text.length });
        }
      });
    }
    tell();
    mark();
  };

  const tell = () => {
    const count = words.count.replace("{at}", current < 0 ? "–" : String(current + 1)).replace("{all}", String(matches.length));
    output.textContent = matches.length ? count : query.trim() && words.none;
    for (const button of steps) button.disabled = !matches.length;
  };

  /** The first match from a slide on, or the last one up to it. @param {number} slide @param {1 | -1} way */
  const nearest = (slide, way) => {
    if (way > 0) return Math.max(0, matches.findIndex(({ at }) => at >= slide));
    const later = matches.findIndex(({ at }) => at > slide);
    return (later < 0 ? matches.length : later || matches.length) - 1;
  };

  /** @param {1 | -1} way */
  const step = (way) => {
    const changed = input.value !== query;
    if (changed) find();
    const count = matches.length;
    const onSlide = matches[current]?.slide === deck.slide;
    if (count) show(onSlide && !changed ? (current + way + count) % count : nearest(here(), way));
    from = here();
  };

  /** @param {number} index */
  const show = (index) => {
    current = index;
    const { slide } = matches[index];
    const place = deck.find(slide);
    if (!place) return;
    const range = rangeOf(matches[index]);
    const element = /** @type {Element} */ (range.startContainer.parentElement);
    const wanted = stepOf(element, slide, deck);
    if (slide === deck.slide) deck.goToStep(wanted);
    else deck.go(place.h, place.v, wanted);
    for (let box = element; box !== slide; box = /** @type {Element} */ (box.parentElement)) scroll(box, range, deck.scale);
    if (deck.isPage) element.scrollIntoView({ block: "nearest", behavior: "instant" });
    tell();
    mark();
  };

  /** @param {Match} match */
  const rangeOf = ({ slide, start, end }) => {
    const { pieces } = /** @type {Reading} */ (readings.get(slide));
    const range = document.createRange();
    // The last piece that begins there, and the last one that begins before the end.
    const first = pieces[pieces.filter((piece) => piece.start <= start).length - 1];
    const last = pieces[pieces.filter((piece) => piece.start < end).length - 1];
    range.setStart(first.node, offsetIn(first.node.data, start - first.start));
    range.setEnd(last.node, offsetIn(last.node.data, end - last.start));
    return range;
  };

  /** Marks what is found on the slide that is shown; a browser that cannot mark shows the slide alone. */
  const mark = () => {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("deck-search");
    CSS.highlights.delete("deck-search-current");
    const found = isOpen ? matches.filter(({ slide }) => slide === deck.slide) : [];
    if (!found.length) return;
    if (!document.adoptedStyleSheets.includes(marks)) document.adoptedStyleSheets.push(marks);
    CSS.highlights.set("deck-search", new Highlight(...found.map(rangeOf)));
    if (!found.includes(matches[current])) return;
    const one = new Highlight(rangeOf(matches[current]));
    one.priority = 1;
    CSS.highlights.set("deck-search-current", one);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      find();
      if (matches.length) show(nearest(from, 1));
    }, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });

  document.addEventListener("keydown", (event) => {
    const asked = (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.key.toLowerCase() === "f";
    const elsewhere = deck.config.keyboardCondition === "focused" && !deck.methods.isFocused();
    if (!asked || elsewhere || event.defaultPrevented || !deck.config.keyboard) return;
    event.preventDefault();
    open();
  }, { signal: deck.signal });
  // Before the stage hears of it, wherever the focus is; but what lies over all closes first.
  const leave = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (!isOpen || event.key !== "Escape" || event.isComposing || target.closest("[aria-modal=true]")) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  document.addEventListener("keydown", leave, { capture: true, signal: deck.signal });

  deck.addEventListener("place", () => {
    if (isOpen) mark();
  });
  deck.addEventListener("sync", () => {
    readings = new Map();
    if (isOpen) find();
  });

  deck.addEventListener("destroy", close);
  deck.signal.addEventListener("abort", () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== marks);
  });

  // For the list of keys; keys.js leaves keys with Ctrl alone.
  deck.keys["Control+Shift+F"] = { does: "search" };
  deck.actions.search = open;
}

/**
 * The step at which an element can be seen, as near as possible to the one that is shown.
 * @param {Element} element @param {HTMLElement} slide @param {import("./deck.js").Deck} deck
 */
function stepOf(element, slide, deck) {
  // Counting numbers them.
  if (!deck.countSteps(slide)) return -1;
  let [low, high] = [-1, Infinity];
  for (let at = element; at !== slide; at = /** @type {Element} */ (at.parentElement)) {
    if (!(at instanceof HTMLElement || at instanceof SVGElement) || !at.matches(".fragment") || at.matches(ALWAYS)) continue;
    const index = Number(at.dataset.fragmentIndex);
    const last = at.matches(ONCE) ? index : Number(at.dataset.fragmentEnd ?? Infinity);
    if (at.matches(".fade-out")) high = Math.min(high, index - 1);
    else [low, high] = [Math.max(low, index), Math.min(high, last)];
  }
  const shown = slide === deck.slide ? deck.place.step : -1;
  return Math.max(low, Math.min(high, shown));
}

/**
 * Scrolls a box, if it is one that scrolls, so that what lies outside is in its middle.
 * @param {Element} box @param {Range} range @param {number} scale
 */
function scroll(box, range, scale) {
  const [inner, outer] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    box.scrollTop += (inner.top - outer.top - outer.height / 2) / scale;
  }
  if (inner.left < outer.left || inner.right > outer.right) {
    box.scrollLeft += (inner.left - outer.left - outer.width / 2) / scale;
  }
}

/** Reads what is to be seen on a slide, with a line's end wherever text does not go on. @param {HTMLElement} slide @returns {Reading} */
function read(slide) {
  /** @type {Reading} */
  const reading = { text: "", pieces: [] };
  const visit = (/** @type {Element} */ element) => {
    for (const node of element.childNodes) {
      if (node instanceof Text) {
        reading.pieces.push({ node, start: reading.text.length });
        reading.text += fold(node.data);
      } else if (node instanceof Element && !node.matches(SILENT)) {
        const end = INLINE.has(node.localName) ? "" : "\n";
        reading.text += end;
        visit(node);
        reading.text += end;
      }
    }
  };
  visit(slide);
  return reading;
}

/**
 * Text without case, accents and signs that take no room; every white space is a space.
 * What becomes of a character does not depend on those around it, so that places can be found again.
 * @param {string} text
 */
function fold(text) {
  const lower = text.toLowerCase().replace(/\s/g, " ");
  // Most texts are plain, and there are many of them.
  if (!/[^ -~]/.test(lower)) return lower;
  const bare = text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/g, "");
  return bare.toLowerCase().replace(/ς/g, "σ").replace(/\s/g, " ");
}

/**
 * Where in a text stands what stands at a place in its folded form.
 * @param {string} data @param {number} wanted
 */
function offsetIn(data, wanted) {
  let [offset, folded] = [0, 0];
  for (const character of data) {
    const { length } = fold(character);
    if (folded >= wanted && length) break;
    offset += character.length;
    folded += length;
  }
  return offset;
}
