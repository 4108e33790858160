// @ts-check

/**
 * Tells a screen reader where the talk is: names every slide that is shown, and announces a slide or step politely when
 * it comes. Slides that are not shown are `hidden` (the kernel), so they are neither read nor reached by Tab.
 * @param {import("./deck.js").Deck} deck
 */
export function announce(deck) {
  const status = document.createElement("div");
  status.className = "aria-status";
  status.setAttribute("aria-live", "polite");
  status.setAttribute("aria-atomic", "true");
  deck.element.append(status);

  const label = () => {
    const { slide } = deck;
    if (!slide) return;
    if (!slide.hasAttribute("aria-roledescription")) slide.setAttribute("aria-roledescription", "slide");
    if (slide.hasAttribute("aria-label") || slide.hasAttribute("aria-labelledby")) return;
    slide.setAttribute("aria-label", titleOf(slide) || "Slide " + (deck.countBefore() + 1));
  };

  deck.addEventListener("sync", label);
  deck.addEventListener("slidechanged", () => {
    label();
    if (!deck.isReady) return;
    const number = "slide " + (deck.countBefore() + 1) + " of " + deck.counted.length;
    const counts = deck.slide.dataset.visibility !== "uncounted";
    status.textContent = [titleOf(deck.slide), counts && number].filter(Boolean).join(", ");
  });
  deck.addEventListener("fragmentshown", (event) => {
    const { fragments } = /** @type {any} */ (event);
    const current = fragments.filter((/** @type {Element} */ one) => one.classList.contains("current-fragment"));
    if (current.length) status.textContent = current.map(textOf).join(" ");
  });
}

/** @param {Element} slide */
function titleOf(slide) {
  const heading = slide.querySelector("h1, h2, h3, h4, h5, h6");
  return heading ? textOf(heading) : "";
}

/**
 * What an element says, once: formulas are drawn as well as written as MathML, and the drawing is left out.
 * @param {Element} element
 */
function textOf(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const silent of copy.querySelectorAll("[aria-hidden=true], annotation, aside.notes, style")) silent.remove();
  for (const image of copy.querySelectorAll("img[alt]")) image.replaceWith(image.getAttribute("alt") ?? "");
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
