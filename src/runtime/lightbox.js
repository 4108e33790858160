// @ts-check

/** What is made a button, and the links that are not. */
const HOSTS = "[data-preview-image], [data-preview-video], [data-preview-link^=http]:not(a)";
const LINKS = "a[data-preview-link]:not([data-preview-link=false])";

/** What a click in a picture may belong to. */
const OTHERS = "a[href], button, input, select, textarea, label, summary";

/** What a picture that is a button is given. */
const MARKS = ["data-lightbox", "role", "tabindex", "aria-haspopup", "aria-label"];

/** What keeps the names in a copy of a drawing apart from those in the drawing. */
const PREFIX = "lightbox-";

/** @typedef {"image" | "video" | "iframe"} Kind */

/**
 * What opens by a click: the element that was given by the author, its name without what we add, and what its attributes
 * were before.
 * @typedef {{ kind: Kind, host: Element, name: string, url: string, fit?: string, before: (string | null)[] }} Trigger
 */

/** @typedef {{ element?: Element, trigger?: Trigger, fit?: string }} Options */

/**
 * The lightbox: a picture, a video or a page as large as the window. What opens it is a button to a keyboard and to who
 * does not see it; a link stays a link, and is followed where the page's policy lets no other page be shown in it.
 *
 * It is a modal dialog of the browser's own, so the focus stays in it and goes back by itself. It stands in the slide,
 * so that drawings, which lie in the page and take its colours, look in it as they do there; whatever moves the deck or
 * reads the slides again closes it first.
 * @param {import("./deck.js").Deck} deck
 */
