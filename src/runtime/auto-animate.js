// @ts-check

/** What is matched by what it says. It is never stretched: the size of its letters is a style, and moves as one. */
const TEXT = "h1, h2, h3, h4, h5, h6, p, li, .slide-header, .slide-footer";

/** What is matched by where it comes from; a picture that is drawn into the page by its name. */
const MEDIA = "img, video, iframe, svg.drawing, svg[role=img]";

/** What moves as a whole where all of it is the same: the text in it does not leave its frame. */
const FRAMES = "blockquote, figure, table, dl, .callout";

/** The styles that move, where the configuration does not name others. */
const STYLES = [
  "opacity", "color", "background-color", "padding", "font-size", "line-height", "letter-spacing", "border-width",
  "border-color", "border-radius", "outline", "outline-offset",
];

/** Lines and their numbers, where a highlighter made a table of them. */
const ROWS = ".hljs-ln-code, .hljs-ln-numbers[data-line-number]";

/** Styles whose end has to be said: what the style sheets say of them is not always a length. */
const LENGTHS = ["width", "height", "line-height"];

/** What a line of code moves by: its place alone. @type {Options} */
const LINE = { scale: false, styles: [] };

/**
 * Auto-animate: between two slides that ask for it, what is the same on both moves from where it was to where it is, and
 * what is new appears. It takes the place of the transition.
 *
 * The slide that leaves is gone at once. On the one that comes every pair starts in the size, place and styles that it
 * had before, by animations of the browser's own; nothing of that is written into the page. They say where they start
 * and not where they end, so that whatever happens to the slide meanwhile, steps say, is what they arrive at.
 * @param {import("./deck.js").Deck} deck
 */
export function autoAnimate(deck) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** What ends the movement of the slide that is shown. @type {(() => void) | null} */
  let stop = null;
  /** And of the one that was shown before: it may move on while it leaves. @type {(() => void) | null} */
  let stopLast = null;

  deck.config.autoAnimateStyles ??= STYLES;
  const end = () => {
    stop?.();
    stopLast?.();
    stop = stopLast = null;
  };
  for (const type of ["sync", "overviewshown", "destroy"]) deck.addEventListener(type, end);
  window.addEventListener("beforeprint", end, { signal: deck.signal });

  deck.methods.shouldAutoAnimateBetween = (/** @type {HTMLElement} */ from, /** @type {HTMLElement} */ to) =>
    Boolean(from && to) && belong(from, to, deck);
  deck.addEventListener("slidechanged", (event) => {
    const { previousSlide, currentSlide, indexh, indexv } = /** @type {any} */ (event);
    stopLast?.();
    [stopLast, stop] = [stop, null];
    if (!deck.isReady || !deck.config.autoAnimate || deck.isPage || deck.methods.isOverview?.()) return;
    if (!belong(previousSlide, currentSlide, deck)) return;
    // After slidechanged, as in reveal.js.
    queueMicrotask(() => deck.emit("autoanimate", { fromSlide: previousSlide, toSlide: currentSlide }));
    if (calm.matches || document.hidden) return;
    event.preventDefault();
    /** @type {Movement} */
    const movement = { deck, fromSlide: previousSlide, toSlide: currentSlide, animations: [], undo: [] };
    move(movement);
    stopLast?.();
    const finish = () => {
      for (const animation of movement.animations) animation.cancel();
      for (const action of movement.undo.splice(0)) action();
    };
    stop = finish;
    Promise.allSettled(movement.animations.map(({ finished }) => finished)).then(() => {
      finish();
      if (stop !== finish) return;
      stop = null;
      deck.emit("slidetransitionend", { indexh, indexv, previousSlide, currentSlide });
    });
  });
}

/**
 * `undo` is what is to be done at the end.
 * @typedef {{
 *   deck: import("./deck.js").Deck, fromSlide: HTMLElement, toSlide: HTMLElement, animations: Animation[], undo: (() => void)[],
 * }} Movement
 */

/**
 * What a matcher can say of a pair, as in reveal.js; times are in seconds.
 * @typedef {{
 *   translate?: boolean, scale?: boolean, delay?: number, duration?: number, easing?: string,
 *   styles?: (string | { property: string, from?: string, to?: string })[], measure?: (element: any) => Box,
 * }} Options
 */

