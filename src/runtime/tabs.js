// @ts-check

/**
 * Tabs: of the panes in a `.tabs` one is shown, that of the label that is chosen in its row. A click chooses, and so do the
 * arrows, Home and End while a label has the focus; a click leaves the focus, and with it the keys, where it was. When a
 * step comes that is a pane, or stands in one, its pane is chosen; before the first such step it is the first pane.
 *
 * `tabchosen` tells who chose: the slide by `h` and `v`, the number of its `.tabs`, and of the pane. `mirror` with `tab`
 * (the same) chooses what was chosen in another window.
 * @param {import("./deck.js").Deck} deck
 */
export function tabs(deck) {
  const { signal, slidesElement } = deck;
  /** The pane that the steps last asked for, by its tabs. @type {WeakMap<Element, Element>} */
  const asked = new WeakMap();

  /** @param {Element | undefined} pane */
  const choose = (pane) => {
    for (const other of pane ? panesOf(/** @type {Element} */ (pane.parentElement)) : []) {
      const label = labelOf(other);
      other.classList.toggle("chosen", other === pane);
      label?.setAttribute("aria-selected", String(other === pane));
      if (other === pane) label?.removeAttribute("tabindex");
      else label?.setAttribute("tabindex", "-1");
    }
  };

  /** Chosen by somebody. @param {Element} label */
  const pick = (label) => {
    const pane = paneOf(label);
    const slide = /** @type {HTMLElement} */ (label.closest("section"));
    if (!pane?.parentElement) return;
    choose(pane);
    const place = deck.find(slide);
    const number = [...slide.querySelectorAll(".tabs")].indexOf(pane.parentElement);
    if (place) deck.emit("tabchosen", { ...place, tabs: number, tab: panesOf(pane.parentElement).indexOf(pane) });
  };

  const follow = (/** @type {boolean} */ always) => {
    for (const tabs of deck.slide?.querySelectorAll(".tabs") ?? []) {
      const wanted = byStep(tabs);
      if (!wanted || (!always && asked.get(tabs) === wanted)) continue;
      asked.set(tabs, wanted);
      choose(wanted);
    }
  };

  slidesElement.addEventListener("mousedown", (event) => {
    // What was pressed does not take the keys away from the deck.
    if (labelAt(event)) event.preventDefault();
  }, { signal });
  slidesElement.addEventListener("click", (event) => {
    const label = labelAt(event);
    if (!label) return;
    pick(label);
    if (label.parentElement?.contains(document.activeElement)) label.focus();
  }, { signal });
  slidesElement.addEventListener("keydown", (event) => {
    const label = labelAt(event);
    if (!label || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const labels = /** @type {HTMLElement[]} */ ([...label.parentElement?.children ?? []]);
    const ahead = getComputedStyle(label).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const [at, last] = [labels.indexOf(label), labels.length - 1];
    let to = /^Arrow/.test(event.key) ? at + ([ahead, "ArrowDown"].includes(event.key) ? 1 : -1) : NaN;
    if (event.key === "Home") to = 0;
    if (event.key === "End") to = last;
    if (Number.isNaN(to)) return;
    event.preventDefault();
    const next = labels[to < 0 ? last : to > last ? 0 : to];
    pick(next);
    next.focus();
  }, { signal });

  deck.addEventListener("place", (event) => follow(/** @type {any} */ (event).slideChanged));
  deck.addEventListener("sync", () => follow(false));
  deck.addEventListener("mirror", (event) => {
    const { tab } = /** @type {any} */ (event);
    if (!tab) return;
    const tabs = deck.columns[tab.h]?.[tab.v]?.querySelectorAll(".tabs")[tab.tabs];
    if (tabs) choose(panesOf(tabs)[tab.tab]);
  });
  deck.addEventListener("destroy", () => {
    for (const tabs of slidesElement.querySelectorAll(".tabs")) choose(panesOf(tabs)[0]);
  });
}

/** @param {Event} event @returns {HTMLElement | null} */
function labelAt(event) {
  return /** @type {Element} */ (event.target).closest(".tabs > [role=tablist] > [role=tab]");
}

/** @param {Element} tabs */
function panesOf(tabs) {
  return [...tabs.querySelectorAll(":scope > [role=tabpanel]")];
}

/** @param {Element} pane */
function labelOf(pane) {
  return document.getElementById(pane.getAttribute("aria-labelledby") ?? "");
}

/** @param {Element} label */
function paneOf(label) {
  return document.getElementById(label.getAttribute("aria-controls") ?? "");
}

/**
 * The pane of the last step that is shown among the tabs; the first if none is, and nothing if there are no steps.
 * @param {Element} tabs @returns {Element | undefined}
 */
function byStep(tabs) {
  const steps = /** @type {HTMLElement[]} */ ([...tabs.querySelectorAll(".fragment:not(.disabled)")]);
  if (!steps.length) return undefined;
  const indexOf = (/** @type {HTMLElement} */ step) => Number(step.dataset.fragmentIndex);
  const shown = steps.filter((step) => step.classList.contains("visible"));
  const latest = Math.max(...shown.map(indexOf));
  const step = shown.find((step) => indexOf(step) === latest);
  const panes = panesOf(tabs);
  return step ? panes.find((pane) => pane.contains(step)) : panes[0];
}