export function lightbox(deck) {
  const { lightbox: words } = deck.words;
  const { slidesElement } = deck;
  /** @type {HTMLDialogElement | null} */
  let dialog = null;
  /** What reveal.js's `getState` says of it. @type {Record<string, string>} */
  let state = {};
  /** Whether the deck moves by itself when it is closed. */
  let goesOn = false;
  /** @type {Map<Element, Trigger>} */
  const triggers = new Map();

  const close = () => {
    if (!dialog) return;
    const closed = dialog;
    dialog = null;
    state = {};
    closed.close();
    closed.remove();
    if (goesOn) deck.methods.toggleAutoSlide(true);
    goesOn = false;
    deck.emit("closeoverlay");
  };

  /** @param {Kind} kind @param {string} url @param {Options} [options] */
  const open = (kind, url, { element, trigger, fit = "contain" } = {}) => {
    close();
    const opened = make("dialog", "deck-over deck-lightbox");
    dialog = opened;
    const labels = { role: "dialog", "aria-modal": "true", "aria-label": trigger?.name || words[kind], tabindex: "-1" };
    for (const [name, value] of Object.entries(labels)) dialog.setAttribute(name, value);
    Object.assign(dialog.dataset, { preventSwipe: "", kind, fit });
    const stage = make("div", "deck-lightbox-stage");
    const button = make("button", "deck-over-button deck-lightbox-close", "✕");
    button.type = "button";
    button.setAttribute("aria-label", words.close);
    button.addEventListener("click", close);
    dialog.append(button, stage);
    (element?.closest("section") ?? deck.slide ?? deck.element).append(dialog);

    if (kind === "iframe" && !mayShow(new URL(url))) fail(stage, words.forbidden, url);
    else if (kind === "iframe") {
      stage.append(say(words.loading), frame(url, stage));
      dialog.append(caption(words.refused + " ", leave(url)));
    } else {
      stage.append(say(words.loading));
      if (kind === "image") showImage(stage, url, element, trigger?.name);
      else showVideo(stage, url, element);
      const written = trigger && trigger.host.closest("figure")?.querySelector("figcaption");
      if (written) dialog.append(caption(...without(written).childNodes));
    }

    dialog.addEventListener("keydown", press);
    // A click beside it, and on a picture; the second one of a double click does not close what the first one opened.
    dialog.addEventListener("click", ({ target, detail }) => {
      const inside = /** @type {Element} */ (target).closest("video, a, button, .deck-lightbox-caption, .deck-lightbox-text");
      if (!inside && detail < 2) close();
    });
    dialog.addEventListener("close", () => {
      if (dialog === opened) close();
    });
    if (url) state = kind === "iframe" ? { previewIframe: url } : { [kind === "image" ? "previewImage" : "previewVideo"]: url, previewFit: fit };
    dialog.showModal();
    dialog.focus();
    if (deck.methods.isAutoSliding?.()) {
      deck.methods.toggleAutoSlide(false);
      goesOn = true;
    }
    deck.emit("preview" + kind, { url });
  };

  /** @param {KeyboardEvent} event */
  const press = (event) => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  };

  /** A link that opens a window of its own. @param {string} url */
  const leave = (url) => {
    const { host, href } = new URL(url);
    const link = Object.assign(make("a", "", words.open + " " + host), { href, target: "_blank", rel: "noopener" });
    link.addEventListener("click", close);
    return link;
  };

  /** Says instead of what should be there why it is not. @param {Element} stage @param {string} text @param {string} url */
  const fail = (stage, text, url) => {
    const message = say(text);
    if (/^https?:/.test(url)) message.append(make("br"), leave(url));
    stage.replaceChildren(message);
  };

  /** @param {HTMLElement} stage @param {string} url @param {Element} [element] @param {string} [name] */
  const showImage = (stage, url, element, name = "") => {
    if (!url && element instanceof SVGSVGElement) return put(stage, copyOf(element, name), sizeOf(element));
    const own = element && sourceOf(element);
    const image = new Image();
    image.alt = name;
    image.addEventListener("load", () => {
      put(stage, image, { width: image.naturalWidth || 300, height: image.naturalHeight || 150 });
    });
    image.addEventListener("error", () => {
      // A larger one that is not there: the one that is.
      if (own !== undefined && url !== own) showImage(stage, own, element, name);
      else fail(stage, words.failed, url);
    });
    image.src = url;
  };

  /** @param {HTMLElement} stage @param {string} url @param {Element} [element] */
  const showVideo = (stage, url, element) => {
    const video = make("video");
    Object.assign(video, { controls: true, autoplay: true, playsInline: true });
    video.addEventListener("loadedmetadata", () => {
      put(stage, video, { width: video.videoWidth || 640, height: video.videoHeight || 360 });
    });
    video.addEventListener("error", () => fail(stage, words.failed, url));
    video.src = url;
    // In the page from the start: some browsers load nothing else.
    put(stage, video, { width: 640, height: 360 });
    if (element instanceof HTMLVideoElement) element.pause();
  };

  /** A page that cannot lead this one elsewhere. @param {string} url @param {HTMLElement} stage */
  const frame = (url, stage) => {
    const page = make("iframe");
    page.title = url;
    page.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
    page.addEventListener("load", () => stage.classList.add("loaded"));
    page.src = url;
    return page;
  };

  /** Shows it in its own proportions, on the ground of the slide. @param {HTMLElement} stage @param {HTMLElement | SVGElement} content @param {{ width: number, height: number }} size */
  const put = (stage, content, { width, height }) => {
    stage.style.cssText = "--width: " + width + "px; --height: " + height + "px; --ratio: " + width / height;
    const slide = stage.closest("section");
    if (content.localName !== "video" && slide) {
      content.style.background = groundOf(slide, deck.viewport);
      content.style.colorScheme = getComputedStyle(slide).colorScheme;
    }
    if (content.localName === "svg" && dialog?.dataset.fit === "cover") content.setAttribute("preserveAspectRatio", "xMidYMid slice");
    stage.replaceChildren(content);
  };

  /** @param {string} url */
  const preview = (url) => {
    const page = typeof url === "string" ? pageOf(url) : null;
    if (page) open("iframe", page.href);
  };

  /** @param {Element} element */
  const show = (element) => {
    const trigger = triggers.get(element);
    if (!trigger) return;
    const { kind, fit, url } = trigger;
    open(kind, url || sourceOf(element), { element, trigger, fit });
  };

  /** Makes buttons of what opens a lightbox, where that is new. */
  const mark = () => {
    for (const element of triggers.keys()) if (!element.isConnected) triggers.delete(element);
    for (const host of slidesElement.querySelectorAll(HOSTS)) {
      const kind = host.matches("[data-preview-image]") ? "image" : host.matches("[data-preview-video]") ? "video" : "iframe";
      const written = host.getAttribute("data-preview-" + (kind === "iframe" ? "link" : kind)) ?? "";
      const page = kind === "iframe" ? pageOf(written) : null;
      const url = page ? page.href : written === "true" ? "" : written;
      if (kind === "iframe" && !(page && mayShow(page))) continue;
      const inside = kind === "iframe" ? [] : partsOf(host, url ? "img, svg, video" : kind === "image" ? "img, svg" : "video");
      const elements = !url ? inside : [inside[0] ?? host];
      for (const element of elements.filter((one) => !triggers.has(one))) {
        const name = nameOf(element, host);
        const label = [{ image: words.enlarge, video: words.play, iframe: words.show }[kind], name].filter(Boolean).join(": ");
        const fit = host.getAttribute("data-preview-fit") ?? undefined;
        triggers.set(element, { kind, host, name, url, fit, before: MARKS.map((attribute) => element.getAttribute(attribute)) });
        const values = [kind, "button", "0", "dialog", label].slice(0, element.matches(OTHERS) ? 1 : undefined);
        values.forEach((value, i) => element.setAttribute(MARKS[i], value));
      }
    }
  };

  const unmark = () => {
    close();
    for (const [element, { before }] of triggers) {
      MARKS.forEach((attribute, i) => {
        const value = before[i];
        if (value === null) element.removeAttribute(attribute);
        else element.setAttribute(attribute, value);
      });
    }
    triggers.clear();
  };

  /** What a click or key means here. @param {Event} event @returns {Element | undefined} */
  const triggerAt = ({ target }) => {
    let at = /** @type {Element | null} */ (target);
    while (at && at !== slidesElement && !triggers.has(at)) at = at.parentElement;
    if (!at || at === slidesElement) return;
    const other = /** @type {Element} */ (target).closest(OTHERS);
    return other && other !== at && at.contains(other) ? undefined : at;
  };

  /** @param {MouseEvent | KeyboardEvent} event */
  const isPlain = (event) => !event.defaultPrevented && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;

  const { signal } = deck;
  slidesElement.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!isPlain(event) || dialog?.contains(target) || deck.methods.isOverview?.()) return;
    const element = triggerAt(event);
    if (element) {
      event.preventDefault();
      return show(element);
    }
    const link = target.closest(deck.config.previewLinks ? "a[href]:not([data-preview-link=false])" : LINKS);
    const written = link?.getAttribute("data-preview-link") ?? "";
    const page = link && pageOf(/^https?:/.test(written) ? written : link.getAttribute("href") ?? "");
    if (!page || !mayShow(page)) return;
    event.preventDefault();
    preview(page.href);
  }, { signal });

  // A pointer leaves the focus where it was: Space shall go on meaning "next".
  slidesElement.addEventListener("mousedown", (event) => {
    const element = isPlain(event) && triggerAt(event);
    if (element && !element.matches(OTHERS)) event.preventDefault();
  }, { signal });

  slidesElement.addEventListener("keydown", (event) => {
    const element = /** @type {Element} */ (event.target);
    if (!/^( |Enter)$/.test(event.key) || !isPlain(event) || event.repeat || !triggers.has(element) || element.matches(OTHERS)) return;
    event.preventDefault();
    show(element);
  }, { signal });

  // From the speaker's window.
  document.addEventListener("keydown", (event) => {
    if (dialog && event.key === "Escape" && !event.defaultPrevented) press(event);
  }, { signal });

  deck.addEventListener("sync", mark);
  deck.addEventListener("destroy", unmark);
  for (const type of ["read", "paused", "overviewshown"]) deck.addEventListener(type, close);
  deck.addEventListener("place", (event) => {
    const { from: { h, v, step } } = /** @type {any} */ (event);
    if (h !== deck.place.h || v !== deck.place.v || step !== deck.place.step) close();
  });

  deck.addEventListener("getstate", (event) => Object.assign(/** @type {any} */ (event).state, state));
  deck.addEventListener("setstate", (event) => {
    const { state: wanted } = /** @type {any} */ (event);
    const names = ["previewIframe", "previewImage", "previewVideo", "previewFit"];
    if (names.every((name) => wanted[name] === state[name])) return;
    if (wanted.previewIframe) preview(wanted.previewIframe);
    else if (wanted.previewImage) previewMedia("image")(wanted.previewImage, wanted.previewFit);
    else if (wanted.previewVideo) previewMedia("video")(wanted.previewVideo, wanted.previewFit);
    else close();
  });

  /** @param {Kind} kind */
  const previewMedia = (kind) => (/** @type {unknown} */ url, /** @type {string | undefined} */ fit) => {
    if (typeof url === "string" && url) open(kind, url, { fit });
  };
  Object.assign(deck.methods, {
    previewImage: previewMedia("image"),
    previewVideo: previewMedia("video"),
    previewIframe: preview,
    showPreview: preview,
    hidePreview: () => {
      deck.methods.toggleHelp?.(false);
      close();
    },
  });
}

