// @ts-check

/** A frame that fills its box: it is scaled as the canvas is. */
const STYLE = "iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }";

const PAINT = ["--slide-background", "--slide-background-image", "--slide-background-opacity"];
const SHADES = ["has-dark-background", "has-light-background"];

/**
 * What comes next, in the speaker's window: the next step of this slide, or the next slide, as a copy in a frame of its
 * own. There no script runs, and no id is twice in a page.
 * @param {import("./deck.js").Deck} deck
 */
export function speakerNext(deck) {
  const link = deck.speaker;
  if (!link?.isView) return;
  const words = deck.words.speakerNext;
  const html = '<h2 class="own" id="nextTitle"></h2><div class="box"><iframe id="frame" inert tabindex="-1"></iframe></div>';
  const { nextTitle, frame } = link.fill("next", words.slide, html, STYLE);
  frame.title = words.slide;
  const page = /** @type {Document} */ (frame.contentDocument);
  // Without a doctype tables and the like would look otherwise than in the deck.
  page.open();
  page.write("<!doctype html><title></title>");
  page.close();
  const { body } = page;
  const reveal = add(body, deck.element.className);
  const layer = add(add(reveal, "backgrounds"), "slide-background present");
  add(layer, "slide-background-content");
  const slides = add(reveal, "slides");
  /** What is copied, and its copy. @type {HTMLElement | undefined} */
  let copied;
  /** @type {HTMLElement} */
  let copy;

  const show = () => {
    const { slide, place } = deck;
    const inside = slide && place.step < deck.countSteps(slide) - 1;
    const next = inside ? slide : nextSlide(deck);
    nextTitle.textContent = inside ? words.step : next ? words.slide : words.end;
    frame.hidden = !next;
    if (next && next !== copied) put(next);
    copied = next;
    if (next && deck.config.fragments) setStep(copy, inside ? place.step + 1 : -1);
  };

  /** @param {HTMLElement} slide */
  const put = (slide) => {
    // Counting writes the numbers of the steps into the slide.
    deck.countSteps(slide);
    const stack = /** @type {HTMLElement} */ (slide.parentElement);
    const tops = stack === deck.slidesElement ? [slide] : [stack, slide];
    const copies = tops.map((section) => page.importNode(section, section === slide));
    copy = copies[copies.length - 1];
    for (const part of copy.querySelectorAll("aside.notes, script")) part.remove();
    for (const name of ["autoplay", "src", "srcdoc"]) {
      for (const part of copy.querySelectorAll(name === "autoplay" ? "video, audio" : "iframe")) part.removeAttribute(name);
    }
    for (const section of copies) {
      section.classList.remove("past", "future", "leaving");
      section.classList.add("present");
      section.hidden = section.inert = false;
    }
    if (copies[1]) copies[0].append(copy);
    slides.replaceChildren(copies[0]);
    for (const name of PAINT) {
      layer.style.setProperty(name, copy.style.getPropertyValue(name) || copies[0].style.getPropertyValue(name));
    }
    body.dataset.layout = /\blayout-(\S+)/.exec(copy.className)?.[1] ?? "";
    body.className = ["reveal-viewport", ...SHADES.filter((shade) => copies.some(({ classList }) => classList.contains(shade)))].join(" ");
  };

  const scale = () => {
    const { offsetWidth: width, offsetHeight: height } = deck.slidesElement;
    body.style.cssText =
      "--slide-width: " + width + "px; --slide-height: " + height + "px; --slide-scale: " + frame.clientWidth / width;
  };

  /** Takes over the look of the page. */
  const dress = () => {
    for (const { name, value } of document.documentElement.attributes) page.documentElement.setAttribute(name, value);
    page.documentElement.toggleAttribute("data-scheme", document.documentElement.hasAttribute("data-scheme"));
    const sheets = [...document.head.querySelectorAll("style, link[rel=stylesheet]")];
    const present = [...page.head.querySelectorAll("style, link")];
    if (sheets.length === present.length && sheets.every((sheet, i) => sheet.isEqualNode(present[i]))) return;
    for (const sheet of present) sheet.remove();
    page.head.append(...sheets.map((sheet) => page.importNode(sheet, true)));
  };

  const read = () => {
    copied = undefined;
    dress();
    scale();
    show();
  };

  deck.addEventListener("place", show);
  for (const type of ["start", "sync", "built"]) deck.addEventListener(type, read);
  const sizes = new ResizeObserver(scale);
  sizes.observe(frame);
  const looks = new MutationObserver(dress);
  looks.observe(document.documentElement, { attributes: true });
  deck.signal.addEventListener("abort", () => {
    sizes.disconnect();
    looks.disconnect();
  });
}

/** @param {Element} parent @param {string} className @returns {HTMLElement} */
function add(parent, className) {
  return parent.appendChild(Object.assign(parent.ownerDocument.createElement("div"), { className }));
}

/** The slide that comes after this one, if there is one. @param {import("./deck.js").Deck} deck @returns {HTMLElement | undefined} */
function nextSlide(deck) {
  const { columns, tops, place, config } = deck;
  const below = columns[place.h]?.[place.v + 1];
  if (below) return below;
  const h = config.loop ? (place.h + 1) % columns.length : place.h + 1;
  if (!columns[h]) return undefined;
  const { startIndexv, previousIndexv } = tops[h].dataset;
  const v = config.navigationMode === "grid" ? place.v : Number(startIndexv ?? previousIndexv ?? 0) || 0;
  const next = columns[h][Math.min(v, columns[h].length - 1)];
  return next === deck.slide ? undefined : next;
}

/** Shows a copy at a step, as the slide itself would be. @param {HTMLElement} copy @param {number} step */
function setStep(copy, step) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (copy.querySelectorAll(".fragment:not(.disabled)"))) {
    const index = Number(part.dataset.fragmentIndex);
    part.classList.toggle("visible", index <= step && step <= Number(part.dataset.fragmentEnd ?? Infinity));
    part.classList.toggle("current-fragment", index === step);
  }
  if (copy.dataset.fragment) copy.dataset.fragment = String(step);
}
