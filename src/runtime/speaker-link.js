// @ts-check

/** What the speaker's window is called: the number of its deck on the page, and a name of its own. */
const NAME = /^deck-speaker-(\d+)-(\w+)$/;

/** How often the speaker's window asks whether the audience's is there, in milliseconds, and how often in vain. */
const TICK = 500;
const PATIENCE = 3;

/** What is seen in both windows: the deck's event that tells it, and its name in `mirror`. @type {Record<string, string>} */
const MIRRORED = { pointermoved: "pointer", drawing: "drawing", drawn: "drawing", zoomed: "zoom", tabchosen: "tab" };

/**
 * The two ends of the speaker view, and what goes between them.
 *
 * The speaker's window is the same page again; its name says what it is. So it has the deck's own behaviours, and when
 * either window is loaded again the other one is still there. They talk by messages, which work between files as well.
 * The speaker's window asks, the audience's answers: its opener, else, when that is gone, any window over the same
 * address that is seen. An audience has one speaker's window.
 *
 * On both sides: `linked` when they have found each other (`fresh`: the speaker's window has just been opened or loaded),
 * `unlinked`, and `heard` with the `message`. `share` asks what is mirrored to be told anew.
 * @param {import("./deck.js").Deck} deck
 */
export function speakerLink(deck) {
  const { signal } = deck;
  const number = [...document.querySelectorAll(".reveal")].indexOf(deck.element);
  const [, of, name] = NAME.exec(window.name) ?? [];
  const isView = Number(of) === number && !document.querySelector(".deck-speaker");
  const me = isView ? name : unique();
  const channel = channelTo("deck-speaker " + number + " " + window.location.pathname);
  // A file has no origin that could be named.
  const target = /^https?:/.test(window.origin) ? window.origin : "*";

  /** The other window, once it has answered. @type {Window | BroadcastChannel | null} */
  let peer = null;
  /** What the other window calls itself. */
  let partner = "";
  let fresh = true;
  /** How many questions have not been answered. */
  let missed = 0;
  let mirroring = false;

  /** @param {any} to @param {Record<string, any>} message */
  const send = (to, message) => to?.postMessage({ speaker: number, from: me, to: partner, ...message }, target);
  /** @param {Record<string, any>} message */
  const tell = (message) => send(peer, message);

  const part = () => {
    if (!peer) return;
    peer = null;
    partner = "";
    deck.emit("unlinked");
  };

  /** Whether the speaker's window is the one that is spoken to. @param {any} data @param {Window | BroadcastChannel} from */
  const isAnswer = (data, from) => {
    if (data.to !== me || (partner && data.from !== partner && from === channel)) return false;
    missed = 0;
    if (data.from === partner) return true;
    [peer, partner, fresh] = [from, data.from, false];
    deck.emit("linked", { fresh: data.fresh });
    return true;
  };

  /** Whether the audience's window is the one that is asked. @param {any} data @param {Window | BroadcastChannel} from */
  const isQuestion = (data, from) => {
    if (!deck.isReady || (data.to && data.to !== me)) return false;
    if (partner && data.from !== partner) {
      // There is another one already. What nobody opened here stays.
      if (from !== channel) send(from, { to: data.from, close: true });
      return false;
    }
    // A question that comes both ways is answered to the window.
    if (from === channel && (peer ? peer !== channel : document.hidden)) return false;
    const isNew = peer !== from || data.alone;
    if (isNew && (!data.kept || data.gone)) return false;
    if (data.kept && !data.fresh) link.kept = data.kept;
    [peer, partner] = [from, data.from];
    if (isNew) deck.emit("linked", { fresh: data.fresh });
    else if (data.kept) tell({});
    return true;
  };

  /** @param {MessageEvent} event */
  const hear = ({ data, source, origin }) => {
    // A window may be asked who opened it wherever it comes from. The channel is of this origin alone.
    const other = /** @type {Window | null} */ (source);
    if (data?.speaker !== number || data.from === me) return;
    if (other && (origin !== window.origin || (isView ? other !== window.opener : other.opener !== window))) return;
    const from = other ?? channel;
    if (!from || !(isView ? isAnswer(data, from) : isQuestion(data, from))) return;
    if (data.close && isView) return window.close();
    if (data.gone) return part();
    if (data.mirror) quietly(() => deck.emit("mirror", data.mirror));
    deck.emit("heard", { message: data });
  };

  /** What comes from the other window is not told to it again. @param {() => void} act */
  const quietly = (act) => {
    mirroring = true;
    act();
    mirroring = false;
  };

  const ask = () => {
    missed += 1;
    if (missed > PATIENCE) part();
    const question = { kept: link.kept, fresh, alone: !peer };
    if (peer) tell(question);
    else for (const other of [window.opener, channel]) send(other, question);
  };

  /** @type {Link} */
  const link = {
    isView,
    kept: {},
    isLinked: () => peer !== null,
    tell,
    keep: (changed) => {
      Object.assign(link.kept, changed);
      tell({ kept: link.kept });
    },
    quietly,
    invite: (open) => {
      if (peer && peer !== channel && !(/** @type {Window} */ (peer).closed)) {
        /** @type {Window} */ (peer).focus();
        return true;
      }
      tell({ close: true });
      if (peer || !partner) partner = unique();
      peer = null;
      const opened = open("deck-speaker-" + number + "-" + partner);
      if (!opened) partner = "";
      return opened !== null;
    },
    shape: () => deck.columns.map((column) => column.map(({ id, textContent }) => id + textContent?.length).join()).join(";"),
    fill: () => ({}),
  };
  deck.speaker = link;

  for (const [type, kind] of Object.entries(MIRRORED)) {
    deck.addEventListener(type, (event) => {
      const { data } = /** @type {any} */ (event);
      if (!mirroring) tell({ mirror: { [kind]: data.x === null ? null : data } });
    });
  }
  deck.addEventListener("unlinked", () => deck.emit("mirror", { pointer: null }));
  window.addEventListener("message", hear, { signal });
  channel?.addEventListener("message", hear, { signal });
  window.addEventListener("pagehide", () => tell({ gone: true, kept: link.kept }), { signal });
  signal.addEventListener("abort", () => channel?.close());
  if (!isView) return deck.addEventListener("destroy", () => tell({ close: true }));
  deck.addEventListener("ready", ask);
  const timer = window.setInterval(ask, TICK);
  signal.addEventListener("abort", () => clearInterval(timer));
  deck.addEventListener("destroy", () => window.close());
}

