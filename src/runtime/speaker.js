// @ts-check

const WORDS = {
  title: "Speaker view",
  slide: "Slide",
  of: "of",
  step: "step",
  now: "This slide",
  nextStep: "Next step",
  nextSlide: "Next slide",
  end: "The end",
  notes: "Notes",
  noNotes: "No notes for this slide.",
  noneAtAll: "This deck has no notes.",
  time: "Time",
  clock: "Clock",
  timer: "Timer",
  timerHelp: "Click to pause or go on, double click to reset",
  running: "running",
  waiting: "starts with the first move",
  halted: "paused",
  reset: "Reset",
  pace: "Pace",
  planned: "planned",
  onTime: "On time",
  ahead: "ahead",
  behind: "behind",
  left: "left for this slide",
  layout: "Layout",
  layouts: { default: "Default", wide: "Wide", tall: "Tall", "notes-only": "Notes only" },
  smaller: "Smaller notes",
  larger: "Larger notes",
  screenPaused: "The screen is paused",
  gone: "The deck was closed or loaded again. If it is open, press S there to go on.",
  blocked: "The browser blocked the speaker view. Allow pop-ups for this page and press S again.",
  again: "Press S to go on with the speaker view.",
};

/** How long a message lies over the deck, and how often the clock is looked at, in milliseconds. */
const MESSAGE_TIME = 8000;
const TICK = 500;

/** Where the window's name says that a speaker view belongs to it. */
const MARK = "deck-speaker:";

/**
 * The window's own look. It lies in a shadow tree: neither it nor the deck's style, which is for the slides in the
 * window, reaches the other. What is `own` begins anew, since slides take what they inherit through the same tree.
 */
