// @ts-check

/** How many addresses may be written at once, and how many a second: browsers refuse more than 200 in 30 seconds. */
const BURST = 60;
const PER_SECOND = 4;

/**
 * The address: `#/h/v/f`, `#/id/f` and `#id` lead to a slide, and the address follows the talk.
 *
 * Every change of slide is an entry of the history, a change of step only rewrites the entry. So Back always leads to
 * the slide before, also from a slide with steps, and in the end out of the deck.
 * @param {import("./deck.js").Deck} deck
 */
export function location(deck) {
  /** The slide that the current entry of the history stands for. @type {Element | undefined} */
  let written;
  /** Whether an address is being followed; then it is rewritten, not added. */
  let following = false;
  let left = BURST;
  let since = performance.now();
  let late = 0;

  deck.addressOf = (slide = deck.slide) => addressOf(slide, deck);

  const write = () => {
    clearTimeout(late);
    late = 0;
    const { history, hash } = deck.config;
    const push = history && !following && deck.slide !== written;
    written = deck.slide;
    if (!history && !hash) return;
    const url = deck.addressOf();
    if (url === window.location.hash) return;
    window.history[push ? "pushState" : "replaceState"](null, "", url);
  };

  const writeSoon = () => {
    const now = performance.now();
    left = Math.min(BURST, left + ((now - since) / 1000) * PER_SECOND);
    since = now;
    if (left < 1) late ||= window.setTimeout(writeSoon, 1000 / PER_SECOND);
    if (left < 1) return;
    left -= 1;
    write();
  };

  const follow = () => {
    if (!deck.config.respondToHashChanges) return;
    const place = placeOf(window.location.hash, deck);
    following = true;
    if (place) deck.go(place.h, place.v ?? 0, place.step);
    write();
    following = false;
  };

  deck.addEventListener("start", () => {
    if (window.location.hash.length > 1) follow();
    written = deck.slide;
  });
  deck.addEventListener("place", (event) => {
    // Who scrolls to another slide is still at the same entry.
    if (/** @type {any} */ (event).origin === "scroll") written = deck.slide;
    if (!following) writeSoon();
  });
  deck.addEventListener("save", write);
  // The slide that is shown may have another place or name now. It is still the one that the entry stands for.
  deck.addEventListener("built", () => {
    written = deck.slide;
    write();
  });
  window.addEventListener("popstate", follow, { signal: deck.signal });
  deck.signal.addEventListener("abort", () => clearTimeout(late));

  deck.element.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[href^='#']");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const hash = link.getAttribute("href") ?? "";
    const place = placeOf(hash, deck);
    if (!place) return;
    event.preventDefault();
    deck.go(place.h, place.v ?? 0, place.step);
    focus(document.getElementById(decode(hash.replace(/^#\/?/, ""))), deck);
  }, { signal: deck.signal });
}

/**
 * What follows a link inside a deck follows its focus, too; without scrolling, since a stage does not scroll.
 * @param {HTMLElement | null} target
 * @param {import("./deck.js").Deck} deck
 */
function focus(target, deck) {
  if (!target || target === deck.slide || !deck.slide?.contains(target)) return;
  if (target.tabIndex < 0) deck.write(target, "tabindex", "-1");
  target.focus({ preventScroll: !deck.isPage });
}

/**
 * @param {string} hash
 * @param {import("./deck.js").Deck} deck
 * @returns {{ h: number, v?: number, step?: number } | null}
 */
function placeOf(hash, deck) {
  const parts = hash.replace(/^#\/?/, "").split("/");
  const base = deck.config.hashOneBasedIndex ? 1 : 0;
  if (/^\d*$/.test(parts[0])) {
    const [h, v, step] = parts.map((part) => Number.parseInt(part, 10));
    return { h: (h || base) - base, v: (v || base) - base, step: Number.isNaN(step ?? NaN) ? undefined : step };
  }
  const step = parts.length > 1 && /^-?\d+$/.test(parts[parts.length - 1]) ? Number(parts.pop()) : undefined;
  const target = document.getElementById(decode(parts.join("/")));
  const slide = target?.closest(".slides section");
  const place = slide && deck.find(slide);
  if (!place) return null;
  const fragment = /** @type {HTMLElement | null} */ (target?.closest(".fragment"));
  const shown = fragment && deck.countSteps(deck.columns[place.h][place.v]) && Number(fragment.dataset.fragmentIndex);
  return { ...place, step: step ?? shown ?? undefined };
}

/**
 * @param {HTMLElement | undefined} slide
 * @param {import("./deck.js").Deck} deck
 * @returns {string}
 */
function addressOf(slide, deck) {
  const { h, v } = (slide && deck.find(slide)) || deck.place;
  const base = deck.config.hashOneBasedIndex ? 1 : 0;
  const step = slide === deck.slide && deck.config.fragmentInURL ? deck.place.step : -1;
  if (slide?.id) return "#/" + encodeURIComponent(slide.id) + (step < 0 ? "" : "/" + step);
  if (step >= 0) return "#/" + [h + base, v + base, step].join("/");
  if (v > 0) return "#/" + [h + base, v + base].join("/");
  return "#/" + (h > 0 ? h + base : "");
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