/**
 * @typedef {object} Link
 * @property {boolean} isView whether this is the speaker's window
 * @property {Partial<Kept>} kept what outlives the speaker's window, and a reload of the audience's
 * @property {() => boolean} isLinked
 * @property {(message: Record<string, any>) => void} tell
 * @property {(changed: Partial<Kept>) => void} keep
 * @property {(act: () => void) => void} quietly does what is not to be told to the other window
 * @property {(open: (name: string) => Window | null) => boolean} invite brings the speaker's window to the front, or opens
 *   one that is called so; whether there is one then
 * @property {() => string} shape what tells the slides of two windows apart
 * @property {(id: string, name: string, html: string, style: string) => Record<string, any>} fill puts something into a
 *   section of the speaker's page, which gets the name; answers with the elements that have ids
 */

/**
 * The layout, the size of the notes, where the window stands, and the timer: milliseconds `spent` until it last stopped,
 * and `since` when it runs (0: it does not); `armed`: the first move starts it.
 * @typedef {{ layout: "default" | "wide" | "tall" | "notes-only", size: number, features: string, spent: number, since: number, armed: boolean }} Kept
 */

function unique() {
  return Math.random().toString(36).slice(2);
}

/** Where a browser has none for this page, there is none. @param {string} name */
function channelTo(name) {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