const STYLE = [
  ":host { position: fixed !important; inset: 0; background: #16171a; }",
  "[hidden] { display: none !important; }",
  ".own { all: initial; display: block; font: 15px/1.4 system-ui, sans-serif; color: #ececef; color-scheme: dark; }",
  "#page { box-sizing: border-box; height: 100%; padding: 10px 16px; display: flex; flex-direction: column; gap: 10px; }",
  ".bar { display: flex; align-items: center; gap: 10px; }",
  "h1 { flex: 1; margin: 0; font-size: 16px; font-weight: 400; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }",
  "h1 b { margin-right: 12px; font-size: 22px; }",
  "h2, h2.own { margin: 0 0 6px; font-size: 14px; font-weight: 600; }",
  "h1 span, h2, h2.own, small, .none { color: #a9acb4; }",
  "button, select { height: 34px; padding: 0 10px; border: 1px solid #62666f; border-radius: 6px; background: #24262b; font: inherit; }",
  ":focus-visible { outline: 2px solid #8ab8ff; outline-offset: 2px; }",
  "#state { padding: 4px 10px; background: #f3c969; color: #16171a; }",
  "main { flex: 1; min-height: 0; display: flex; gap: 14px 16px; }",
  ".side { display: flex; flex-direction: column; gap: 14px; min-width: 0; min-height: 0; flex: 1; }",
  ".side:first-child { flex: 1.66; }",
  ".box { position: relative; width: min(100%, var(--room) * var(--ratio)); aspect-ratio: var(--ratio); overflow: clip; background: Canvas; }",
  "#now { grid-area: now; --room: calc(100vh - 258px); }",
  "#next { grid-area: next; --room: 38vh; }",
  "#time { grid-area: time; display: flex; flex-wrap: wrap; align-content: flex-start; gap: 4px 40px; }",
  "#time :is(p, h2) { margin: 0; }",
  ".value { font-size: 32px; line-height: 42px; font-variant-numeric: tabular-nums; }",
  "#timer { height: 42px; padding: 0 6px; margin-left: -7px; border-color: #16171a; background: none; }",
  "#timer, #reset { vertical-align: middle; }",
  "#timer:not([data-runs]) { color: #f3c969; }",
  "[data-pace=onTime] { color: #86d6a0; }",
  "[data-pace=ahead], a { color: #8ab8ff; }",
  "[data-pace=behind] { color: #ff9d8a; }",
  "#notes { grid-area: notes; flex: 1; min-height: 0; display: flex; flex-direction: column; }",
  "#text { flex: 1; overflow: auto; overflow-wrap: anywhere; font-size: calc(20px * var(--size)); line-height: 1.5; }",
  "#text p { margin: 0 0 0.7em; }",
  "#text pre { white-space: pre-wrap; }",
  "#text .plain { white-space: pre-line; }",
  "#text .step { padding-left: 14px; border-left: 3px solid #f3c969; margin-bottom: 0.7em; }",
  "#text .fragment:not(.visible) { opacity: 0.65; }",
  "#gone { position: absolute; inset: 0; padding: 30vh 10vw; background: #16171a; font-size: 24px; text-align: center; }",
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

/** What is in the window. Ids are the shadow tree's own. */
const PAGE = [
  '<div id="page"><header class="own bar"><h1><b id="number"></b><span id="where"></span></h1>',
  '<span id="state" role="status"></span>',
  '<label>' + WORDS.layout + ' <select id="layout">',
  ...Object.entries(WORDS.layouts).map(([value, name]) => '<option value="' + value + '">' + name + "</option>"),
  '</select></label><button id="smaller" type="button" aria-label="' + WORDS.smaller + '">A−</button>',
  '<button id="larger" type="button" aria-label="' + WORDS.larger + '">A+</button></header>',
  '<main><div class="side"><section id="now" aria-label="' + WORDS.now + '"><h2 class="own" id="nowTitle"></h2>',
  '<div class="box"><slot name="now"></slot></div></section>',
  '<section id="time" class="own" aria-label="' + WORDS.time + '">',
  "<div><h2>" + WORDS.clock + '</h2><p class="value" id="clock"></p></div>',
  "<div><h2>" + WORDS.timer + '</h2><button id="timer" class="value" type="button" title="' + WORDS.timerHelp + '"></button> ',
  '<button id="reset" type="button">' + WORDS.reset + '</button><p><small id="timerState"></small></p></div>',
  '<div id="paceBox"><h2>' + WORDS.pace + '</h2><p class="value" id="pace"></p><p><small id="paceMore"></small></p></div>',
  '</section></div><div class="side"><section id="next" aria-label="' + WORDS.nextSlide + '"><h2 class="own" id="nextTitle"></h2>',
  '<div class="box"><slot name="next"></slot></div></section>',
  '<section id="notes" class="own" aria-label="' + WORDS.notes + '"><h2>' + WORDS.notes + "</h2>",
  '<div id="text" tabindex="0" role="group" aria-label="' + WORDS.notes + '"></div></section></div></main></div>',
  '<div id="gone" class="own" role="alert" hidden>' + WORDS.gone + "</div>",
].join("");

/**
 * A copy of a slide in the speaker's window.
 * @typedef {{ frame: HTMLElement, slides: HTMLElement, layer: HTMLElement, slide?: HTMLElement, copy?: HTMLElement }} Picture
 */

/**
 * The speaker's window: this slide and the next one, notes, clock, timer and pace.
 *
 * The window is an empty one of the deck's own origin, also where the deck is a file. No script runs in it: this one
 * fills it and listens to it. It shows copies of the deck's slides under a copy of the deck's style. After the deck was
 * loaded again it finds the window by the name that is left in `window.name`; a file may not look into a window that
 * it has not opened itself, so there the next S opens another one in its place, and the timer goes on.
 * @param {import("./deck.js").Deck} deck
 */
export function speaker(deck) {
  const classes = deck.element.className;
  const message = document.createElement("div");
  message.className = "speaker-message";
  message.setAttribute("role", "status");
  deck.element.append(message);
  let messageTimer = 0;

  /** The window, while it is open. @type {Window | null} */
  let view = null;
  /** A window that is open and cannot be used. @type {Window | null} */
  let stale = null;
  /** The parts of the window by their ids. @type {Record<string, any>} */
  let parts = {};
  /** @type {Picture[]} */
  let pictures = [];
  /** The seconds that each slide shall take. @type {Map<HTMLElement, number> | null} */
  let plan = null;
  /**
   * What outlives the window, and a reload of the deck. The timer: milliseconds `spent` until it last stopped, and
   * `since` when it runs (0: it does not); `armed`: the first move starts it.
   */
  let kept = { name: "", was: window.name, spent: 0, since: 0, armed: true, layout: "default", size: 1, features: "" };

  const spent = () => kept.spent + (kept.since ? Date.now() - kept.since : 0);
  const keep = () => {
    if (view) window.name = MARK + JSON.stringify(kept);
  };

  /** @param {string} text */
  const say = (text) => {
    message.textContent = text;
    clearTimeout(messageTimer);
    if (text) messageTimer = window.setTimeout(say, MESSAGE_TIME, "");
  };

  const open = () => {
    if (view && !view.closed) return view.focus();
    stale?.close();
    stale = null;
    kept.name = "deck-speaker-" + Date.now().toString(36);
    const opened = window.open("", kept.name, kept.features || "popup,width=1280,height=720");
    if (!opened) return say(WORDS.blocked);
    say("");
    fill(opened);
  };

  const close = () => {
    if (!view) return;
    view.close();
    view = null;
    window.name = kept.was;
  };

  /** @param {Window} opened */
  const fill = (opened) => {
    view = opened;
    const page = opened.document;
    // Without a doctype tables and the like would look otherwise than in the deck.
    page.open();
    page.write("<!doctype html><title></title>");
    page.close();
    const host = page.body.appendChild(page.createElement("div"));
    const shadow = host.attachShadow({ mode: "open" });
    shadow.innerHTML = "<style>" + STYLE + "</style>" + PAGE;
    parts = Object.fromEntries([...shadow.querySelectorAll("[id]")].map((part) => [part.id, part]));
    pictures = ["now", "next"].map((name) => {
      const frame = element(host, "reveal-viewport");
      frame.slot = name;
      frame.inert = true;
      const reveal = element(frame, classes);
      const backgrounds = element(reveal, "backgrounds");
      backgrounds.dataset.transition = "none";
      const layer = element(backgrounds, "slide-background present");
      element(layer, "slide-background-content");
      return { frame, layer, slides: element(reveal, "slides") };
    });

    const size = new /** @type {any} */ (opened).ResizeObserver(scale);
    for (const { frame } of pictures) size.observe(frame);
    opened.setInterval(tick, TICK);
    page.addEventListener("keydown", press);
    // An emptied window cannot be filled again for sure: a reload closes it.
    opened.addEventListener("pagehide", close);
    shadow.addEventListener("mousedown", (event) => {
      if (/** @type {Element} */ (event.target).closest("button")) event.preventDefault();
    });
    shadow.addEventListener("click", follow);
    parts.timer.addEventListener("click", () => run(!kept.since));
    for (const [part, type] of [["timer", "dblclick"], ["reset", "click"]]) parts[part].addEventListener(type, reset);
    parts.smaller.addEventListener("click", () => resize(-1));
    parts.larger.addEventListener("click", () => resize(1));
    parts.layout.addEventListener("change", () => {
      parts.layout.blur();
      arrange(parts.layout.value);
    });
    arrange(kept.layout);
    resize(0);
    read();
    opened.focus();
  };

  /** @param {boolean} on */
  const run = (on) => {
    kept.spent = spent();
    kept.since = on ? Date.now() : 0;
    kept.armed = false;
    tick();
  };

  const reset = () => {
    Object.assign(kept, { spent: 0, since: 0, armed: true });
    tick();
  };

  /** @param {string} layout */
  const arrange = (layout) => {
    kept.layout = layout;
    parts.layout.value = layout;
    parts.page.dataset.layout = layout;
    keep();
  };

  /** @param {number} turn */
  const resize = (turn) => {
    kept.size = Math.max(0.6, Math.min(3, kept.size * 1.15 ** turn));
    parts.page.style.setProperty("--size", String(kept.size));
    keep();
  };

  /** A key in the speaker's window is a key of the deck, except for the few that are the window's own. @param {KeyboardEvent} event */
  const press = (event) => {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    const command = event.ctrlKey || event.metaKey || event.altKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (target.closest?.("select") || (/^( |Enter)$/.test(key) && target.closest?.("button, a"))) return;
    if (/^Arrow(Up|Down)$/.test(key) && target.matches?.("#text:focus-visible")) return;
    const layouts = Object.keys(WORDS.layouts);
    if (key === "F5" || (command && key === "r")) fill(/** @type {Window} */ (view));
    else if (!command && key === "l") arrange(layouts[(layouts.indexOf(kept.layout) + 1) % layouts.length]);
    else if (!command && /^[-+=]$/.test(key)) resize(key === "-" ? -1 : 1);
    else if (document.body.dispatchEvent(new KeyboardEvent("keydown", event))) return;
    event.preventDefault();
    // What asks for text asks for it in the deck's window.
    if (document.activeElement?.localName === "input") window.focus();
  };

  /** A link in the notes leads through the deck, or to a window of its own. @param {Event} event */
  const follow = (event) => {
    const href = /** @type {Element} */ (event.target).closest("a[href]")?.getAttribute("href");
    if (!href) return;
    event.preventDefault();
    if (href.startsWith("#")) window.location.hash = href;
    else view?.open(href, "_blank", "noopener");
  };

  const scale = () => {
    for (const { frame } of pictures) {
      const { width } = canvas(deck);
      frame.style.setProperty("--slide-scale", String(frame.clientWidth / width));
    }
  };

  /** Reads everything again. */
  const read = () => {
    plan = planOf(deck);
    if (!view) return;
    const { documentElement: root, head, title } = view.document;
    for (const { name, value } of document.documentElement.attributes) root.setAttribute(name, value);
    view.document.title = WORDS.title + (document.title && " – " + document.title);
    const styles = [...document.querySelectorAll("head style")].map((style) => style.textContent);
    const present = head.querySelectorAll("style");
    styles.forEach((text, i) => {
      const style = present[i] ?? head.appendChild(view?.document.createElement("style") ?? document.createElement("style"));
      if (style.textContent !== text) style.textContent = text;
    });
    const { width, height } = canvas(deck);
    parts.page.style.setProperty("--ratio", String(width / height));
    for (const picture of pictures) {
      picture.slide = undefined;
      picture.frame.style.cssText = "position: absolute !important; inset: 0;";
      picture.frame.style.setProperty("--slide-width", width + "px");
      picture.frame.style.setProperty("--slide-height", height + "px");
    }
    scale();
    show();
  };

  const show = () => {
    if (!view) return;
    const { slide, place } = deck;
    const steps = slide ? deck.countSteps(slide) : 0;
    const inside = place.step < steps - 1;
    const next = inside ? slide : nextSlide(deck);
    const count = deck.countBefore() + (slide?.dataset.visibility === "uncounted" ? 0 : 1);
    parts.number.textContent = [WORDS.slide, count, WORDS.of, deck.counted.length].join(" ");
    parts.where.textContent = [sectionOf(deck), titleOf(slide)].filter(Boolean).join(" › ");
    parts.nowTitle.textContent = WORDS.now + (steps ? ", " + [WORDS.step, place.step + 1, WORDS.of, steps].join(" ") : "");
    parts.nextTitle.textContent = inside ? WORDS.nextStep : next ? WORDS.nextSlide : WORDS.end;
    paint(pictures[0], slide, place.step);
    paint(pictures[1], next, inside ? place.step + 1 : -1);
    parts.text.replaceChildren(...notesOf(slide, place.step, view.document));
    if (!parts.text.childNodes.length) {
      const some = deck.slidesElement.querySelector("aside.notes, [data-notes]");
      element(parts.text, "none").textContent = some ? WORDS.noNotes : WORDS.noneAtAll;
    }
    parts.text.scrollTop = 0;
    tick();
  };

  /** @param {Picture} picture @param {HTMLElement | undefined} slide @param {number} step */
  const paint = (picture, slide, step) => {
    picture.frame.hidden = !slide;
    if (!slide) return;
    if (picture.slide !== slide) {
      picture.slide = slide;
      picture.copy = copyOf(slide, picture, deck);
    }
    if (deck.config.fragments && picture.copy) setStep(picture.copy, step);
  };

  /** The clock, the timer and the pace. */
  const tick = () => {
    if (!view) return;
    const now = new Date();
    const seconds = Math.floor(spent() / 1000);
    parts.clock.textContent = now.toLocaleTimeString(document.documentElement.lang || undefined, { timeStyle: "short" });
    parts.timer.textContent = duration(seconds);
    parts.timer.setAttribute("aria-label", WORDS.timer + " " + duration(seconds));
    parts.timer.toggleAttribute("data-runs", kept.since > 0);
    const total = plan ? [...plan.values()].reduce((sum, time) => sum + time, 0) : 0;
    const state = kept.since ? WORDS.running : kept.armed ? WORDS.waiting : WORDS.halted;
    parts.timerState.textContent = state + (total ? ", " + duration(total) + " " + WORDS.planned : "");
    parts.state.textContent = deck.methods.isPaused?.() ? WORDS.screenPaused : "";
    parts.state.hidden = !parts.state.textContent;
    parts.paceBox.hidden = !plan;
    if (plan) {
      const { word, text, more } = paceOf(plan, seconds, deck);
      parts.pace.dataset.pace = word;
      parts.pace.textContent = text;
      parts.paceMore.textContent = more;
    }
    const { screenX, screenY, innerWidth, innerHeight } = view;
    kept.features = "popup,left=" + screenX + ",top=" + screenY + ",width=" + innerWidth + ",height=" + innerHeight;
    keep();
  };

  /** After the deck was loaded again: its window may still be there. */
  const reconnect = () => {
    if (!window.name.startsWith(MARK)) return;
    try {
      kept = { ...kept, ...JSON.parse(window.name.slice(MARK.length)) };
    } catch {
      return;
    }
    window.name = kept.was;
    const found = window.open("", kept.name, kept.features);
    try {
      if (found?.document) return fill(found);
    } catch {
      stale = found;
    }
    say(WORDS.again);
  };

  deck.actions.speaker = open;
  deck.addEventListener("ready", reconnect);
  for (const type of ["sync", "built", "config"]) deck.addEventListener(type, read);
  for (const type of ["paused", "resumed"]) deck.addEventListener(type, tick);
  deck.addEventListener("place", () => {
    if (view && kept.armed) run(true);
    show();
  });
  new MutationObserver(read).observe(document.documentElement, { attributes: true });
  window.addEventListener("pagehide", () => {
    if (view) parts.gone.hidden = false;
  });
  window.addEventListener("pageshow", () => {
    if (view) parts.gone.hidden = true;
  });
}

/** @param {Element} parent @param {string} className @returns {HTMLElement} */
function element(parent, className) {
  return parent.appendChild(Object.assign(parent.ownerDocument.createElement("div"), { className }));
}

/** The size of a slide. @param {import("./deck.js").Deck} deck @returns {{ width: number, height: number }} */
function canvas(deck) {
  const [width, height] = ["width", "height"].map((name) =>
    Number.parseFloat(deck.viewport.style.getPropertyValue("--slide-" + name) || deck.config[name]));
  return { width, height };
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

/**
 * Puts a copy of a slide into a picture, in its stack, with its background. Nothing in it plays or asks for anything.
 * @param {HTMLElement} slide @param {Picture} picture @param {import("./deck.js").Deck} deck @returns {HTMLElement}
 */
function copyOf(slide, { frame, slides, layer }, deck) {
  // Counting writes the numbers of the steps into the slide.
  deck.countSteps(slide);
  const page = frame.ownerDocument;
  const copy = page.importNode(slide, true);
  for (const part of copy.querySelectorAll("aside.notes, script")) part.remove();
  for (const part of copy.querySelectorAll("video, audio, iframe")) {
    for (const name of ["autoplay", "data-autoplay", ...(part.localName === "iframe" ? ["src", "srcdoc"] : [])]) {
      part.removeAttribute(name);
    }
  }
  const stack = /** @type {HTMLElement} */ (slide.parentElement);
  const tops = stack === deck.slidesElement ? [copy] : [page.importNode(stack, false), copy];
  for (const section of tops) {
    section.classList.remove("past", "future", "leaving");
    section.classList.add("present");
    section.hidden = section.inert = false;
  }
  if (tops[1]) tops[0].append(copy);
  slides.replaceChildren(tops[0]);
  for (const name of ["", "-image", "-opacity"]) {
    const property = "--slide-background" + name;
    layer.style.setProperty(property, copy.style.getPropertyValue(property) || tops[0].style.getPropertyValue(property));
  }
  for (const shade of ["has-dark-background", "has-light-background"]) {
    frame.classList.toggle(shade, tops.some((section) => section.classList.contains(shade)));
  }
  return copy;
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

/**
 * The notes: those of the step that came last, then those of the slide.
 * @param {HTMLElement | undefined} slide @param {number} step @param {Document} page @returns {HTMLElement[]}
 */
function notesOf(slide, step, page) {
  if (!slide) return [];
  const written = (/** @type {HTMLElement} */ part) =>
    part.dataset.notes ? [Object.assign(page.createElement("p"), { textContent: part.dataset.notes, className: "plain" })] : [];
  const copied = (/** @type {Element[]} */ asides) => asides.flatMap((aside) => {
    const copy = page.importNode(aside, true);
    for (const part of copy.querySelectorAll(".katex-html, script")) part.remove();
    return [...copy.childNodes];
  });
  const block = (/** @type {Node[]} */ nodes, className = "") => {
    const box = Object.assign(page.createElement("div"), { className });
    box.append(...nodes);
    return nodes.length ? [box] : [];
  };
  const current = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll(".fragment:not(.disabled)")]).filter(
    (part) => Number(part.dataset.fragmentIndex) === step && !part.parentElement?.closest("aside.notes"));
  const own = current.flatMap((part) =>
    [...written(part), ...copied(part.matches("aside.notes") ? [part] : [...part.querySelectorAll("aside.notes")])]);
  const rest = [...slide.querySelectorAll("aside.notes")].filter((aside) => !aside.closest(".fragment"));
  return [...block(own, "step"), ...block([...written(slide), ...copied(rest)])];
}

/** @param {HTMLElement | undefined} slide */
function titleOf(slide) {
  const heading = slide?.querySelector("h1, h2, h3, h4, h5, h6")?.cloneNode(true);
  if (!heading) return "";
  for (const part of /** @type {Element} */ (heading).querySelectorAll(".katex-html, annotation")) part.remove();
  return (heading.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The title of the section that this slide stands in. @param {import("./deck.js").Deck} deck */
function sectionOf(deck) {
  const before = deck.slides.slice(0, deck.slides.indexOf(deck.slide));
  return titleOf(before.reverse().find((slide) => slide.matches(".layout-section")));
}

/**
 * How long each slide shall take, in seconds, if anybody said so: `data-timing` of a slide, of a section's first slide
 * for the whole section, `totalTime` for what is not said, or `defaultTiming` for each.
 * @param {import("./deck.js").Deck} deck @returns {Map<HTMLElement, number> | null}
 */
function planOf(deck) {
  const { totalTime, defaultTiming } = deck.config;
  const said = (/** @type {HTMLElement} */ slide) => Number(slide.dataset.timing) || 0;
  if (!totalTime && !defaultTiming && !deck.slides.some(said)) return null;
  /** @type {Map<HTMLElement, number>} */
  const plan = new Map();
  /** @param {HTMLElement[]} slides @param {number} time what they have together */
  const share = (slides, time) => {
    const open = slides.filter((slide) => !plan.has(slide));
    const left = slides.reduce((rest, slide) => rest - (plan.get(slide) ?? 0), time);
    for (const slide of open) plan.set(slide, Math.max(0, left / open.length));
  };
  const isSection = (/** @type {HTMLElement} */ slide) => slide.matches(".layout-section");
  for (const slide of deck.slides) {
    if (said(slide) && !isSection(slide)) plan.set(slide, said(slide));
    else if (!said(slide) && slide.dataset.visibility === "uncounted") plan.set(slide, 0);
  }
  deck.slides.forEach((slide, i) => {
    if (!isSection(slide) || !said(slide)) return;
    const after = deck.slides.findIndex((other, at) => at > i && isSection(other));
    share(deck.slides.slice(i, after < 0 ? undefined : after), said(slide));
  });
  const rest = deck.slides.filter((slide) => !plan.has(slide));
  if (totalTime) share(deck.slides, totalTime);
  else for (const slide of rest) plan.set(slide, defaultTiming || 0);
  return plan;
}

/**
 * Whether the talk is where it should be after so many seconds: anywhere in the time of this slide is on time.
 * @param {Map<HTMLElement, number>} plan @param {number} seconds @param {import("./deck.js").Deck} deck
 * @returns {{ word: "onTime" | "ahead" | "behind", text: string, more: string }}
 */
function paceOf(plan, seconds, deck) {
  const before = deck.slides.slice(0, deck.slides.indexOf(deck.slide));
  const start = before.reduce((sum, slide) => sum + (plan.get(slide) ?? 0), 0);
  const end = start + (plan.get(deck.slide) ?? 0);
  const more = seconds < end ? duration(Math.round(end - seconds)) + " " + WORDS.left : "";
  const early = Math.round(start - seconds);
  const late = Math.round(seconds - end);
  if (early > 0) return { word: "ahead", text: duration(early) + " " + WORDS.ahead, more };
  if (late > 0) return { word: "behind", text: duration(late) + " " + WORDS.behind, more };
  return { word: "onTime", text: WORDS.onTime, more };
}

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const pair = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return (hours ? hours + ":" + pair(minutes) : minutes) + ":" + pair(whole % 60);
}
