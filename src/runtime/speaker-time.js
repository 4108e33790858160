// @ts-check

/** How often the clock is looked at, in milliseconds. */
const TICK = 500;

const STYLE = [
  "#time { display: flex; flex-wrap: wrap; align-content: flex-start; gap: 4px 40px; }",
  "#time :is(p, h2) { margin: 0; }",
  ".value { font-size: 32px; line-height: 42px; font-variant-numeric: tabular-nums; }",
  "#timer { height: 42px; padding: 0 6px; margin-left: -7px; border-color: #16171a; background: none; }",
  "#timer, #reset { vertical-align: middle; }",
  "#timer:not([data-runs]) { color: #f3c969; }",
  "[data-pace=onTime] { color: #86d6a0; }",
  "[data-pace=ahead] { color: #8ab8ff; }",
  "[data-pace=behind] { color: #ff9d8a; }",
].join("\n");

/**
 * Clock, timer and pace in the speaker's window. The first move starts the timer.
 * @param {import("./deck.js").Deck} deck
 */
export function speakerTime(deck) {
  const link = deck.speaker;
  if (!link?.isView) return;
  const words = deck.words.speakerTime;
  const parts = link.fill("time", words.time, [
    "<div><h2>" + words.clock + '</h2><p class="value" id="clock"></p></div>',
    "<div><h2>" + words.timer + '</h2><button id="timer" class="value" type="button" title="' + words.help + '"></button> ',
    '<button id="reset" type="button">' + words.reset + '</button><p><small id="timerState"></small></p></div>',
    '<div id="paceBox"><h2>' + words.pace + '</h2><p class="value" id="pace"></p><p><small id="paceMore"></small></p></div>',
  ].join(""), STYLE);
  const kept = Object.assign(link.kept, { spent: 0, since: 0, armed: true });
  /** The seconds that each slide shall take. @type {Map<HTMLElement, number> | null} */
  let plan = null;
  /** Whether the deck goes where the audience is already. */
  let joins = true;

  const spent = () => kept.spent + (kept.since ? Date.now() - kept.since : 0);

  const show = () => {
    const seconds = Math.floor(spent() / 1000);
    const total = plan ? [...plan.values()].reduce((sum, time) => sum + time, 0) : 0;
    const state = kept.since ? words.running : kept.armed ? words.waiting : words.halted;
    parts.clock.textContent = new Date().toLocaleTimeString(document.documentElement.lang || undefined, { timeStyle: "short" });
    parts.timer.textContent = duration(seconds);
    parts.timer.setAttribute("aria-label", words.timer + " " + duration(seconds));
    parts.timer.toggleAttribute("data-runs", kept.since > 0);
    parts.timerState.textContent = state + (total ? ", " + words.planned.replace("{time}", duration(total)) : "");
    parts.paceBox.hidden = !plan;
    if (plan) {
      const { pace, by, left } = paceOf(plan, seconds, deck);
      parts.pace.dataset.pace = pace;
      parts.pace.textContent = words[pace].replace("{time}", duration(by));
      parts.paceMore.textContent = left > 0 ? words.left.replace("{time}", duration(left)) : "";
    }
    const { screenX, screenY, innerWidth, innerHeight } = window;
    kept.features = "popup,left=" + screenX + ",top=" + screenY + ",width=" + innerWidth + ",height=" + innerHeight;
  };

  /** @param {{ spent: number, since: number, armed: boolean }} changed */
  const set = (changed) => {
    link.keep(changed);
    show();
  };
  const run = (on = true) => set({ spent: spent(), since: on ? Date.now() : 0, armed: false });
  const reset = () => set({ spent: 0, since: 0, armed: true });

  parts.timer.addEventListener("click", () => run(!kept.since));
  parts.timer.addEventListener("dblclick", reset);
  parts.reset.addEventListener("click", reset);
  for (const type of ["sync", "config"]) {
    deck.addEventListener(type, () => {
      plan = planOf(deck);
      show();
    });
  }
  deck.addEventListener("place", () => {
    if (kept.armed && !joins && deck.isReady) run();
    else show();
  });
  deck.addEventListener("kept", show);
  deck.addEventListener("linked", () => {
    joins = true;
  });
  for (const type of ["heard", "unlinked"]) {
    deck.addEventListener(type, () => {
      joins = false;
    });
  }
  const timer = window.setInterval(show, TICK);
  deck.signal.addEventListener("abort", () => clearInterval(timer));
}

/**
 * How long each slide shall take, in seconds, if anybody said so: `data-timing` of a slide, of a section's first slide
 * for the whole section, `totalTime` for what is not said, or `defaultTiming` for each.
 * @param {import("./deck.js").Deck} deck @returns {Map<HTMLElement, number> | null}
 */
function planOf(deck) {
  const { totalTime, defaultTiming } = deck.config;
  const said = (/** @type {HTMLElement} */ slide) => Number(slide.dataset.timing) || 0;
  if (!totalTime && !defaultTiming && !deck.slides.some(said)) return null;
  /** @type {Map<HTMLElement, number>} */
  const plan = new Map();
  /** @param {HTMLElement[]} slides @param {number} time what they have together */
  const share = (slides, time) => {
    const open = slides.filter((slide) => !plan.has(slide));
    const left = slides.reduce((rest, slide) => rest - (plan.get(slide) ?? 0), time);
    for (const slide of open) plan.set(slide, Math.max(0, left / open.length));
  };
  const isSection = (/** @type {HTMLElement} */ slide) => slide.matches(".layout-section");
  for (const slide of deck.slides) {
    if (said(slide) && !isSection(slide)) plan.set(slide, said(slide));
    else if (!said(slide) && slide.dataset.visibility === "uncounted") plan.set(slide, 0);
  }
  deck.slides.forEach((slide, i) => {
    if (!isSection(slide) || !said(slide)) return;
    const after = deck.slides.findIndex((other, at) => at > i && isSection(other));
    share(deck.slides.slice(i, after < 0 ? undefined : after), said(slide));
  });
  const rest = deck.slides.filter((slide) => !plan.has(slide));
  if (totalTime) share(deck.slides, totalTime);
  else for (const slide of rest) plan.set(slide, defaultTiming || 0);
  return plan;
}

/**
 * Whether the talk is where it should be after so many seconds, by how many it is not, and how many are left for this
 * slide: anywhere in its time is on time.
 * @param {Map<HTMLElement, number>} plan @param {number} seconds @param {import("./deck.js").Deck} deck
 * @returns {{ pace: "onTime" | "ahead" | "behind", by: number, left: number }}
 */
function paceOf(plan, seconds, deck) {
  const before = deck.slides.slice(0, deck.slides.indexOf(deck.slide));
  const start = before.reduce((sum, slide) => sum + (plan.get(slide) ?? 0), 0);
  const end = start + (plan.get(deck.slide) ?? 0);
  const [early, late] = [Math.round(start - seconds), Math.round(seconds - end)];
  return { pace: early > 0 ? "ahead" : late > 0 ? "behind" : "onTime", by: Math.max(early, late), left: end - seconds };
}

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const pair = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return (hours ? hours + ":" + pair(minutes) : minutes) + ":" + pair(whole % 60);
}
