// @ts-check

/**
 * One build, told by `deck watch`.
 * @typedef {{
 *   build: number, base: number, reload?: boolean, title?: string, style?: string, diagnostics?: string | null,
 *   slides?: { key: string, html?: string, was?: string, down?: boolean }[],
 * }} Build
 */

/**
 * The page's end of `deck watch`: puts changed slides, styles and diagnostics in place and keeps slide, step and focus.
 * A page that missed a build loads itself again at the same place.
 * @param {import("./deck.js").Deck} deck
 * @param {{ build: number, keys: string[], diagnostics?: string | null }} live the build that the page was made by, the
 *   keys of its slides in order, and what was wrong with the sources by then
 */
export function live(deck, live) {
  let { build } = live;
  const overlay = document.createElement("div");
  overlay.className = "deck-diagnostics";
  overlay.setAttribute("role", "alert");
  overlay.hidden = true;
  const text = overlay.appendChild(document.createElement("pre"));
  deck.add(overlay);

  // As the page has them, before the deck starts and may mix them.
  const leaves = deck.slidesElement.querySelectorAll(":scope > section:not(.stack), :scope > section > section");
  let sections = new Map([...leaves].map((section, i) => [live.keys[i], /** @type {HTMLElement} */ (section)]));

  /** @param {NonNullable<Build["slides"]>} order */
  const replaceSlides = (order) => {
    const shown = [...sections].find(([, section]) => section === deck.slide)?.[0];
    const focused = pathOf(document.activeElement, deck.slide);
    let current = deck.slide;
    const next = new Map();
    for (const { key, html, was } of order) {
      const section = html === undefined ? sections.get(key) : parse(html);
      if (!section) return reload();
      next.set(key, section);
      if (shown !== undefined && (was ?? key) === shown) current = section;
    }
    const groups = /** @type {HTMLElement[][]} */ ([]);
    for (const { key, down } of order) {
      if (down && groups.length) groups[groups.length - 1].push(next.get(key));
      else groups.push([next.get(key)]);
    }
    arrange(deck.slidesElement, groups);
    sections = next;
    deck.sync(current);
    if (!focused || deck.slide !== current || deck.slide.contains(document.activeElement)) return;
    follow(focused, current)?.focus({ preventScroll: true });
  };

  const reload = () => {
    deck.emit("save");
    window.location.reload();
  };

  /** @param {Build} told */
  const receive = (told) => {
    if (told.build !== build) {
      if (told.reload || told.base !== build) return reload();
      build = told.build;
      const style = document.head.querySelector("style");
      if (told.style !== undefined && style) style.textContent = told.style;
      if (told.title !== undefined) document.title = told.title;
      if (told.slides) replaceSlides(told.slides);
      deck.emit("built", { build });
    }
    if (told.diagnostics !== undefined) tell(told.diagnostics);
  };

  const tell = (/** @type {string | null} */ diagnostics) => {
    text.textContent = diagnostics ?? "";
    overlay.hidden = diagnostics === null;
  };
  tell(live.diagnostics ?? null);

  const source = new EventSource(`/events?build=${build}`);
  source.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  window.addEventListener("pagehide", () => source.close(), { signal: deck.signal });
  deck.signal.addEventListener("abort", () => source.close());
}

/** @param {string} html @returns {HTMLElement | null} */
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement | null} */ (template.content.firstElementChild);
}

/**
 * Puts the sections in order, those of a group under one another in a stack. Touches nothing that is in its place
 * already, so that what plays goes on and the focus stays.
 * @param {HTMLElement} root @param {HTMLElement[][]} groups
 */
function arrange(root, groups) {
  const stacks = new Set();
  const tops = groups.map((group) => {
    if (group.length === 1) return group[0];
    let stack = group
      .map((section) => section.parentElement)
      .find((parent) => parent?.classList.contains("stack") && !stacks.has(parent));
    stack ??= Object.assign(document.createElement("section"), { className: "stack" });
    stacks.add(stack);
    return stack;
  });
  order(root, tops);
  groups.forEach((group, i) => group.length > 1 && order(tops[i], group));
}

/** @param {Element} parent @param {Element[]} children */
function order(parent, children) {
  const wanted = new Set(children);
  let next = parent.firstElementChild;
  for (const child of children) {
    while (next && !wanted.has(next)) {
      const gone = next;
      next = next.nextElementSibling;
      if (gone.localName === "section") gone.remove();
    }
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
  while (next) {
    const gone = next;
    next = next.nextElementSibling;
    if (gone.localName === "section") gone.remove();
  }
}

/**
 * The way from a slide to an element in it: its id, else the number of the child at each turn.
 * @param {Element | null} element @param {Element} slide @returns {string | number[] | null}
 */
function pathOf(element, slide) {
  if (!element || element === slide || !slide?.contains(element)) return null;
  if (element.id) return element.id;
  const path = [];
  for (let at = element; at !== slide; at = /** @type {Element} */ (at.parentElement)) {
    path.unshift([.../** @type {Element} */ (at.parentElement).children].indexOf(at));
  }
  return path;
}

/** @param {string | number[]} path @param {Element} slide @returns {HTMLElement | null} */
function follow(path, slide) {
  if (typeof path === "string") return slide.querySelector("#" + CSS.escape(path));
  let at = /** @type {Element | undefined} */ (slide);
  for (const index of path) at = at?.children[index];
  return /** @type {HTMLElement | null} */ (at ?? null);
}
