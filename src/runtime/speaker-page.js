// @ts-check

/** How much the notes grow or shrink at once, and how far. */
const GROWTH = 1.15;
const SIZES = [0.6, 3];

const LAYOUTS = /** @type {const} */ (["default", "wide", "tall", "notes-only"]);

/**
 * The look of the window. It lies in a shadow tree: neither it nor the deck's style, which is for the slides, reaches
 * the other. What is `own` begins anew, since slides take what they inherit through the same tree.
 */
const STYLE = [
  ":host { position: fixed !important; inset: 0; z-index: 1000; background: #16171a; }",
  "[hidden] { display: none !important; }",
  ".own { all: initial; display: block; font: 15px/1.4 system-ui, sans-serif; color: #ececef; color-scheme: dark; }",
  "#page { box-sizing: border-box; height: 100%; padding: 10px 16px; display: flex; flex-direction: column; gap: 10px; }",
  ".bar { display: flex; align-items: center; gap: 10px; }",
  "h1 { flex: 1; margin: 0; font-size: 16px; font-weight: 400; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }",
  "h1 b { margin-right: 12px; font-size: 22px; }",
  "h2, h2.own { margin: 0 0 6px; font-size: 14px; font-weight: 600; }",
  "h1 span, h2, h2.own, small, .none { color: #a9acb4; }",
  "button, select { height: 34px; padding: 0 10px; border: 1px solid #62666f; border-radius: 6px; background: #24262b; color: inherit; font: inherit; }",
  "#smaller::before { content: \"A−\" / \"\"; }",
  "#larger::before { content: \"A+\" / \"\"; }",
  ":focus-visible { outline: 2px solid #8ab8ff; outline-offset: 2px; }",
  ".sign { padding: 4px 10px; background: #f3c969; color: #16171a; }",
  ".sign:empty { display: none; }",
  "main { flex: 1; min-height: 0; display: flex; gap: 14px 16px; }",
  ".side { display: flex; flex-direction: column; gap: 14px; min-width: 0; min-height: 0; flex: 1; }",
  ".side:first-child { flex: 1.66; }",
  ".box { position: relative; width: min(100%, var(--room) * var(--ratio)); aspect-ratio: var(--ratio); overflow: clip; background: Canvas; }",
  "#now { grid-area: now; --room: calc(100vh - 258px); }",
  "#next { grid-area: next; --room: 38vh; }",
  "#time { grid-area: time; }",
  "#notes { grid-area: notes; flex: 1; min-height: 0; display: flex; flex-direction: column; }",
  ":is([data-layout=wide], [data-layout=tall]) main { display: grid; }",
  ":is([data-layout=wide], [data-layout=tall]) .side { display: contents; }",
  "[data-layout=wide] main { grid: \"now next\" auto \"notes time\" minmax(0, 1fr) / 1fr 1fr; }",
  "[data-layout=wide] :is(#now, #next) { --room: 55vh; }",
  "[data-layout=tall] main { grid: \"now notes\" auto \"next notes\" auto \"time time\" minmax(0, 1fr) / 1fr 2fr; }",
  "[data-layout=tall] :is(#now, #next) { --room: calc(50vh - 126px); }",
  "[data-layout=notes-only] main { flex-direction: column; }",
  "[data-layout=notes-only] :is(#now, #next) { display: none; }",
  "[data-layout=notes-only] .side:first-child { flex: none; }",
].join("\n");

/** What is in the window, beside what others put into its sections. Ids are the shadow tree's own. */
const PAGE = [
  '<div id="page"><header class="own bar"><h1><b id="number"></b><span id="where"></span></h1>',
  '<span id="gone" class="sign" role="alert"></span><span id="paused" class="sign" role="status"></span>',
  '<label><span id="layoutName"></span> <select id="layout"></select></label>',
  '<button id="smaller" type="button"></button><button id="larger" type="button"></button></header>',
  '<main><div class="side"><section id="now"></section><section id="time" class="own"></section></div>',
  '<div class="side"><section id="next"></section><section id="notes" class="own"></section></div></main></div>',
].join("");

/**
 * The page of the speaker's window: its head, its layouts, the size of what is read, and the deck itself as the picture
 * of this slide. Others fill the other sections.
 * @param {import("./deck.js").Deck} deck
 */
