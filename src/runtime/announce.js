// @ts-check

/**
 * Tells a screen reader where the talk is: names every slide that is shown, and announces a slide or step politely when
 * it comes. Slides that are not shown are `hidden` (the kernel), so they are neither read nor reached by Tab.
 * @param {import("./deck.js").Deck} deck
 */
export function announce(deck) {
  const words = deck.words.announce;
  const status = document.createElement("div");
  status.className = "aria-status";
  status.setAttribute("aria-live", "polite");
  status.setAttribute("aria-atomic", "true");
  deck.add(status);
  /** The slides that are named here. @type {WeakSet<Element>} */
  const named = new WeakSet();

  deck.titleOf = (slide) => {
    const heading = slide.querySelector("h1, h2, h3, h4, h5, h6");
    if (heading) return textOf(heading);
    return (!named.has(slide) && slide.getAttribute("aria-label")) || "";
  };

  const number = () => String(deck.countBefore() + 1);

  const label = () => {
    const { slide } = deck;
    if (!slide) return;
    if (!slide.hasAttribute("aria-roledescription")) deck.write(slide, "aria-roledescription", words.role);
    const isNamed = slide.hasAttribute("aria-label") || slide.hasAttribute("aria-labelledby");
    if (isNamed && !named.has(slide)) return;
    named.add(slide);
    deck.write(slide, "aria-label", deck.titleOf(slide) || words.slide.replace("{number}", number()));
  };

  deck.addEventListener("sync", label);
  deck.addEventListener("slidechanged", (event) => {
    label();
    // Who scrolls hears what is read.
    if (!deck.isReady || /** @type {any} */ (event).origin === "scroll") return;
    const counts = deck.slide.dataset.visibility !== "uncounted";
    const place = counts && words.place.replace("{at}", number()).replace("{all}", String(deck.counted.length));
    status.textContent = [deck.titleOf(deck.slide), place].filter(Boolean).join(", ");
  });
  deck.addEventListener("fragmentshown", (event) => {
    const { fragments } = /** @type {any} */ (event);
    const current = fragments.filter((/** @type {Element} */ one) => one.classList.contains("current-fragment"));
    if (current.length) status.textContent = current.map(textOf).join(" ");
  });
}

/**
 * What an element says, once: formulas are drawn as well as written as MathML, and the drawing is left out.
 * @param {Element} element
 */
function textOf(element) {
  const copy = /** @type {Element} */ (element.firstElementChild ? element.cloneNode(true) : element);
  for (const silent of copy.querySelectorAll("[aria-hidden=true], annotation, aside.notes, style")) silent.remove();
  for (const image of copy.querySelectorAll("img[alt]")) image.replaceWith(image.getAttribute("alt") ?? "");
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
