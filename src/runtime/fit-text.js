// @ts-check

/** What a text is measured at, in CSS pixels, and the least that it is made; one that is longer may be broken. */
const TRIAL = 100;
const LEAST = 16;

/** How often texts that are too high for their slide are made smaller. */
const TRIES = 6;

/**
 * Makes the texts of `.r-fit-text` as large as their line allows, and as their slide is high. A slide is measured before it
 * is first shown, the others when nothing else is to be done and before they are printed; all again when the letters, the
 * slides or their size have changed. fit-text.css reads what is written here, on paper as well.
 * @param {import("./deck.js").Deck} deck
 */
export function fitText(deck) {
  const { signal } = deck;
  /** The slides that are to be measured. @type {Set<HTMLElement>} */
  const pending = new Set();
  let asked = 0;
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ call) => window.setTimeout(call, 200));
  const cancel = window.cancelIdleCallback ?? window.clearTimeout;

  /** @param {HTMLElement} slide */
  const fit = (slide) => {
    if (!pending.has(slide)) return;
    const lent = slide.getClientRects().length ? [] : [slide, slide.closest(".stack")].filter((one) => one && !one.classList.contains("near"));
    for (const section of lent) section?.classList.add("near");
    // Before anything is painted for the first time only the first slide can be measured.
    if (slide.clientWidth) {
      pending.delete(slide);
      enlarge(slide, deck.isPage);
    }
    for (const section of lent) section?.classList.remove("near");
  };

  const fitNext = () => {
    const [next] = pending;
    if (!next || signal.aborted) return;
    fit(next);
    ask();
  };
  const ask = () => {
    cancel(asked);
    if (pending.size && deck.isReady) asked = idle(fitNext);
  };
  const fitAll = () => [...pending].forEach(fit);
  const again = () => {
    for (const slide of deck.slides) if (slide.querySelector(".r-fit-text")) pending.add(slide);
    if (deck.slide) fit(deck.slide);
    if (deck.isPage) fitAll();
    else ask();
  };

  for (const type of ["sync", "layout"]) deck.addEventListener(type, again);
  deck.addEventListener("ready", ask);
  deck.addEventListener("place", () => fit(deck.slide));
  document.fonts?.addEventListener("loadingdone", again, { signal });
  window.addEventListener("beforeprint", fitAll, { signal });
  deck.addEventListener("destroy", () => {
    cancel(asked);
    for (const text of /** @type {NodeListOf<HTMLElement>} */ (deck.slidesElement.querySelectorAll(".r-fit-text"))) {
      text.style.removeProperty("--fit-size");
    }
  });
}

/**
 * First every text as wide as its line, then the largest ones smaller until the slide has room for all.
 * @param {HTMLElement} slide @param {boolean} isPage
 */
function enlarge(slide, isPage) {
  const texts = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll(".r-fit-text")]);
  if (!texts.length) return;
  const sizes = texts.map(widest);
  texts.forEach((text) => write(text, LEAST));
  const boxes = [...slide.querySelectorAll(".slide-body")];
  /** What gives way to the texts, pictures say, with half of its height: it is not to lose more. @type {[Element, number][]} */
  const others = [...boxes, slide].flatMap((box) => [...box.children])
    .filter((other) => !other.matches(".r-fit-text, .slide-body") && !other.querySelector(".r-fit-text"))
    .map((other) => [other, other.clientHeight / 2]);
  texts.forEach((text, i) => write(text, sizes[i]));
  // A page is as high as what is on it.
  for (let i = 0; i < TRIES && !isPage; i += 1) {
    const largest = sizes.indexOf(Math.max(...sizes));
    const lost = others.reduce((sum, [other, least]) => sum + Math.max(0, least - other.clientHeight), 0);
    const over = Math.max(lost, excess(slide, false), ...boxes.map((body) => excess(body, true)));
    if (over < 1 || sizes[largest] <= LEAST) return;
    sizes[largest] = Math.max(LEAST, sizes[largest] * Math.max(0.5, 1 - over / texts[largest].offsetHeight));
    write(texts[largest], sizes[largest]);
  }
}

/**
 * By how much what stands in a box is higher than the box.
 * @param {Element} box @param {boolean} isBody whether what stands in its margins is too much
 */
function excess(box, isBody) {
  const { paddingTop, paddingBottom } = getComputedStyle(box);
  const { height } = box.getBoundingClientRect();
  const scale = height / /** @type {HTMLElement} */ (box).offsetHeight || 1;
  const inside = [...box.children].filter((child) => child.getClientRects().length && getComputedStyle(child).position !== "absolute");
  const rects = inside.map((child) => child.getBoundingClientRect());
  const extent = Math.max(...rects.map(({ bottom }) => bottom)) - Math.min(...rects.map(({ top }) => top));
  const margins = isBody ? Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom) : 0;
  return (extent - height) / scale + margins;
}

/** The size at which a text fills its line. @param {HTMLElement} text @returns {number} */
function widest(text) {
  const box = /** @type {HTMLElement} */ (text.parentElement);
  const { paddingLeft, paddingRight } = getComputedStyle(box);
  const { marginLeft, marginRight } = getComputedStyle(text);
  const used = [paddingLeft, paddingRight, marginLeft, marginRight].reduce((sum, length) => sum + (Number.parseFloat(length) || 0), 0);
  const { width } = text.style;
  write(text, TRIAL);
  text.style.width = "max-content";
  const natural = text.offsetWidth;
  text.style.width = width;
  // Half a pixel may have been lost in each of the two numbers.
  return natural ? (TRIAL * (box.clientWidth - used - 1)) / natural : 0;
}

/** @param {HTMLElement} text @param {number} size */
function write(text, size) {
  if (size < LEAST) text.style.removeProperty("--fit-size");
  else text.style.setProperty("--fit-size", size.toFixed(1) + "px");
}
