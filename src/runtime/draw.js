// @ts-check

/** Each shows on white and on black. */
const COLOURS = ["#e5322d", "#d97706", "#12985a", "#2f80ed"];

/** Of the pen, in pixels of the slide. */
const WIDTHS = [3, 6, 12];

/** How near the eraser must come to a line, in pixels of the slide, or of the window where that is larger. */
const REACH = 10;

/** How far the pen moves before there is another point, in pixels of the slide. */
const DISTANCE = 1.5;

const ICONS = {
  eraser: "M9 20h11M5.5 15.5 14 7a2 2 0 0 1 2.8 0l3 3a2 2 0 0 1 0 2.8L12.6 20H9l-3.5-3.5a.7.7 0 0 1 0-1zM10 11l6 6",
  undo: "M9 7 4.5 11.5 9 16M5 11.5h9.5a4.5 4.5 0 0 1 0 9H11",
  clear: "M4 7h16M10 7V4h4v3M6.5 7l.8 13h9.4l.8-13M10.5 11v5.5M13.5 11v5.5",
  close: "M6 6l12 12M18 6 6 18",
};

/** What uses keys itself while it has the focus. */
const BUSY = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=dialog]";

/**
 * A line, in plain numbers: which colour, how wide, and its points one after the other as x, y (in pixels of the slide)
 * and pressure (0 to 1, a half where there is none).
 * @typedef {{ colour: number, width: number, points: number[] }} Stroke
 */

/**
 * Drawing on the slides: one layer of SVG over the canvas, which shows what was drawn on the slide that is shown. While
 * it is on, the layer takes mouse, pen and one finger; keys go on moving the deck. Nothing outlives the page.
 *
 * `drawn` tells all strokes of a slide after every change: `slide` ({ h, v }) and `strokes`; `drawing` tells the same
 * while the pointer is still down. `share` asks for what was drawn on every slide. `mirror` with `drawing` (the same
 * two) puts what was drawn in another window here.
 * @param {import("./deck.js").Deck} deck
 */
