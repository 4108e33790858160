#!/usr/bin/env node
// How quickly a deck answers on stage, beside reveal.js on the same slides in the same run.
//
//     tests/bench/present.mjs [--slides 1000] [--keys 60] [--check]
//
// A talk of corpus.py is compiled, and the same file once more with reveal.js in the place of the runtime: the same
// slides, the same style, the same browser, in turn. Times are milliseconds of wall time. `--check` fails where deck is
// over its limits; it needs a machine that does nothing else. The binary is $DECK_BIN, else the release build.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { deckBinary, launch, root } from '../browser/support.mjs';

/** A frame of a screen with 60 a second. */
const FRAME = 1000 / 60;
/** How long is waited between two keys: longer than either takes for a transition. */
const REST = 1000;
/** The most that deck may take: half of the keys, nineteen of twenty, a task after the page has loaded. */
const LIMITS = { median: FRAME, p95: 2 * FRAME, longTask: 50 };

const { values } = parseArgs({ options: {
  slides: { type: 'string', default: '1000' }, keys: { type: 'string', default: '60' }, check: { type: 'boolean' },
} });
const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'deck-present-'));
process.on('exit', () => rmSync(out, { recursive: true, force: true }));

/** The talk, compiled. */
function compiled() {
  const folder = join(out, 'talk');
  execFileSync('python3', ['-B', 'corpus.py', folder, '--n', values.slides, '--dialects', 'deck'], { cwd: here, stdio: 'ignore' });
  const file = join(out, 'deck.html');
  execFileSync(deckBinary(), ['build', 'slides.md', '-o', file, '--quiet'], { cwd: join(folder, values.slides, 'deck') });
  return readFileSync(file, 'utf8');
}

/** The same file with reveal.js in the place of the runtime. */
function withReveal(page) {
  const read = (path) => readFileSync(join(root, 'tests/browser/node_modules/reveal.js/dist', path), 'utf8');
  const start = 'Reveal.initialize({ width: 1280, height: 720, margin: 0, hash: true, history: true });';
  const script = `${read('reveal.js').replaceAll('</script', '<\\/script')}\n${start}`;
  const end = page.lastIndexOf('<script>');
  return page.slice(0, end)
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\s*<script>[\s\S]*?<\/script>/, '')
    .replace('</head>', () => `<style>${read('reveal.css')}</style></head>`)
    + `<script>${script}</script></body></html>`;
}

/** Runs in the page before anything else: remembers paints, long tasks and how long keys took to be painted. */
function watch() {
  const seen = { keys: [], tasks: [], paint: NaN, parsed: NaN };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    seen.paint = list.getEntriesByName('first-contentful-paint')[0]?.startTime ?? seen.paint;
  }).observe({ type: 'paint', buffered: true });
  document.addEventListener('DOMContentLoaded', () => { seen.parsed = performance.now(); });
  window.addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => {
    // What comes after the frame's callbacks has waited for its style, layout and paint.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => seen.keys.push(performance.now() - timeStamp);
    port2.postMessage(null);
  }), true);
}

/** Opens a page, presses keys and answers with what was seen. */
async function measure(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  await page.waitForFunction(() => window.Reveal?.isReady());
  const loaded = await page.evaluate(() => performance.timing.loadEventEnd - performance.timing.navigationStart);
  await page.waitForTimeout(REST);
  const before = await page.evaluate(() => window.Reveal.getSlidePastCount());
  for (let i = 0; i < Number(values.keys); i += 1) {
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(REST);
  }
  const moved = await page.evaluate(() => window.Reveal.getSlidePastCount()) - before;
  const { keys, tasks, paint, parsed } = await page.evaluate(() => window.seen);
  await context.close();
  if (!moved || keys.length !== Number(values.keys)) throw new Error(`${file}: ${keys.length} keys seen, ${moved} slides passed`);
  keys.sort((a, b) => a - b);
  const at = (share) => keys[Math.min(keys.length - 1, Math.floor(keys.length * share))];
  const long = tasks.filter(({ startTime }) => startTime > loaded).map(({ duration }) => duration);
  return { median: at(0.5), p95: at(0.95), paint, parsed, loaded, longTask: Math.max(0, ...long) };
}

const page = compiled();
const pages = { deck: page, 'reveal.js': withReveal(page) };
const browser = await launch();
const rows = {};
for (const [name, text] of Object.entries(pages)) {
  const file = resolve(out, `${name}.html`);
  writeFileSync(file, text);
  await measure(browser, file).catch(() => {}); // warms the browser up, and its caches
  rows[name] = await measure(browser, file);
}
await browser.close();

const columns = [['key to paint, median', 'median'], ['95 of 100', 'p95'], ['first paint', 'paint'], ['parsed', 'parsed'],
  ['loaded', 'loaded'], ['longest task after that', 'longTask']];
console.log(`${values.slides} slides, ${values.keys} keys, milliseconds`);
console.log(['', ...columns.map(([name]) => name)].join(' | '));
for (const [name, row] of Object.entries(rows)) {
  console.log([name, ...columns.map(([, key]) => row[key].toFixed(1))].join(' | '));
}
const over = Object.entries(LIMITS).filter(([key, limit]) => rows.deck[key] > limit);
if (rows.deck.paint > rows.deck.parsed) over.push(['paint', rows.deck.parsed]);
for (const [key, limit] of over) console.error(`present: deck's ${key} is ${rows.deck[key].toFixed(1)}, more than ${limit.toFixed(1)}`);
if (values.check && over.length) process.exitCode = 1;