/**
 * Two elements that are one to the audience; where a line of code was is a range.
 * @typedef {{ from: Element | Range, to: HTMLElement, options?: Options }} Pair
 */

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** @typedef {{ easing: string, duration: number, delay: number }} Timing */

/**
 * Whether one slide goes on with what the other one shows: both ask for it, under the same name, and the later one does
 * not begin anew.
 * @param {HTMLElement} from @param {HTMLElement} to @param {import("./deck.js").Deck} deck
 */
function belong(from, to, { slides }) {
  const later = slides.indexOf(to) > slides.indexOf(from) ? to : from;
  return (
    slides.includes(from) && from.dataset.autoAnimate !== undefined && to.dataset.autoAnimate !== undefined &&
    from.dataset.autoAnimateId === to.dataset.autoAnimateId && later.dataset.autoAnimateRestart === undefined
  );
}

/** Starts all that moves on a slide. @param {Movement} movement */
function move({ deck, fromSlide, toSlide, animations, undo }) {
  const { config, slidesElement } = deck;
  /** Pixels of the window in one of the canvas. */
  const scale = slidesElement.getBoundingClientRect().width / slidesElement.offsetWidth || 1;
  /** @param {Element | Range} what @param {boolean} text whether its letters count, and not the box they stand in @returns {Box} */
  const boxOf = (what, text) => {
    let rect = what.getBoundingClientRect();
    if (text && what instanceof Element) {
      const range = document.createRange();
      range.selectNodeContents(what);
      const letters = range.getBoundingClientRect();
      if (letters.width) rect = letters;
    }
    return { x: rect.x / scale, y: rect.y / scale, width: rect.width / scale, height: rect.height / scale };
  };

  /** What the slide that leaves looks like. @param {Pair} pair */
  const partOf = ({ from, to, options = {} }) => {
    const styles = (options.styles ?? config.autoAnimateStyles).map(asObject);
    const text = from instanceof Range || (options.scale === false && to.matches(TEXT));
    const start = options.measure?.(from) ?? boxOf(from, text);
    const first = read(from, styles, "from");
    return { to, options, styles, text, start, first, inline: isInline(to), box: start, factor: [1, 1], shift: [0, 0] };
  };
  // It has to be in sight for that.
  const leaving = [fromSlide, deck.tops[deck.find(fromSlide)?.h ?? 0]];
  for (const section of leaving) section.classList.add("leaving");
  /** @type {ReturnType<typeof partOf>[]} */
  let parts = [];
  try {
    const { autoAnimateMatcher: matcher } = config;
    const pairs = typeof matcher === "function" ? matcher(fromSlide, toSlide) : matchSlides(fromSlide, toSlide, undo);
    parts = inOrder(pairs).map(partOf);
  } finally {
    for (const section of leaving) section.classList.remove("leaving");
  }
  const own = toSlide.dataset.autoAnimate ?? "";
  toSlide.dataset.autoAnimate = "running";
  undo.push(() => {
    toSlide.dataset.autoAnimate = own;
  });

  const moving = new Map(parts.map((part) => [/** @type {Element} */ (part.to), part]));
  /** The part that another one is in, and moves with. @param {Element} element */
  const around = (element) => {
    let at = element.parentElement;
    while (at && at !== toSlide && !moving.has(at)) at = at.parentElement;
    return at ? moving.get(at) : undefined;
  };

  /** @param {HTMLElement} element @returns {Timing} */
  const timingOf = (element) => {
    const { autoAnimateEasing, autoAnimateDuration, autoAnimateDelay } = element.dataset;
    const { easing, duration, delay } = element === toSlide
      ? { easing: config.autoAnimateEasing, duration: config.autoAnimateDuration, delay: 0 }
      : timingOf(around(element)?.to ?? toSlide);
    return {
      easing: autoAnimateEasing || easing,
      duration: seconds(autoAnimateDuration, duration),
      delay: seconds(autoAnimateDelay, delay),
    };
  };

  /** @param {Element} element @param {any} frames @param {Timing} timing @param {CompositeOperation} [composite] */
  const play = (element, frames, { easing, duration, delay }, composite = "replace") => {
    const known = CSS.supports("transition-timing-function", easing) ? easing : "ease";
    const times = { duration: Math.max(0, duration) * 1000, delay: delay * 1000 };
    animations.push(element.animate(frames, { ...times, easing: known, fill: "backwards", composite }));
  };
  /** A length of its own stays. @param {HTMLElement} element @param {"translate" | "scale"} name */
  const over = (element, name) => (getComputedStyle(element)[name] === "none" ? "replace" : "add");

  // Styles first: with them the slide is laid out as it is at the start, and that is what has to be put in place.
  const plans = parts.map((part) => ({ part, timing: { ...timingOf(part.to), ...timesOf(part.options) }, last: read(part.to, part.styles, "to") }));
  for (const { part, timing, last } of plans) {
    const frames = framesOf(part.first, last, part.styles, part.to.classList.contains("fragment"));
    if (frames) play(part.to, frames, timing);
  }
  for (const part of parts) {
    part.box = boxOf(part.to, part.text);
    const { box, start, options } = part;
    if (!options.measure) continue;
    // The measure's own coordinates, the window's pixels in reveal.js, as places on the canvas.
    const now = options.measure(part.to);
    part.start = {
      x: box.x + (start.x - now.x) / scale, y: box.y + (start.y - now.y) / scale,
      width: box.width * ratio(start.width, now.width), height: box.height * ratio(start.height, now.height),
    };
  }
  for (const { part, timing } of plans) {
    const { to, start, box, options, inline } = part;
    const [across, down] = around(to)?.factor ?? [1, 1];
    const stretches = options.scale !== false && !inline;
    part.factor = stretches ? [ratio(start.width, box.width), ratio(start.height, box.height)] : [across, down];
    const [x, y] = [part.factor[0] / across, part.factor[1] / down];
    if (Math.hypot(x - 1, y - 1) > 0.001) play(to, { scale: [x + " " + y, "1 1"] }, timing, over(to, "scale"));
  }
  for (const part of parts) {
    const { to, text, start, box, options } = part;
    const at = boxOf(to, text);
    const [x, y] = around(to)?.shift ?? [0, 0];
    part.shift = options.translate === false ? [box.x - at.x + x, box.y - at.y + y] : [start.x - at.x, start.y - at.y];
  }
  for (const { part, timing } of plans) {
    const { shift, to, inline } = part;
    const { shift: [x, y], factor: [across, down] } = around(to) ?? { shift: [0, 0], factor: [1, 1] };
    const unit = unitOf(to) / scale / across || 1;
    const lengths = [(shift[0] - x) / across, (shift[1] - y) / down].map((length) => Math.round((length / unit) * 1000) / 1000);
    if (!lengths.some(Boolean)) continue;
    const [left, top] = lengths.map((length) => length + "px");
    if (!inline) {
      play(to, { translate: [left + " " + top, "0px 0px"] }, timing, over(to, "translate"));
      continue;
    }
    to.classList.add("moving-in-line");
    undo.push(() => to.classList.remove("moving-in-line"));
    play(to, { left: [left, "0px"], top: [top, "0px"] }, timing, "add");
  }

  if (!config.autoAnimateUnmatched || toSlide.dataset.autoAnimateUnmatched === "false") return;
  const whole = timingOf(toSlide);
  const usual = { easing: "ease", duration: whole.duration * 0.8, delay: whole.delay + whole.duration * 0.2 };
  for (const element of rest(toSlide, new Set(moving.keys()))) {
    // A step that is not shown yet appears in its own way.
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const timing = { ...timingOf(element), easing: "ease" };
    const isUsual = timing.duration === whole.duration && timing.delay === whole.delay;
    play(element, [{ offset: 0, opacity: 0 }], isUsual ? usual : timing);
  }
}