export function draw(deck) {
  const words = deck.words.draw;
  const layer = svg("svg", { class: "deck-drawing", "aria-hidden": "true", "data-prevent-swipe": "" });
  const tools = document.createElement("div");
  tools.className = "deck-draw-tools";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words.tools);
  tools.setAttribute("data-prevent-swipe", "");
  tools.hidden = true;

  /** What is drawn on each slide, by its id where it has one: a slide that is exchanged while it is edited keeps it. */
  const drawings = new Map();
  let on = false;
  let colour = 0;
  let width = 1;
  let erases = false;
  /** What had the focus before the tools. @type {HTMLElement | null} */
  let focused = null;
  /** The slide whose drawing is shown. @type {HTMLElement | undefined} */
  let shown;
  /**
   * What the pointer that is down does: it draws a stroke, or takes from the strokes that were there before.
   * @type {{ id: number, before: Stroke[], stroke?: Stroke, group?: Element, at?: [number, number] } | null}
   */
  let gesture = null;
  /** The next picture on the screen, with which others shall see what the pointer has done. */
  let frame = 0;

  /** @param {HTMLElement | undefined} slide @returns {{ strokes: Stroke[], past: Stroke[][] }} */
  const drawingOf = (slide) => {
    const key = slide?.id || slide;
    if (!drawings.has(key)) drawings.set(key, { strokes: [], past: [] });
    return drawings.get(key);
  };

  const render = () => {
    const { strokes, past } = drawingOf(shown);
    layer.replaceChildren(...strokes.map((stroke) => paint(svg("g"), stroke)));
    buttons.undo.setAttribute("aria-disabled", String(!past.length));
    buttons.clear.setAttribute("aria-disabled", String(!strokes.length));
  };

  /** Keeps what was there before so that it can be had again. @param {Stroke[]} before @param {Stroke[]} strokes */
  const change = (before, strokes) => {
    if (before === strokes) return;
    drawingOf(shown).past.push(before);
    put(strokes);
  };

  /** @param {Stroke[]} strokes */
  const put = (strokes) => {
    drawingOf(shown).strokes = strokes;
    render();
    tell("drawn", shown, strokes);
  };

  /** @param {"drawn" | "drawing"} type @param {HTMLElement | undefined} slide @param {Stroke[]} strokes */
  const tell = (type, slide, strokes) => {
    const place = slide && deck.find(slide);
    if (place) deck.emit(type, { slide: place, strokes });
  };

  const undo = () => {
    finish();
    const before = drawingOf(shown).past.pop();
    if (before) put(before);
  };

  const clear = () => {
    finish();
    const { strokes } = drawingOf(shown);
    if (strokes.length) change(strokes, []);
  };

  // ---- the tools

  const choose = () => {
    swatches.forEach((swatch, i) => swatch.setAttribute("aria-pressed", String(!erases && i === colour)));
    buttons.eraser.setAttribute("aria-pressed", String(erases));
    name(buttons.width, words.width.replace("{width}", words.widths[width]));
    buttons.width.style.setProperty("--width", 2 + WIDTHS[width] + "px");
    layer.classList.toggle("erasing", erases);
  };

  /** @param {string} label @param {() => void} act @param {string} [key] @param {string} [icon] */
  const tool = (label, act, key, icon) => {
    const button = tools.appendChild(document.createElement("button"));
    button.type = "button";
    name(button, label, key);
    button.innerHTML = icon ? '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="' + icon + '"></path></svg>' : "<span></span>";
    button.addEventListener("click", act);
    return button;
  };
  const swatches = COLOURS.map((value, i) => {
    const swatch = tool(words.colours[i], () => {
      [colour, erases] = [i, false];
      choose();
    });
    swatch.style.setProperty("--colour", value);
    return swatch;
  });
  const toggleEraser = () => {
    erases = !erases;
    choose();
  };
  const buttons = {
    width: tool(words.width, () => {
      width = (width + 1) % WIDTHS.length;
      choose();
    }),
    eraser: tool(words.eraser, toggleEraser, "E", ICONS.eraser),
    undo: tool(words.undo, undo, "Control+Z", ICONS.undo),
    clear: tool(words.clear, clear, "Delete", ICONS.clear),
    close: tool(words.close, () => toggle(false), "D", ICONS.close),
  };
  // A pointer leaves the focus where it was: Space shall go on meaning "next".
  tools.addEventListener("mousedown", (event) => event.preventDefault());
  tools.addEventListener("focusin", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && tools.contains(relatedTarget))) focused = /** @type {any} */ (relatedTarget);
  });

  const toggle = (wanted = !on) => {
    finish();
    on = wanted;
    layer.classList.toggle("on", on);
    if (!on && tools.contains(document.activeElement)) {
      if (focused?.isConnected) focused.focus({ preventScroll: true });
      else /** @type {HTMLElement} */ (document.activeElement).blur();
    }
    tools.hidden = !on;
  };

  // ---- the pen

  /** A place of the window in pixels of the slide. @param {PointerEvent} event @returns {[number, number]} */
  const locate = ({ clientX, clientY }) => {
    const box = layer.getBoundingClientRect();
    const scale = box.width / deck.slidesElement.offsetWidth;
    return [round((clientX - box.left) / scale), round((clientY - box.top) / scale)];
  };

  /** @param {PointerEvent} event */
  const go = (event) => {
    const { stroke, group } = gesture ?? {};
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) {
      const [x, y] = locate(one);
      if (stroke) extend(stroke.points, x, y, one.pointerType === "pen" && one.pressure ? one.pressure : 0.5);
      else erase(x, y);
    }
    if (stroke && group) paint(group, stroke);
    frame ||= requestAnimationFrame(tellSoon);
  };

  const tellSoon = () => {
    frame = 0;
    if (gesture) tell("drawing", shown, gesture.stroke ? [...gesture.before, gesture.stroke] : drawingOf(shown).strokes);
  };

  /** Takes away what lies between the last place of the eraser and this one. @param {number} x @param {number} y */
  const erase = (x, y) => {
    if (!gesture) return;
    const drawing = drawingOf(shown);
    const reach = REACH / Math.min(1, deck.scale);
    const [fromX, fromY] = gesture.at ?? [x, y];
    gesture.at = [x, y];
    const steps = Math.ceil(Math.hypot(x - fromX, y - fromY) / reach) || 1;
    let left = drawing.strokes;
    for (let i = 1; i <= steps; i += 1) {
      const [atX, atY] = [fromX + ((x - fromX) * i) / steps, fromY + ((y - fromY) * i) / steps];
      left = left.filter((stroke) => !touches(stroke, atX, atY, reach));
    }
    if (left.length === drawing.strokes.length) return;
    drawing.strokes = left;
    render();
  };

  const finish = (keep = true) => {
    if (!gesture) return;
    const { before, stroke } = gesture;
    const drawing = drawingOf(shown);
    gesture = null;
    if (keep) return change(before, stroke ? [...before, stroke] : drawing.strokes);
    put(before);
  };

  layer.addEventListener("pointerdown", (event) => {
    const eraserEnd = event.buttons === 32;
    if (gesture || !event.isPrimary || (event.button && !eraserEnd) || event.altKey || event.ctrlKey) return;
    // Nothing is selected, and the focus stays where it is.
    event.preventDefault();
    layer.setPointerCapture(event.pointerId);
    gesture = { id: event.pointerId, before: drawingOf(shown).strokes };
    if (!erases && !eraserEnd) {
      gesture.stroke = { colour, width: WIDTHS[width], points: [] };
      gesture.group = layer.appendChild(svg("g"));
    }
    go(event);
  });
  layer.addEventListener("pointermove", (event) => {
    if (event.pointerId === gesture?.id) go(event);
  });
  layer.addEventListener("pointerup", (event) => {
    if (event.pointerId === gesture?.id) finish();
  });
  // The browser took the pointer away: it was a palm, or the start of something else.
  layer.addEventListener("pointercancel", (event) => {
    if (event.pointerId === gesture?.id) finish(false);
  });

  // ---- the deck

  deck.actions.draw = (event) => {
    if (!(event instanceof KeyboardEvent && event.repeat)) toggle();
  };

  document.addEventListener("keydown", (event) => {
    const target = event.composedPath()[0];
    if (!on || !deck.config.keyboard || event.defaultPrevented || event.isComposing || event.altKey) return;
    if (!(target instanceof Element) || target.closest(BUSY)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const command = event.ctrlKey || event.metaKey;
    if (command && key === "z" && !event.shiftKey) undo();
    else if (command) return;
    else if (key === "e" && !event.repeat) toggleEraser();
    else if (key === "Delete" || key === "Backspace") clear();
    else if (key === "Escape") toggle(false);
    else return;
    event.preventDefault();
  }, { signal: deck.signal });

  const showDrawing = () => {
    if (shown === deck.slide) return;
    finish();
    shown = deck.slide;
    render();
  };
  deck.addEventListener("place", showDrawing);
  deck.addEventListener("sync", showDrawing);
  deck.addEventListener("overviewshown", () => toggle(false));

  deck.addEventListener("mirror", (event) => {
    const { slide, strokes } = /** @type {any} */ (event).drawing ?? {};
    const section = deck.columns[slide?.h]?.[slide?.v];
    if (!section) return;
    drawings.set(section.id || section, { strokes, past: [] });
    if (section !== shown) return;
    render();
    // Both may draw at the same time.
    if (gesture) gesture.before = strokes;
    if (gesture?.group) layer.append(gesture.group);
  });
  deck.addEventListener("share", () => {
    for (const slide of deck.slides) if (drawingOf(slide).strokes.length) tell("drawn", slide, drawingOf(slide).strokes);
  });

  deck.add(layer);
  deck.add(tools);
  choose();
}

