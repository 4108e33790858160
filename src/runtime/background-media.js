// @ts-check

/**
 * Films and pages behind a slide, by reveal.js's `data-background-video` and `data-background-iframe`. They are made when
 * the slide's background is shown and taken away with it; media.js plays them. In print and without a script there is what
 * the section itself paints: its colour and its picture.
 * @param {import("./deck.js").Deck} deck
 */
export function backgroundMedia(deck) {
  deck.addEventListener("background", (event) => {
    const { layer } = /** @type {any} */ (event);
    const read = (/** @type {string} */ name) => deck.slide.dataset[name] ?? deck.tops[deck.place.h].dataset[name];
    const is = (/** @type {string} */ name) => !["false", undefined].includes(read(name));
    const [video, frame] = [read("backgroundVideo"), read("backgroundIframe")];
    const isInteractive = Boolean(frame && !video) && is("backgroundInteractive");
    const layers = /** @type {HTMLElement} */ (layer.parentElement);
    layers.inert = !isInteractive;
    layers.setAttribute("aria-hidden", String(!isInteractive));
    deck.element.classList.toggle("has-interactive-background", isInteractive);
    /** @type {HTMLElement | undefined} */
    let made;
    if (video) {
      made = videoOf(video, deck.element);
      Object.assign(made, { loop: is("backgroundVideoLoop"), muted: is("backgroundVideoMuted"), playsInline: true, preload: "auto" });
      if (read("backgroundSize") === "contain") made.style.objectFit = "contain";
    } else if (frame) {
      made = Object.assign(document.createElement("iframe"), { title: deck.words.backgroundMedia.page, allow: "autoplay" });
      // Loaded when it starts.
      made.dataset.src = frame;
    }
    if (made) layer.firstElementChild.append(made);
  });
  deck.addEventListener("destroy", () => deck.element.classList.remove("has-interactive-background"));
}

/**
 * Several addresses are told apart by commas, of which the address of a file that is in the page has one of its own. A film
 * that is behind several slides is once in the page, in a property of its style.
 * @param {string} written @param {Element} element
 */
function videoOf(written, element) {
  const video = document.createElement("video");
  const property = /^var\((--[\w-]+)\)$/.exec(written)?.[1];
  if (property) {
    const value = getComputedStyle(element).getPropertyValue(property).trim();
    video.src = value.replace(/^url\(["']?|["']?\)$/g, "");
  } else if (written.startsWith("data:")) video.src = written;
  else {
    for (const address of written.split(",")) {
      video.append(Object.assign(document.createElement("source"), { src: address.trim() }));
    }
  }
  return video;
}
