// @ts-check

/** What the menu offers first and in which order; what is new to it comes after that. */
const ORDER = ["overview", "jump", "search", "pointer", "draw", "zoom", "autoSlide", "pause", "fullscreen", "scheme"];

/** What needs no menu: there are arrows, and one empty screen is enough. */
const LEFT_OUT = ["firstColumn", "lastColumn", "top", "bottom", "number", "white"];

/** Where it is seen that something is on. @type {Record<string, string>} */
const ON = {
  pointer: ".reveal.pointing",
  draw: ".deck-drawing.on",
  zoom: ".reveal.zoomed",
  autoSlide: '.auto-slide[aria-pressed="true"]',
  fullscreen: ":fullscreen",
};

/** How near to the corner the mouse comes for the button to be seen, in CSS pixels. */
const NEAR = 160;

/**
 * A menu of what keys do, for those who have none: made of the deck's actions when it is opened, so what no behaviour
 * offers is not in it. Its button is always seen where fingers are the pointer, else while the mouse is near its corner.
 * @param {import("./deck.js").Deck} deck
 */
export function menu(deck) {
  const { element, signal } = deck;
  const button = deck.add(document.createElement("button"));
  const dialog = deck.add(document.createElement("dialog"));
  const items = dialog.appendChild(document.createElement("div"));
  button.type = "button";
  button.className = "deck-menu-button";
  dialog.className = "deck-over deck-menu";
  dialog.tabIndex = -1;
  for (const one of [button, dialog]) one.setAttribute("aria-label", deck.words.menu.menu);
  button.setAttribute("aria-haspopup", "dialog");

  const tell = () => button.setAttribute("aria-expanded", String(dialog.open));
  tell();

  const open = (/** @type {MouseEvent} */ { detail }) => {
    items.replaceChildren(...actionsOf(deck).map((name) => itemOf(name, deck)));
    dialog.showModal();
    // Who opened it with a key is on the first line.
    if (detail) dialog.focus();
    tell();
  };

  // A pointer leaves the focus where it was, and what is done in the menu is done to nothing else.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  for (const one of [button, dialog]) one.addEventListener("pointerdown", (event) => event.stopPropagation());
  button.addEventListener("click", open);
  dialog.addEventListener("close", tell);
  dialog.addEventListener("click", (event) => {
    const item = /** @type {Element} */ (event.target).closest("button");
    if (!item && event.target !== dialog) return;
    // First the focus goes back: what is chosen may take it, and gives it back to where it was.
    dialog.close();
    if (item) deck.actions[item.value]?.(event);
  });
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const all = /** @type {HTMLElement[]} */ ([...items.children]);
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(at, 0) - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) all.at(to % all.length)?.focus();
    else if (event.key === "Escape") dialog.close();
    else return;
    event.preventDefault();
  });

  for (const type of /** @type {const} */ (["pointermove", "pointerdown"])) {
    window.addEventListener(type, ({ pointerType, clientX, clientY }) => {
      const { left, bottom } = element.getBoundingClientRect();
      const inCorner = clientX >= left && clientX < left + NEAR && clientY <= bottom && clientY > bottom - NEAR;
      button.classList.toggle("near", pointerType !== "mouse" || inCorner);
    }, { signal, passive: true });
  }

  const update = () => {
    button.hidden = !deck.config.controls || /^speaker/.test(deck.config.controls);
    if (button.hidden) dialog.close();
  };
  for (const type of ["sync", "config"]) deck.addEventListener(type, update);
}

/** @param {import("./deck.js").Deck} deck @returns {Record<string, string>} */
function names(deck) {
  const { help } = deck.words;
  return { ...help.actions, help: help.title };
}

/** What can be asked for and has a name. @param {import("./deck.js").Deck} deck */
function actionsOf(deck) {
  const { help, speaker, ...actions } = deck.actions;
  const known = names(deck);
  return [...new Set([...ORDER, ...Object.keys(actions), "speaker", "help"])].filter((name) => {
    if (!deck.actions[name] || !known[name] || LEFT_OUT.includes(name)) return false;
    if (name === "autoSlide") return deck.element.querySelector(".auto-slide:not([hidden])");
    return name !== "fullscreen" || document.fullscreenEnabled;
  });
}

/** @param {string} name @param {import("./deck.js").Deck} deck */
function itemOf(name, deck) {
  const item = document.createElement("button");
  Object.assign(item, { type: "button", value: name, textContent: names(deck)[name] });
  if (ON[name]) item.setAttribute("aria-pressed", String(document.querySelector(ON[name]) !== null));
  const key = Object.keys(deck.keys).find((one) => one.length === 1 && deck.keys[one].does === name);
  if (!key) return item;
  const hint = item.appendChild(document.createElement("kbd"));
  hint.textContent = key.toUpperCase();
  hint.setAttribute("aria-hidden", "true");
  return item;
}
