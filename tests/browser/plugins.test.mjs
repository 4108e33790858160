// Plugins as reveal.js has them, and some of reveal.js's own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, compose, launch, open, place, ready, root, runtimeStyle, written } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const runtime = compose({}, undefined, { starts: false });
const theirs = (name) => readFileSync(join(root, `tests/browser/node_modules/reveal.js/dist/plugin/${name}.js`), 'utf8');

/** A page that somebody wrote by hand: the runtime, other scripts, and the one that starts the deck. */
function byHand(start, { slides = '<section id="one"><h1>One</h1></section><section id="two"><h2>Two</h2><p>needle</p></section>', scripts = [], log = true } = {}) {
  const begin = log ? 'window.log = []; const say = (...words) => window.log.push(words.join(" "));' : '';
  const inert = (text) => text.replace(/<(?=\/script|!--)/g, '\\x3c');
  return written(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>By hand</title><style>${runtimeStyle()}</style></head>
<body><div class="reveal"><div class="slides">${slides}</div></div>
${[runtime, ...scripts, `${begin}\n${start}`].map((text) => `<script>${inert(text)}</script>`).join('\n')}</body></html>`);
}

const log = (page) => page.evaluate(() => window.log);

describe('plugins', () => {
  test('are objects or functions that make one, given at the start or registered before it, and begin in that order', async () => {
    const page = await open(browser, byHand(`
const plugin = (id) => ({ id, init: (reveal) => say(id, reveal === Reveal, reveal.isReady(), reveal.getConfig().width, document.querySelectorAll('section.present').length) });
Reveal.registerPlugin('named', { init: () => say('named') });
Reveal.registerPlugin(() => plugin('made'));
Reveal.initialize({ width: 800, plugins: [plugin('given'), () => plugin('made too'), { id: 'quiet' }] });
say('started', Reveal.getCurrentSlide().id);
Reveal.on('ready', () => say('ready'));
Reveal.registerPlugin(plugin('late'));`));
    assert.deepEqual(await log(page), ['named', 'made true false 800 0', 'given true false 800 0', 'made too true false 800 0', 'started one', 'late true false 800 1', 'ready']);
    const seen = await page.evaluate(() => [Object.keys(window.Reveal.getPlugins()), window.Reveal.hasPlugin('made'), window.Reveal.hasPlugin('toString'), window.Reveal.getPlugin('quiet'), window.Reveal.getPlugin('none')]);
    assert.deepEqual(seen, [['named', 'made', 'given', 'made too', 'quiet', 'late'], true, false, { id: 'quiet' }, undefined]);
    assert.deepEqual(page.complaints, []);
  });

  test('that promise something are waited for, one after the other, before the first slide is shown', async () => {
    const page = await open(browser, byHand(`
const slow = (id, time) => ({ id, init: async (reveal) => {
  say(id, 'begins');
  await new Promise((resolve) => setTimeout(resolve, time));
  document.querySelector('.slides').insertAdjacentHTML('beforeend', '<section id="' + id + '">' + id + '</section>');
  reveal.configure({ slideNumber: 'c/t' });
  reveal.sync();
  say(id, 'ends', reveal.isReady(), reveal.getTotalSlides());
} });
Reveal.on('sync', () => say('sync'));
Reveal.initialize({ plugins: [slow('a', 60), slow('b', 1)] }).then(() => say('promise'));
Reveal.next();
say('goes on', document.querySelectorAll('section.present').length);`), { waits: false });
    await ready(page);
    assert.deepEqual(await log(page), ['a begins', 'goes on 0', 'a ends false 0', 'b begins', 'b ends false 0', 'sync', 'promise']);
    assert.deepEqual(await page.evaluate(() => [window.Reveal.getTotalSlides(), window.Reveal.getCurrentSlide().id, window.Reveal.getConfig().slideNumber]), [4, 'one', 'c/t']);
    assert.deepEqual(page.complaints, []);
  });

  test('without a promise keep nothing waiting: the slide is there at once', async () => {
    const page = await open(browser, byHand(`
Reveal.initialize({ plugins: [{ id: 'quick', init: () => say('init') }] });
say(document.querySelector('section.present').id);`));
    assert.deepEqual(await log(page), ['init', 'one']);
  });

  test('that fail are told of, and do not keep the deck from being shown', async () => {
    const page = await open(browser, byHand(`
Reveal.initialize({ plugins: [
  { id: 'bad', init: () => { throw new Error('bad at once'); } },
  { id: 'worse', init: () => Promise.reject(new Error('bad later')) },
  { id: 'good', init: () => say('good') },
] });`));
    assert.deepEqual(await log(page), ['good']);
    assert.equal(await place(page), '0/0');
    assert.deepEqual(page.complaints, ['error: bad at once', 'error: bad later']);
  });

  test('need an id that no other one has', async () => {
    const page = await open(browser, byHand(`
Reveal.initialize({ plugins: [{ id: 'one', init: () => say('first') }, { id: 'one', init: () => say('second') }, { init: () => say('none') }, null] });
Reveal.registerPlugin();`));
    assert.deepEqual(await log(page), ['first']);
    assert.deepEqual(page.complaints, ['console: There is a plugin one already.', ...Array(3).fill('console: A plugin needs an id.')]);
  });

  test('end with the deck, and a deck that ends before they are ready never begins', async () => {
    const page = await open(browser, byHand(`
Reveal.initialize({ plugins: [{ id: 'a', destroy: () => say('a ends', Reveal.isReady()) }, { id: 'b' }] });`));
    const seen = await page.evaluate(async () => {
      const { Reveal, log: told } = window;
      Reveal.registerPlugin({ id: 'c', destroy: () => told.push('c ends') });
      Reveal.destroy();
      Reveal.initialize();
      const again = Object.keys(Reveal.getPlugins());
      Reveal.destroy();
      Reveal.registerPlugin({ id: 'more', init: () => told.push('more begins') });
      Reveal.initialize();
      again.push(...Object.keys(Reveal.getPlugins()));
      Reveal.destroy();
      let go = () => {};
      Reveal.initialize({ plugins: [{ id: 'slow', init: () => new Promise((resolve) => { go = resolve; }) }, { id: 'next', init: () => told.push('next') }] });
      Reveal.destroy();
      go();
      await new Promise((resolve) => { setTimeout(resolve, 20); });
      return [again, document.querySelectorAll('section.present').length, document.documentElement.className];
    });
    assert.deepEqual(seen, [['a', 'b', 'a', 'b', 'more'], 0, '']);
    assert.deepEqual(await log(page), ['a ends true', 'c ends', 'a ends false', 'more begins', 'a ends false']);
    assert.deepEqual(page.complaints, []);
  });

  test('belong to the deck that they were registered with', async () => {
    const page = await open(browser, byHand(`
const one = new Reveal(document.querySelector('.reveal'), { plugins: [{ id: 'a' }] });
one.registerPlugin({ id: 'b', init: (reveal) => say('b', reveal === one) });
say(one.hasPlugin('b'), one.hasPlugin('a'));
window.Reveal.registerPlugin({ id: 'c' });
one.initialize();
window.one = one;`), { waits: false });
    await page.waitForFunction(() => window.one.isReady());
    assert.deepEqual(await log(page), ['true false', 'b true']);
    assert.deepEqual(await page.evaluate(() => Object.keys(window.one.getPlugins())), ['b', 'a']);
    assert.deepEqual(page.complaints, []);
  });
});

describe('reveal.js\'s own plugins', () => {
  test('zoom, search and notes begin, and do what they do', async () => {
    const page = await open(browser, byHand(`Reveal.initialize({ plugins: [RevealZoom, RevealSearch, RevealNotes], zoomKey: 'shift', keyboard: { 70: null } });`,
      { scripts: ['zoom', 'search', 'notes'].map(theirs) }));
    assert.deepEqual(await page.evaluate(() => Object.keys(window.Reveal.getPlugins())), ['zoom', 'search', 'notes']);

    await page.keyboard.press('?');
    const help = (await page.locator('.deck-help').textContent()).replace(/\s+/g, ' ');
    assert.match(help, /Speaker notes viewS/);
    assert.match(help, /SearchCTRL \+ Shift \+ F/);
    await page.keyboard.press('Escape');

    await page.evaluate(() => window.Reveal.getPlugin('search').open());
    assert.equal(await page.evaluate(() => document.activeElement.className), 'searchinput');
    await page.keyboard.type('needle');
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '1/0');
    await page.evaluate(() => window.Reveal.getPlugin('search').close());

    await page.mouse.move(300, 200);
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.up();
    await page.keyboard.up('Shift');
    // The deck zooms by the same click, and not both do.
    assert.deepEqual(await page.evaluate(() => [document.body.style.transform, document.querySelectorAll('.reveal.zoomed').length]), ['', 1]);
    await page.evaluate(() => window.Reveal.destroy());
    assert.deepEqual(page.complaints.filter((complaint) => !complaint.startsWith('request: ')), []);
  });

  test('the speaker view of notes drives its copies of the deck and is driven by the deck, and the deck by it', async () => {
    const slides = '<section><h1>One</h1><aside class="notes">Note one</aside></section><section><h2>Two</h2><p class="fragment">step</p><aside class="notes">Note two</aside></section>';
    const page = await open(browser, byHand('Reveal.initialize({ plugins: [RevealNotes] });', { slides, scripts: [theirs('notes')] }));
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
    const seen = async () => {
      const frames = popup.frames().slice(1);
      const places = await Promise.all(frames.map((frame) => frame.evaluate(() => Object.values(window.Reveal?.getIndices?.() ?? {}).filter((part) => part !== undefined).join('/'))));
      return [await popup.locator('.speaker-controls-notes .value').textContent(), ...places].join(', ');
    };
    const until = async (wanted) => {
      for (let i = 0; i < 80 && await seen() !== wanted; i += 1) await new Promise((resolve) => { setTimeout(resolve, 100); });
      assert.equal(await seen(), wanted);
    };
    await until('Note one, 0/0, 1/0/-1');
    await page.keyboard.press('ArrowRight');
    await until('Note two, 1/0/-1, 1/0/0');
    await popup.frames()[1].evaluate(() => window.Reveal.next());
    await page.waitForFunction(() => window.Reveal.getIndices().f === 0);
    assert.deepEqual(page.complaints, []);
  });

  test('markdown makes slides before the first one is shown, and highlight colours their code', async () => {
    const slides = '<section data-markdown data-separator="^---$"><textarea data-template>\n# First\n\n---\n\n```js\nlet x = 1;\n```\n\n- one <!-- .element: class="fragment" -->\n\n---\n\n## Last\n</textarea></section>';
    const page = await open(browser, byHand('Reveal.initialize({ plugins: [RevealMarkdown, RevealHighlight], highlight: { highlightOnLoad: true } });',
      { slides, scripts: ['markdown', 'highlight'].map(theirs) }));
    const seen = await page.evaluate(() => [window.Reveal.getTotalSlides(), window.Reveal.getCurrentSlide().textContent.trim(), document.querySelectorAll('.hljs-keyword').length]);
    assert.deepEqual(seen, [3, 'First', 1]);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.match(await place(page), /\/0$/);
    assert.deepEqual(page.complaints, []);
  });
});