/** The element itself or what in it is shown. @param {Element} host @param {string} selector */
function partsOf(host, selector) {
  if (host.matches(selector)) return [host];
  return [...host.querySelectorAll(selector)].filter((one) => !one.parentElement?.closest("svg, [aria-hidden=true]"));
}

/** @param {Element} element @param {Element} host */
function nameOf(element, host) {
  const name = element.getAttribute("aria-label") || element.getAttribute("alt") || element.querySelector(":scope > title")?.textContent;
  const text = element.matches("img, svg, video") ? host.closest("figure")?.querySelector("figcaption") : element;
  return (name || text?.textContent || "").replace(/\s+/g, " ").trim();
}

/** The address of a picture or video: of a picture that is used more than once, it stands in the style. @param {Element} element */
function sourceOf(element) {
  const { currentSrc, src } = /** @type {HTMLMediaElement} */ (element);
  const styled = getComputedStyle(element).content.match(/^url\("(.*)"\)/);
  return styled?.[1] || currentSrc || src || element.querySelector("source")?.src || "";
}

/** The size of a drawing in the page. @param {SVGSVGElement} svg */
function sizeOf(svg) {
  const { width, height } = svg.viewBox.baseVal ?? {};
  return width && height ? { width, height } : { width: svg.width.baseVal.value || 300, height: svg.height.baseVal.value || 150 };
}

