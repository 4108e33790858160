// @ts-check

/** How long the trail is seen behind the dot, in milliseconds. */
const TRAIL = 180;

/**
 * The laser pointer: a red dot in the place of the cursor, or under the finger, while it is on. A finger that points
 * does not swipe. Nothing of it can be clicked.
 *
 * `pointermoved` tells where it is on the slide: `x` and `y` from 0 to 1, null when it is not there. `mirror` with
 * `pointer` ({ x, y } or null) shows the dot of another window here.
 * @param {import("./deck.js").Deck} deck
 */
export function pointer(deck) {
  const { element, slidesElement } = deck;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const layer = document.createElement("div");
  layer.className = "deck-pointer";
  layer.setAttribute("aria-hidden", "true");
  layer.hidden = true;
  layer.innerHTML = "<svg><path></path></svg><span></span>";
  const [path, dot] = [layer.querySelector("path"), layer.querySelector("span")];
  deck.add(layer);

  let on = false;
  /** Where the mouse or the finger is in the window. @type {{ x: number, y: number } | null} */
  let at = null;
  /** Whether others think that it is on the slide. */
  let told = false;
  /** @type {{ x: number, y: number, time: number }[]} */
  let trail = [];
  let frame = 0;

  const fade = () => {
    const now = performance.now();
    trail = trail.filter(({ time }) => now - time < TRAIL);
    path?.setAttribute("d", trail.length > 1 ? tail(trail, dot ? dot.offsetWidth / 5 : 0) : "");
    frame = trail.length ? requestAnimationFrame(fade) : 0;
  };

  /** @param {{ x: number, y: number } | null} place in the window */
  const show = (place) => {
    if (!place) trail = [];
    layer.hidden = !place;
    if (!place || !dot) return;
    const box = element.getBoundingClientRect();
    const [x, y] = [place.x - box.left, place.y - box.top];
    dot.style.translate = x + "px " + y + "px";
    if (calm.matches) return;
    trail.push({ x, y, time: performance.now() });
    frame ||= requestAnimationFrame(fade);
  };

  const follow = () => {
    const place = on ? at : null;
    show(place);
    const box = slidesElement.getBoundingClientRect();
    const x = place ? (place.x - box.left) / box.width : -1;
    const y = place ? (place.y - box.top) / box.height : -1;
    const inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    if (inside) deck.emit("pointermoved", { x, y });
    else if (told) deck.emit("pointermoved", { x: null, y: null });
    told = inside;
  };

  for (const type of ["pointerdown", "pointermove", "pointerleave"]) {
    element.addEventListener(type, (event) => {
      const { isPrimary, clientX, clientY } = /** @type {PointerEvent} */ (event);
      if (!isPrimary) return;
      at = type === "pointerleave" ? null : { x: clientX, y: clientY };
      if (on) follow();
    }, { signal: deck.signal });
  }

  const toggle = (wanted = !on) => {
    on = wanted;
    element.classList.toggle("pointing", on);
    element.toggleAttribute("data-prevent-swipe", on);
    follow();
  };
  deck.actions.pointer = (event) => {
    if (!(event instanceof KeyboardEvent && event.repeat)) toggle();
  };
  deck.addEventListener("destroy", () => toggle(false));
  deck.signal.addEventListener("abort", () => cancelAnimationFrame(frame));

  deck.addEventListener("mirror", (event) => {
    const { pointer: place } = /** @type {any} */ (event);
    if (place === undefined) return;
    const box = slidesElement.getBoundingClientRect();
    show(place && { x: box.left + place.x * box.width, y: box.top + place.y * box.height });
  });
}

/**
 * The outline of a trail that grows from nothing to the width of the dot.
 * @param {{ x: number, y: number }[]} points the oldest first
 * @param {number} half of the width
 */
function tail(points, half) {
  /** @type {string[]} */
  const outline = [];
  points.forEach(({ x, y }, i) => {
    const [before, after] = [points[i - 1] ?? points[i], points[i + 1] ?? points[i]];
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const part = (half * i) / (points.length - 1) / (Math.hypot(dx, dy) || 1);
    outline.push(x - dy * part + " " + (y + dx * part));
    outline.unshift(x + dy * part + " " + (y - dx * part));
  });
  return "M" + outline.join("L") + "Z";
}