/**
 * What is the same on two slides, by reveal.js's rules: what has the same id for it, the same text, the same source. Then
 * what has no rule and is the same in all, so that it need not disappear.
 * @param {HTMLElement} from @param {HTMLElement} to @param {(() => void)[]} undo
 */
function matchSlides(from, to, undo) {
  /** @type {Pair[]} */
  const pairs = [];
  const find = (/** @type {string} */ selector, /** @type {(element: any) => any} */ says) => {
    const [before, after] = [from, to].map((slide) => [...slide.querySelectorAll(selector)]);
    match(pairs, before, after, (element) => element.nodeName + ":::" + says(element));
  };
  const text = (/** @type {Element} */ element) => element.textContent?.trim();
  find("[data-id]", ({ dataset }) => dataset.id);
  find(TEXT, text);
  find(MEDIA, (element) => ["src", "data-src", "aria-label"].map((name) => element.getAttribute(name)).find(Boolean));
  find("pre", text);
  const whole = (/** @type {Element} */ { outerHTML }) => outerHTML;
  const [frames, others] = [from, to].map((slide) => [...slide.querySelectorAll(FRAMES)]);
  match(pairs, frames, others, whole, { scale: false });
  const [before, after] = [pairs.map((pair) => pair.from), pairs.map((pair) => pair.to)];
  match(pairs, rest(from, new Set(/** @type {Element[]} */ (before))), rest(to, new Set(after)), whole, { scale: false });
  for (const pair of [...pairs]) {
    if (pair.to.matches(TEXT)) pair.options = { scale: false };
    if (!pair.to.matches("pre")) continue;
    pair.options = { scale: false, styles: ["width", "height"] };
    if (text(/** @type {Element} */ (pair.from)) !== text(pair.to)) matchLines(pairs, pair, undo);
  }
  return pairs;
}