/** A copy of a drawing whose names are its own. @param {SVGSVGElement} svg @param {string} name */
function copyOf(svg, name) {
  const ids = new Set([svg, ...svg.querySelectorAll("[id]")].map(({ id }) => id));
  const rename = (/** @type {string} */ text) =>
    text.replace(/#([^\s"'(){},.:;>+~]+)/g, (all, id) => (ids.has(id) ? "#" + PREFIX + id : all));
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const attribute of element.attributes) {
      const value = attribute.name === "id" ? PREFIX + attribute.value : rename(attribute.value);
      if (value !== attribute.value) attribute.value = value;
    }
    if (element.localName === "style") element.textContent = rename(element.textContent ?? "");
  }
  for (const attribute of [...MARKS, "data-preview-image"]) copy.removeAttribute(attribute);
  copy.setAttribute("role", "img");
  copy.setAttribute("aria-label", name);
  const { width, height } = sizeOf(svg);
  if (!svg.viewBox.baseVal?.width) copy.setAttribute("viewBox", "0 0 " + width + " " + height);
  const { font, color } = getComputedStyle(svg);
  Object.assign(copy.style, { font, color });
  return copy;
}

/** What is painted behind a slide. @param {HTMLElement} slide @param {HTMLElement} viewport */
function groundOf(slide, viewport) {
  const colours = [slide, viewport].map((element) => getComputedStyle(element).backgroundColor);
  const painted = colours.find((colour) => !/^(transparent|rgba\(.*, 0\))$/.test(colour));
  return slide.style.getPropertyValue("--slide-background") || painted || "Canvas";
}

/** A page that may be shown in a lightbox at all; this one may not. @param {string} text @returns {URL | null} */
function pageOf(text) {
  const { baseURI, location } = document;
  if (!text || !URL.canParse(text, baseURI)) return null;
  const url = new URL(text, baseURI);
  const known = /^https?:$/.test(url.protocol) || url.protocol + location.protocol === "file:file:";
  return known && url.href.split("#")[0] !== location.href.split("#")[0] ? url : null;
}

/** Whether the policy in the page lets another page be shown in it. @param {URL} url */
function mayShow({ protocol, origin, host }) {
  if (protocol === "http:" && window.location.protocol === "https:") return false;
  return [...document.querySelectorAll("meta[http-equiv=Content-Security-Policy i]")].every((meta) => {
    const policy = meta.getAttribute("content") ?? "";
    const rule = policy.match(/frame-src([^;]*)/) ?? policy.match(/child-src([^;]*)/) ?? policy.match(/default-src([^;]*)/);
    return !rule || rule[1].split(/\s+/).some((source) => ["*", protocol, origin, host].includes(source));
  });
}

/** A copy without names. @param {Element} element */
function without(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  return copy;
}

/** @param {...(Node | string)} content */
function caption(...content) {
  const box = make("div", "deck-lightbox-caption");
  box.append(...content);
  return box;
}

/** @param {string} text */
function say(text) {
  const message = make("div", "deck-lightbox-text", text);
  message.setAttribute("role", "status");
  return message;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name @param {string} [className] @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(name, className = "", text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
