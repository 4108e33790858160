// What the browser tests share: the browser, pages over the runtime alone, and decks that the compiler built.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
const runtime = join(root, 'src/runtime');
const out = mkdtempSync(join(tmpdir(), 'deck-browser-'));
process.on('exit', () => rmSync(out, { recursive: true, force: true }));

/**
 * Starts the Chromium that is installed; `ignored` are arguments of Playwright's that it is started without. A missing
 * one is a failure that names what to install.
 */
export async function launch({ ignored = [] } = {}) {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('no Chromium found: install the package chromium, or set CHROMIUM to its path');
  return chromium.launch({
    executablePath,
    // What a browser refuses people, as too many changes of the address, it shall refuse here, too.
    ignoreDefaultArgs: ['--disable-ipc-flooding-protection', ...ignored],
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** Opens a page and gathers what it should not do: speak to the console, fail, ask for anything. */
export async function open(browser, url, { context = {}, waits = true, ...media } = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, ...context });
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const asked = request.url();
    if (!/^(data|blob):/.test(asked) && asked.split('#')[0] !== url.split('#')[0]) complaints.push(`request: ${asked}`);
  });
  if (Object.keys(media).length) await page.emulateMedia(media);
  await page.goto(url);
  if (waits) await ready(page);
  return Object.assign(page, { complaints });
}

/** Puts the kernel of a page's deck into `window.deck`: it is seen when it tells itself something. */
export const exposeKernel = (page) => page.evaluate(() => {
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    if (event.type === 'layout') window.deck = this;
    return dispatchEvent.call(this, event);
  };
  window.Reveal.layout();
  EventTarget.prototype.dispatchEvent = dispatchEvent;
});

/** Opens a page and gathers the data of an event of the kernel in `window.told`; `window.deck` is the kernel. */
export async function openAndHear(type, browser, url, options) {
  const page = await open(browser, url, options);
  await exposeKernel(page);
  await page.evaluate((wanted) => {
    window.told = [];
    window.deck.addEventListener(wanted, ({ data }) => window.told.push(structuredClone(data)));
  }, type);
  return page;
}

/** Closes every page that a test opened. */
export const closePages = (browser) => Promise.all(browser.contexts().map((context) => context.close()));

/** Waits until the deck of a page is ready. */
export const ready = (page) => page.waitForFunction(() => window.Reveal?.isReady());

/** Where the deck stands, as `h/v` or `h/v/f`. */
export const place = (page) => page.evaluate(() => {
  const { h, v, f } = window.Reveal.getIndices();
  return [h, v, f].filter((part) => part !== undefined).join('/');
});

/** Waits until nothing moves. */
export const still = (page) => page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));

// ---- the runtime alone -------------------------------------------------------------------------

