// @ts-check

/** About how wide a slide is shown at least, and what lies under it for its name, in CSS pixels. */
const WIDTH = 256;
const CAPTION = 28;

/** How far two fingers come together, or part, as a factor. */
const PINCH = 1.3;

/**
 * All slides at once: columns side by side, line under line, and stacks downwards in their column.
 *
 * The selected slide is the deck's own place: moves go on as ever, only without steps. The slides stay where they are
 * in the page and are laid out and scaled by runtime.css, which leaves out those that are not in sight. They are inert;
 * what is read, focused and pressed is a list of links that lies over them in the same grid.
 * @param {import("./deck.js").Deck} deck
 */
export function overview(deck) {
  const { element, slidesElement: slides } = deck;
  const list = document.createElement("div");
  list.className = "overview-list";
  for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"], ["aria-label", deck.words.overview.name]]) {
    list.setAttribute(name, value);
  }
  const items = list.appendChild(document.createElement("div"));
  items.setAttribute("role", "list");

  /** What had the focus before; null while it is closed. @type {Element | null} */
  let before = null;
  /** In the order of the slides. @type {HTMLAnchorElement[]} */
  let links = [];
  /** How many slides stand in a line of the window. */
  let count = 1;

  /** What stands under one another. A stack that is the whole deck fills the lines as other slides do. */
  const columns = () => (deck.columns.length > 1 ? deck.columns : deck.slides.map((slide) => [slide]));
  const told = () => ({ indexh: deck.place.h, indexv: deck.place.v, currentSlide: deck.slide });
  const set = (/** @type {string} */ name, /** @type {string | number} */ value) =>
    slides.style.setProperty("--overview-" + name, String(value));

  /** As large as lets all of them be seen at once, else as small as can be read. */
  const fit = () => {
    const style = getComputedStyle(slides);
    const [width, height] = ["--slide-width", "--slide-height"].map((name) => Number.parseFloat(style.getPropertyValue(name)));
    const gap = element.clientWidth < 600 ? 12 : 24;
    // A scroll bar may take its part.
    const room = element.clientWidth - 16 - gap;
    const most = Math.max(2, Math.round(room / WIDTH));
    const all = columns();
    const scale = () => (room / count - gap) / width;
    const fits = () => {
      const cell = scale() * height + CAPTION;
      let down = gap;
      for (let at = 0; at < all.length; at += count) {
        down += Math.max(...all.slice(at, at + count).map((column) => column.length)) * cell + gap;
      }
      return down <= element.clientHeight;
    };
    for (count = Math.min(2, all.length); count < most && !fits(); ) count += 1;
    set("columns", count);
    set("gap", gap + "px");
    set("caption", CAPTION + "px");
    set("scale", scale());
    set("direction", deck.config.rtl ? "rtl" : "ltr");
    element.classList.toggle("overview-flat", deck.columns.length < 2);
  };

  /** Reads the deck: the links, and that nothing of the slides can be reached. */
  const fill = () => {
    const all = columns().map((column) => column.map((slide) => linkTo(slide, deck)));
    links = all.flat();
    items.replaceChildren(
      ...all.map((column) => {
        const item = document.createElement("div");
        item.setAttribute("role", "listitem");
        item.style.setProperty("--rows", String(column.length));
        item.append(...column);
        return item;
      }),
    );
    silence();
  };

  const silence = () => {
    for (const top of deck.tops) top.inert = true;
  };

  /** Frames the slide that is selected. The focus stays with what lies over the overview. @param {ScrollLogicalPosition} [to] */
  const select = (to = "nearest") => {
    const link = links[deck.slides.indexOf(deck.slide)];
    for (const other of items.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    link?.scrollIntoView({ block: to, behavior: "instant" });
    const { activeElement } = document;
    if (to === "center" || list.contains(activeElement) || activeElement === document.body) link?.focus({ preventScroll: true });
  };

  /** Up and down, also from line to line. @param {1 | -1} way */
  const climb = (way) => {
    const all = columns();
    const at = all.findIndex((column) => column.includes(deck.slide));
    const beside = all[at + way * count];
    go(all[at][all[at].indexOf(deck.slide) + way] ?? beside?.[way > 0 ? 0 : beside.length - 1]);
  };
  /** What some keys do while it is open. @type {import("./deck.js").Deck["actions"]} */
  const own = {
    next: (event) => (/** @type {KeyboardEvent | undefined} */ (event)?.key === " " ? hide() : deck.move("next")),
    up: () => climb(-1),
    down: () => climb(1),
  };

  const show = () => {
    if (before || !deck.slide || !deck.config.overview) return;
    before = document.activeElement ?? document.body;
    deck.emit("overviewopens");
    // First what is asked, then what changes the answers: the page's styles are worked out once.
    const ground = getComputedStyle(deck.viewport).backgroundColor;
    const { direction } = getComputedStyle(slides);
    fit();
    set("ground", /^rgba\(.* 0\)$/.test(ground) ? "Canvas" : ground);
    set("text", direction);
    fill();
    slides.append(list);
    element.classList.add("overview");
    Object.assign(deck.actions, own);
    select("center");
    deck.emit("overviewshown", told());
  };

  const hide = () => {
    if (!before) return;
    const focused = before;
    before = null;
    for (const name of Object.keys(own)) delete deck.actions[name];
    list.remove();
    for (const top of deck.tops) top.inert = false;
    // Steps that are hidden again shall not fade out.
    element.classList.replace("overview", "overview-closing");
    void slides.offsetWidth;
    element.classList.remove("overview-closing", "overview-flat");
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    deck.emit("overviewhidden", told());
  };

  const toggle = (on = !before) => (on ? show() : hide());

  /** @param {HTMLElement | undefined} slide */
  const go = (slide) => {
    const place = slide && slide !== deck.slide && deck.find(slide);
    if (place) deck.go(place.h, place.v);
  };
  const choose = (/** @type {HTMLElement | undefined} */ slide) => {
    go(slide);
    hide();
  };
  /** The slide whose link something is, or lies in. @param {EventTarget | null} target */
  const slideOf = (target) => deck.slides[links.indexOf(/** @type {any} */ (target)?.closest("a"))];

  const offer = () => {
    delete deck.actions.overview;
    if (deck.config.overview) deck.actions.overview = () => toggle();
    else hide();
  };
  offer();
  deck.methods.toggleOverview = (/** @type {unknown} */ on) => toggle(typeof on === "boolean" ? on : undefined);
  deck.methods.isOverview = () => before !== null;

  deck.addEventListener("config", offer);
  deck.addEventListener("place", () => {
    if (before) select();
  });
  deck.addEventListener("sync", () => {
    if (before && !deck.slide) hide();
    if (!before) return;
    fit();
    fill();
    select();
  });
  // A slide that was on its way out can be reached again when it is gone.
  deck.addEventListener("slidetransitionend", () => {
    if (before) silence();
  });
  const observer = new ResizeObserver(() => {
    if (!before) return;
    fit();
    select();
  });
  observer.observe(element);
  deck.addEventListener("destroy", () => {
    hide();
    observer.disconnect();
    for (const name of ["columns", "gap", "caption", "scale", "direction", "ground", "text"]) {
      slides.style.removeProperty("--overview-" + name);
    }
  });

  list.addEventListener("click", (event) => {
    const slide = slideOf(event.target);
    if (!slide || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(slide);
  });
  // The ground between the slides takes the focus away from none.
  slides.addEventListener("mousedown", (event) => {
    if (before && !slideOf(event.target)) event.preventDefault();
  }, { signal: deck.signal });
  // Tab and the pointer select; what comes back from elsewhere comes back to what is selected.
  list.addEventListener("focusin", (event) => {
    if (list.contains(/** @type {Node | null} */ (event.relatedTarget))) go(slideOf(event.target));
    else if (slideOf(event.target) !== deck.slide) select();
  });
  list.addEventListener("keydown", (event) => {
    // A number that has been typed is not yet reached.
    if (event.key !== "Enter" || !deck.actions.goToNumber) return;
    event.preventDefault();
    deck.actions.goToNumber(event);
  });
  /** How far the two fingers were apart that came down; 0: something else is wanted. */
  let apart = 0;
  const pinch = (/** @type {TouchEvent} */ event) => {
    const [one, other] = event.touches;
    const whole = (window.visualViewport?.scale ?? 1) < 1.03;
    if (event.touches.length !== 2 || !deck.config.touch || !whole) return void (apart = 0);
    const distance = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    if (event.type === "touchstart") return void (apart = distance);
    if (!apart || (before ? distance < apart * PINCH : distance > apart / PINCH)) return;
    apart = 0;
    if (!before) return show();
    const middle = [(one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2];
    choose(slideOf(document.elementFromPoint(middle[0], middle[1])));
  };
  element.addEventListener("touchstart", pinch, { passive: true, signal: deck.signal });
  element.addEventListener("touchmove", pinch, { passive: true, signal: deck.signal });
}

/**
 * @param {HTMLElement} slide
 * @param {import("./deck.js").Deck} deck
 */
function linkTo(slide, deck) {
  const link = document.createElement("a");
  link.href = deck.addressOf(slide);
  const title = deck.titleOf(slide);
  const number = slide.dataset.visibility === "uncounted" ? "" : String(deck.countBefore(slide) + 1);
  if (title && number) {
    link.appendChild(document.createElement("span")).textContent = number;
    link.append(" " + title);
  } else link.append(title || deck.words.overview.slide.replace("{number}", number).trim());
  return link;
}