/**
 * Pairs what has the same key: the first with the first and so on, and where there were fewer, with the last.
 * @template {Element | Range} From
 * @param {Pair[]} pairs @param {From[]} before @param {any[]} after @param {(one: any) => string} keyOf @param {Options} [options]
 */
function match(pairs, before, after, keyOf, options) {
  /** @type {Map<string, { all: (From | null)[], count: number }>} */
  const found = new Map();
  for (const one of before) {
    const key = keyOf(one);
    if (!found.has(key)) found.set(key, { all: [], count: 0 });
    found.get(key)?.all.push(one);
  }
  for (const to of after) {
    const same = found.get(keyOf(to));
    if (!same) continue;
    const index = same.all[same.count] ? same.count : same.all.length - 1;
    same.count += 1;
    const from = same.all[index];
    same.all[index] = null;
    if (from) pairs.push({ from, to, options });
  }
}

/**
 * Pairs the lines of two blocks of code. Those of the one that comes are put into elements that can move, as long as the
 * movement takes; a block with steps in it is left as it is.
 * @param {Pair[]} pairs @param {Pair} pair @param {(() => void)[]} undo
 */
function matchLines(pairs, { from, to }, undo) {
  const [before, after] = [/** @type {Element} */ (from), to].map((block) => [...block.querySelectorAll(ROWS)]);
  if (after.length) {
    const says = (/** @type {HTMLElement} */ row) => (row.matches(".hljs-ln-code") ? row.textContent : "#" + row.dataset.lineNumber);
    return match(pairs, before, after, (row) => says(row) ?? "", LINE);
  }
  if (to.querySelector(".fragment")) return;
  const [old, code] = [/** @type {Element} */ (from), to].map((block) => block.querySelector("code") ?? block);
  const whole = [...code.childNodes];
  const lines = linesOf(code).map((range) => range && elementOf(range, code));
  code.replaceChildren(...lines.flatMap((line, i) => [i ? "\n" : "", line ?? ""]));
  undo.push(() => code.replaceChildren(...whole));
  match(pairs, linesOf(old).filter((range) => range !== null), lines.filter(Boolean), (line) => line.textContent ?? String(line), LINE);
}

/** The lines of a block of code; an empty one is nothing. @param {Element} code @returns {(Range | null)[]} */
function linesOf(code) {
  const lines = [];
  /** @type {Range | null} */
  let line = null;
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    let at = 0;
    for (const [i, part] of node.data.split("\n").entries()) {
      if (i) {
        lines.push(line);
        line = null;
      }
      if (part) {
        if (!line) {
          line = document.createRange();
          line.setStart(node, at);
        }
        line.setEnd(node, at + part.length);
      }
      at += part.length + 1;
    }
  }
  return [...lines, line];
}