/** The modules of the runtime, read from the list in src/runtime/mod.rs. */
function modules() {
  const list = readFileSync(join(runtime, 'mod.rs'), 'utf8');
  const constants = Object.fromEntries([...list.matchAll(/const ([A-Z]+): &\[&str\] = &(\[.*?\]);/gs)].map(([, name, marks]) => [name, marks]));
  /** The texts that call for a module. */
  const marksOf = (more) => {
    const [, marks] = more.match(/called_for_by\(&?([\s\S]*?)\)/) ?? [];
    return marks && JSON.parse((constants[marks] ?? marks).replace(/,\s*\]/, ']'));
  };
  const entry = /(behaviour|part)\(\s*"(\w+)",\s*include_str!\("([\w-]+\.js)"\)\s*\)((?:\s*\.\w+\((?:include_str!\("[^"]*"\)|&\[[^\]]*\]|[A-Z]+)\))*)/g;
  return [...list.matchAll(entry)].map(([, kind, name, file, more]) => ({
    kind, name, file, css: more.match(/include_str!\("([\w-]+\.css)"\)/)?.[1], marks: marksOf(more),
  }));
}

/** The styles that hold on paper, too, in the order of their list. */
const sheets = () => {
  const [, list] = readRuntime('mod.rs').match(/const SHEETS[^=]*= &\[([\s\S]*?)\n\];/);
  return [...list.matchAll(/include_str!\("([\w-]+\.css)"\)/g)].flatMap(([, file]) => strip(readRuntime(file)));
};

const readRuntime = (file) => readFileSync(join(runtime, file), 'utf8');

/** The stylesheet of the runtime, with everything in it. */
export const runtimeStyle = () => [...strip(readRuntime('runtime.css')), '@layer runtime {', ...sheets(), '@media not print {',
  ...modules().filter(({ css }) => css).flatMap(({ css }) => strip(readRuntime(css))), '}', '}', ''].join('\n');

/**
 * The runtime's script, composed from its sources as src/runtime/mod.rs does it: the same list, read from there.
 * compose.test.mjs holds the two against each other. `calls`: the text of slides and configuration, from which is seen what
 * they call for; without it all is there. `starts: false`: for a page that starts its decks itself.
 */
export function compose(config = {}, live = undefined, { calls = undefined, lang = 'en', starts = true } = {}) {
  const started = modules().filter(({ name, marks }) => name !== 'early' && (live !== undefined || name !== 'live') &&
    (calls === undefined || !marks || marks.some((mark) => calls.includes(mark))));
  const scoped = started.map(({ name, file }) =>
    [`const ${name} = (() => {`, ...composable(readRuntime(file)), `return ${name};`, '})();'].join('\n'));
  const behaviours = started.filter(({ kind }) => kind !== 'part').map(({ name }) => name);
  const inert = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');
  const said = Object.entries(JSON.parse(readRuntime(`words/${lang}.json`)));
  const words = sorted(Object.fromEntries(said.filter(([name]) => started.some((module) => module.name === name))));
  if (live !== undefined) behaviours.push(`(deck) => live(deck, ${inert(live)})`);
  const made = ['(() => {', '"use strict";', ...scoped,
    `const Reveal = reveal({ Deck, defaults, revealApi, plugins, words: ${inert(words)}, behaviours: [${behaviours.join(', ')}] });`];
  if (!starts) return [...made, 'window.Reveal = Reveal;', '})();', ''].join('\n');
  return [...made, 'try {', 'window.Reveal = Reveal;', `Reveal.initialize(${inert(config)});`,
    '} catch (error) {', 'document.documentElement.classList.remove("scripted", "reveal-full-page", "starting");', 'throw error;', '}',
    '})();', ''].join('\n');
}

/** An object with its names in order, and those of the objects in it, as Rust's maps have them. */
function sorted(value) {
  if (!value || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

function strip(text) {
  let inside = false;
  return text.split('\n').map((line) => line.trim()).filter((line) => {
    const comment = inside || line.startsWith('/*');
    const end = comment ? line.indexOf('*/') : -1;
    inside = comment && end < 0;
    return !(comment && (end < 0 || end + 2 === line.length)) && line !== '' && !line.startsWith('//');
  });
}

/** Lines of JavaScript as they are composed: nothing is exported, and types are for the checker alone. */
const composable = (text) => strip(text).map((line) => line.replace(/^export /, '').replace(/\/\*\* @.*?\*\/ ?/g, ''));

/** The script of the head, as src/runtime/mod.rs composes it. */
export function composeEarly({ width = 1280, height = 720, scrollActivationWidth = 435 }) {
  const number = (value) => (typeof value === 'number' ? value : null);
  const sizes = { height: number(height), narrow: number(scrollActivationWidth), width: number(width) };
  return ['const early = (() => {', ...composable(readRuntime('early.js')), 'return early;', '})();', `early(${JSON.stringify(sizes)});`, ''].join('\n');
}

/** A page over the runtime: the slides of a fixture, under the policy that every deck is under. */
export function page(slides, { config = {}, live = undefined, style = '', policy = '' } = {}) {
  const early = composeEarly(config);
  const script = compose(config, live);
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const csp = `default-src 'none'; script-src ${hash(early)} ${hash(script)}; style-src 'unsafe-inline'; ` +
    `img-src data: blob:; font-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'; ${policy}`;
  const { width = 1280, height = 720 } = config;
  const plain = '@layer runtime, features, theme, author; @layer theme { body { font: 28px/1.4 sans-serif } ' +
    '.reveal section { padding: 56px 72px 48px } .layout-two-columns { display: grid; grid-template-columns: 1fr 1fr } }';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Fixture</title>
<style>@page { size: ${width}px ${height}px; margin: 0; } :root { --slide-width: ${width}px; --slide-height: ${height}px; }
${plain}
${runtimeStyle()}
${style}</style><script>${early}</script></head>
<body class="reveal-viewport"><div class="reveal"><div class="slides">${slides}</div></div><script>${script}</script></body></html>`;
}

let number = 0;

/** The address of a page over the slides in fixtures/NAME.html. */
export function fixture(name, options = {}) {
  const slides = readFileSync(join(here, 'fixtures', `${name}.html`), 'utf8');
  return written(page(slides, options), name);
}

/** The address of a page. */
export function written(html, name = 'page') {
  const file = join(out, `${name}-${number += 1}.html`);
  writeFileSync(file, html);
  return pathToFileURL(file).href;
}

// ---- decks that the compiler built -------------------------------------------------------------

/** The compiler: DECK_BIN, else what cargo built last. */
export function deckBinary() {
  const { DECK_BIN } = process.env;
  const places = DECK_BIN ? [DECK_BIN] : [join(root, 'target/release/deck'), join(root, 'target/debug/deck')];
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error('no deck binary: run cargo build first, or set DECK_BIN to its path');
  return resolve(found);
}

const built = new Map();

/** Builds a source (a path from the root of the repository) and answers with the file of the page. */
export function build(source) {
  if (!built.has(source)) {
    const file = join(out, `built-${built.size}.html`);
    const run = promisify(execFile)(deckBinary(), ['build', source, '-o', file], { cwd: root });
    built.set(source, run.then(() => file, (error) => {
      throw new Error(`deck build ${source} failed:\n${error.stderr || error.message}`);
    }));
  }
  return built.get(source);
}

/** The address of a built source. */
export const address = async (source) => pathToFileURL(await build(source)).href;

// ---- fingers and paper -------------------------------------------------------------------------

/** One finger across the screen, through the browser's own input. */
export async function swipe(page, dx, dy, { x = 640, y = 360 } = {}) {
  const client = page.touchClient ??= await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', { x, y });
  for (let i = 1; i <= 6; i += 1) await touch('touchMove', { x: x + (dx * i) / 6, y: y + (dy * i) / 6 });
  await touch('touchEnd');
}

/** The pages of a printed page: size in points, and text without white space. */
export async function print(page, options = { preferCSSPageSize: true }) {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const data = new Uint8Array(await page.pdf(options));
  const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: true }).promise;
  const pages = [];
  for (let i = 1; i <= pdf.numPages; i += 1) {
    const one = await pdf.getPage(i);
    const [, , width, height] = one.view;
    const { items } = await one.getTextContent();
    pages.push({ width, height, text: squeeze(items.map((item) => item.str).join('')), one });
  }
  return pages;
}

/** Text as it can be compared between a page and its print. */
export const squeeze = (text) => text.normalize('NFKC').replace(/[\s\u00ad]+/g, '');