/**
 * @param {HTMLElement} button @param {string} label @param {string} [key]
 */
function name(button, label, key) {
  button.setAttribute("aria-label", label);
  button.title = key ? label + " (" + key.replace("Control", "Ctrl") + ")" : label;
  if (key) button.setAttribute("aria-keyshortcuts", key);
}

/** @param {string} kind @param {Record<string, string>} [attributes] @returns {SVGElement} */
function svg(kind, attributes = {}) {
  const element = /** @type {SVGElement} */ (document.createElementNS("http://www.w3.org/2000/svg", kind));
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** @param {number} length */
function round(length) {
  return Math.round(length * 10) / 10;
}

/**
 * Adds a point to a line, unless it is too near to the last. The pressure follows slowly, as a hand does.
 * @param {number[]} points @param {number} x @param {number} y @param {number} pressure
 */
function extend(points, x, y, pressure) {
  const [lastX, lastY, last] = points.slice(-3);
  if (Math.hypot(x - lastX, y - lastY) < DISTANCE) return;
  points.push(x, y, Math.round((last === undefined ? pressure : last * 0.6 + pressure * 0.4) * 1000) / 1000);
}

/**
 * A stroke as paths in a group: a smooth line through the middles between its points, in one path as long as it is
 * equally wide.
 * @template {Element} T @param {T} group @param {Stroke} stroke @returns {T}
 */
function paint(group, { colour, width, points }) {
  /** @type {{ wide: number, d: string }[]} */
  const runs = [];
  let [x, y] = points;
  for (let i = 0; i < points.length; i += 3) {
    const [atX, atY, pressure, nextX = atX, nextY = atY] = points.slice(i, i + 5);
    const wide = Math.round(width * (0.4 + 1.2 * pressure) * 2) / 2;
    if (runs.at(-1)?.wide !== wide) runs.push({ wide, d: "M" + x + " " + y });
    const ends = i + 3 >= points.length;
    [x, y] = ends ? [atX, atY] : [round((atX + nextX) / 2), round((atY + nextY) / 2)];
    runs[runs.length - 1].d += "Q" + [atX, atY, x, y].join(" ");
  }
  group.setAttribute("stroke", COLOURS[colour]);
  group.replaceChildren(...runs.map(({ wide, d }) => svg("path", { d, "stroke-width": String(wide) })));
  return group;
}

/**
 * Whether a stroke comes as near to a place as the eraser reaches.
 * @param {Stroke} stroke @param {number} x @param {number} y @param {number} reach
 */
function touches({ points, width }, x, y, reach) {
  for (let i = 0; i < points.length; i += 3) {
    const [atX, atY, , nextX = atX, nextY = atY] = points.slice(i, i + 5);
    const [dx, dy] = [nextX - atX, nextY - atY];
    const along = Math.max(0, Math.min(1, ((x - atX) * dx + (y - atY) * dy) / (dx * dx + dy * dy || 1)));
    if (Math.hypot(atX + along * dx - x, atY + along * dy - y) < reach + width / 2) return true;
  }
  return false;
}
