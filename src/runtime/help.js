// @ts-check

const MOVING = ["next", "prev", "left", "right", "up", "down", "firstColumn", "lastColumn", "top", "bottom", "alt"];
const VIEWS = ["overview", "speaker", "help"];

/** What stands under which heading, in this order; an action that is new here stands on stage. */
const GROUPS = {
  moving: [...MOVING, "jump", "number", "search"],
  stage: ["pause", "white", "fullscreen", "autoSlide", "pointer", "draw", "zoom", "scheme"],
  views: VIEWS,
};

/**
 * The list of keys, made of the table of keys when it is opened: what no behaviour offers is not in it.
 *
 * It is a modal dialog of the browser's own, so the focus stays in it and goes back by itself; keys that are pressed
 * in it are kept from the stage.
 * @param {import("./deck.js").Deck} deck
 */
export function help(deck) {
  const words = deck.words.help;
  /** @type {HTMLDialogElement | null} */
  let dialog = null;

  const close = () => {
    if (!dialog) return;
    const closed = dialog;
    dialog = null;
    closed.close();
    closed.remove();
    deck.emit("closeoverlay");
  };

  const open = () => {
    const opened = make("dialog", "deck-over deck-help");
    dialog = opened;
    for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"], ["aria-label", words.title]]) {
      dialog.setAttribute(name, value);
    }
    dialog.dataset.preventSwipe = "";
    dialog.tabIndex = -1;
    const button = make("button", "deck-over-button", "✕");
    button.type = "button";
    button.setAttribute("aria-label", words.close);
    button.addEventListener("click", close);
    const head = make("div", "deck-help-head");
    head.append(make("strong", "", words.title), button);
    const groups = make("div", "deck-help-groups");
    groups.append(...groupsOf(deck).map(([name, lines]) => group(name, lines, words)));
    // What fills the dialog, so that only what lies outside it is the dialog itself to a click.
    const content = make("div", "deck-help-content");
    content.append(head, groups);
    dialog.append(content);

    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Escape" && event.key !== "?") return;
      event.preventDefault();
      close();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) close();
    });
    // It may have been closed by the browser itself. This is told late: another one may be open by then.
    dialog.addEventListener("close", () => {
      if (dialog === opened) close();
    });
    deck.element.append(dialog);
    dialog.showModal();
    dialog.focus();
    deck.emit("showhelp");
  };

  const toggle = (on = !dialog) => {
    if (!on) close();
    else if (!dialog && deck.config.help) open();
  };

  const offer = () => {
    if (deck.config.help) deck.actions.help = () => toggle();
    else delete deck.actions.help;
    if (!deck.config.help) close();
  };
  offer();
  deck.addEventListener("config", offer);
  deck.addEventListener("destroy", close);
  deck.methods.toggleHelp = (/** @type {boolean | undefined} */ on) => toggle(on);
}

/** @typedef {[does: string, keys: string[][]]} Line What is done, and the keys that do it, each with those held down. */

/**
 * @param {import("./deck.js").Deck} deck
 * @returns {[name: string, lines: Line[]][]}
 */
function groupsOf(deck) {
  /** @type {Map<string, string[][]>} */
  const found = new Map([["alt", [["Alt"]]]]);
  const add = (/** @type {string | undefined} */ does, /** @type {string[]} */ keys) => {
    const name = does && straighten(does, deck);
    if (!name || (!deck.actions[name] && !MOVING.includes(name))) return;
    if ((name === "top" || name === "bottom") && !deck.stacked) return;
    found.set(name, [...(found.get(name) ?? []), keys]);
  };
  for (const [key, { does, shift }] of Object.entries(deck.keys)) {
    const digit = /^\d$/.test(key);
    if (digit && key !== "0") continue;
    // A behaviour that listens by itself may have put a key with others in the table, as in `Control+Shift+F`.
    add(does, digit ? ["digits"] : key.length > 1 ? key.split("+") : [key]);
    if (shift !== does) add(shift, ["Shift", key]);
  }
  const known = new Set(Object.values(GROUPS).flat());
  const others = [...found.keys()].filter((name) => !known.has(name));
  const shortcuts = [...deck.shortcuts].map(([key, does]) => /** @type {Line} */ ([does, [[key]]]));
  return Object.entries(GROUPS).map(([group, names]) => {
    const all = group === "stage" ? [...names, ...others] : names;
    const lines = all.flatMap((name) => (found.has(name) ? [/** @type {Line} */ ([name, found.get(name) ?? []])] : []));
    return [group, group === "stage" ? lines.concat(shortcuts) : lines];
  });
}

/**
 * In a deck of one dimension every arrow walks along it, as keys.js has it.
 * @param {string} does @param {import("./deck.js").Deck} deck
 */
function straighten(does, deck) {
  const linear = deck.config.navigationMode === "linear" || deck.columns.length < 2 || deck.stacked < 2;
  if (!linear) return does;
  const ahead = deck.config.rtl ? ["down", "left"] : ["down", "right"];
  if (ahead.includes(does)) return "next";
  return ["left", "right", "up"].includes(does) ? "prev" : does;
}

/** @param {string} name @param {Line[]} lines @param {import("./deck.js").Deck["words"]["help"]} words */
function group(name, lines, words) {
  const actions = /** @type {Record<string, string>} */ (words.actions);
  const signs = /** @type {Record<string, string>} */ (words.keys);
  const box = make("div", "deck-help-group");
  const title = box.appendChild(make("div", "deck-help-title", /** @type {Record<string, string>} */ (words.groups)[name]));
  title.setAttribute("role", "heading");
  title.setAttribute("aria-level", "2");
  const list = box.appendChild(make("dl"));
  for (const [does, ways] of lines) {
    const line = list.appendChild(make("div"));
    line.append(make("dt", "", actions[does] ?? does));
    const keys = line.appendChild(make("dd"));
    for (const way of ways) {
      const held = make("span");
      held.append(...way.map((key) => make("kbd", "", signs[key] ?? (key.length === 1 ? key.toUpperCase() : key))));
      keys.append(held, " ");
    }
  }
  box.hidden = !lines.length;
  return box;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name @param {string} [className] @param {string} [text]
 */
function make(name, className = "", text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}