/** A copy of a line in an element of its own, in the colours it has. @param {Range} line @param {Element} code */
function elementOf(line, code) {
  const element = document.createElement("span");
  element.style.display = "inline-block";
  element.append(line.cloneContents());
  for (let at = /** @type {Node | null} */ (line.commonAncestorContainer); at && at !== code; at = at.parentNode) {
    if (!(at instanceof Element)) continue;
    const shell = /** @type {Element} */ (at.cloneNode());
    shell.append(...element.childNodes);
    element.append(shell);
  }
  return element;
}

/**
 * The outermost elements that neither are matched nor hold one that is.
 * @param {Element} root @param {Set<Element>} matched @returns {HTMLElement[]}
 */
function rest(root, matched) {
  const holders = new Set();
  for (const element of matched) {
    for (let at = element.parentElement; at && !holders.has(at); at = at.parentElement) holders.add(at);
  }
  /** @param {Element} parent @returns {HTMLElement[]} */
  const walk = (parent) => /** @type {HTMLElement[]} */ ([...parent.children]).flatMap((child) => {
    if (holders.has(child)) return walk(child);
    return matched.has(child) ? [] : [child];
  });
  return walk(root);
}

/** @param {Element | Range | null | undefined} what */
function isShown(what) {
  return Boolean(what?.getClientRects().length);
}

/** Whether an element stands in a line of text, which only its place in it can move. @param {Element} element */
function isInline(element) {
  return element instanceof HTMLElement && getComputedStyle(element).display === "inline" && !element.matches(MEDIA);
}

/** The first pair for each element that is in sight; what holds another one comes before it. @param {Pair[]} pairs */
function inOrder(pairs) {
  const seen = pairs.filter(({ from, to }) => isShown(from) && isShown(to));
  const unique = new Map(seen.reverse().map((pair) => [pair.to, pair]));
  return [...unique.values()].sort((a, b) => (a.to.compareDocumentPosition(b.to) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/** @typedef {{ property: string, from?: string, to?: string }} Style */

/** @param {string | Style} style @returns {Style} */
function asObject(style) {
  return typeof style === "string" ? { property: style } : style;
}

/**
 * What an element looks like.
 * @param {Element | Range} element @param {Style[]} styles @param {"from" | "to"} side
 */
function read(element, styles, side) {
  /** @type {Record<string, string>} */
  const values = {};
  if (!(element instanceof Element)) return values;
  const computed = getComputedStyle(element);
  for (const style of styles) {
    const value = style[side] ?? computed.getPropertyValue(style.property);
    // A share of the letters' size, so that the lines grow with them.
    const share = style.property === "line-height" && parseFloat(value) / parseFloat(computed.fontSize);
    values[style.property] = share ? String(Math.round(share * 1000) / 1000) : value;
  }
  return values;
}

/**
 * The keyframes between two looks; nothing where they are the same.
 * @param {Record<string, string>} first @param {Record<string, string>} last @param {Style[]} styles
 * @param {boolean} isStep whose opacity is its own
 */
function framesOf(first, last, styles, isStep) {
  const frames = /** @type {Record<string, any>[]} */ ([{ offset: 0 }, { offset: 1 }]);
  for (const { property, from, to } of styles) {
    const [old, value] = [first[property], last[property]];
    if (!old || !value || old === value || (isStep && property === "opacity")) continue;
    const name = property.startsWith("--") ? property : property.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    frames[0][name] = old;
    if (from !== undefined || to !== undefined || LENGTHS.includes(property)) frames[1][name] = value;
  }
  return Object.keys(frames[0]).length > 1 ? frames : null;
}

/** What a matcher says of the times of a pair. @param {Options} options @returns {Partial<Timing>} */
function timesOf({ easing, duration, delay }) {
  const said = Object.entries({ easing, duration, delay }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said);
}

/** How many pixels of the window a length in a drawing has; nothing elsewhere. @param {Element} element */
function unitOf(element) {
  const drawing = element instanceof SVGElement && element.ownerSVGElement && element.parentNode;
  return drawing ? (/** @type {SVGGraphicsElement} */ (drawing).getScreenCTM()?.a ?? 0) : 0;
}

/** @param {string | undefined} text @param {number} otherwise */
function seconds(text, otherwise) {
  const number = Number.parseFloat(text ?? "");
  return Number.isFinite(number) ? number : Number(otherwise) || 0;
}

/** @param {number} one @param {number} other */
function ratio(one, other) {
  return one > 0 && other > 0 ? one / other : 1;
}