export function speakerPage(deck) {
  const link = deck.speaker;
  if (!link?.isView) return;
  const { element, words: { speakerPage: words } } = deck;
  const { kept } = link;
  const host = document.createElement("div");
  host.className = "deck-speaker";
  const shadow = host.attachShadow({ mode: "open" });
  shadow.innerHTML = "<style>" + STYLE + "</style>" + PAGE;
  const partsOf = (/** @type {ParentNode} */ root) =>
    Object.fromEntries([...root.querySelectorAll("[id]")].map((part) => [part.id, /** @type {any} */ (part)]));
  const parts = partsOf(shadow);

  link.fill = (id, name, html, style) => {
    const section = parts[id];
    section.setAttribute("aria-label", name);
    section.innerHTML = html;
    shadow.append(Object.assign(document.createElement("style"), { textContent: style }));
    return partsOf(section);
  };

  const { nowTitle } = link.fill("now", words.now, '<h2 class="own" id="nowTitle"></h2><div class="box"><slot></slot></div>', "");
  parts.layoutName.textContent = words.layout;
  parts.layout.append(...LAYOUTS.map((layout) => new Option(words.layouts[layout], layout)));
  for (const name of /** @type {const} */ (["smaller", "larger"])) parts[name].setAttribute("aria-label", words[name]);

  const arrange = (layout = kept.layout ?? "default") => {
    link.keep({ layout });
    parts.layout.value = layout;
    parts.page.dataset.layout = layout;
  };

  /** @param {number} turn */
  const resize = (turn) => {
    const size = Math.max(SIZES[0], Math.min(SIZES[1], (kept.size ?? 1) * GROWTH ** turn));
    link.keep({ size });
    parts.page.style.setProperty("--size", String(size));
  };

  const show = () => {
    const { slide, place } = deck;
    if (!slide) return;
    const steps = deck.countSteps(slide);
    const counts = slide.dataset.visibility !== "uncounted";
    const said = (/** @type {string} */ text, /** @type {number} */ at, /** @type {number} */ all) =>
      text.replace("{at}", String(at)).replace("{all}", String(all));
    parts.number.textContent = said(words.slide, deck.countBefore() + Number(counts), deck.counted.length);
    parts.where.textContent = [sectionOf(deck), deck.titleOf(slide)].filter(Boolean).join(" › ");
    nowTitle.textContent = words.now + (steps ? ", " + said(words.step, place.step + 1, steps) : "");
    parts.page.style.setProperty("--ratio", String(Number.parseFloat(deck.config.width) / Number.parseFloat(deck.config.height)));
    const wanted = words.title + " – ";
    if (!document.title.startsWith(wanted)) document.title = wanted + document.title;
  };

  const keys = () => {
    deck.actions.layout = () => arrange(LAYOUTS[(LAYOUTS.indexOf(kept.layout ?? "default") + 1) % LAYOUTS.length]);
    deck.actions.larger = () => resize(1);
    deck.actions.smaller = () => resize(-1);
    Object.assign(deck.keys, {
      l: { does: "layout", shift: "layout" },
      "+": { does: "larger", shift: "larger" },
      "=": { does: "larger" },
      "-": { does: "smaller" },
    });
    Object.assign(deck.words.help.actions, words.actions);
  };

  shadow.addEventListener("mousedown", (event) => {
    if (/** @type {Element} */ (event.target).closest("button")) event.preventDefault();
  });
  parts.smaller.addEventListener("click", () => resize(-1));
  parts.larger.addEventListener("click", () => resize(1));
  parts.layout.addEventListener("change", () => {
    parts.layout.blur();
    arrange(parts.layout.value);
  });

  // The deck moves into the picture, which is its viewport from now on.
  const frame = host.appendChild(document.createElement("div"));
  frame.className = "reveal-viewport";
  frame.style.cssText = "position: absolute; inset: 0;";
  for (const one of [deck.viewport, element]) one.classList.remove("reveal-viewport");
  document.body.append(host);
  // Here the whole window is what is read, and the deck a part of it.
  element.removeAttribute("role");
  frame.append(element);
  deck.viewport = frame;

  arrange();
  resize(0);
  for (const type of ["place", "sync", "start", "built"]) deck.addEventListener(type, show);
  deck.addEventListener("start", keys);
  deck.addEventListener("kept", () => {
    arrange();
    resize(0);
  });
  deck.addEventListener("audience", (event) => {
    parts.paused.textContent = /** @type {any} */ (event).paused ? words.paused : "";
  });
  deck.addEventListener("linked", () => {
    parts.gone.textContent = "";
  });
  deck.addEventListener("unlinked", () => {
    parts.paused.textContent = "";
    parts.gone.textContent = words.gone;
  });
}

/** The title of the section that this slide stands in. @param {import("./deck.js").Deck} deck */
function sectionOf(deck) {
  const before = deck.slides.slice(0, deck.slides.indexOf(deck.slide));
  const section = before.reverse().find((slide) => slide.matches(".layout-section"));
  return section ? deck.titleOf(section) : "";
}
