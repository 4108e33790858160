import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { closePages, launch, page as compose, place, ready } from './support.mjs';

const slides = readFileSync(new URL('fixtures/talk.html', import.meta.url), 'utf8');
const keys = ['intro', 'steps', 'a', 'b', 'slide-5', 'slide-6', 'colours', 'unseen', 'extra', 'end'];
const order = keys.map((key, i) => ({ key, ...(i === 3 || i === 4 ? { down: true } : {}) }));

let browser;
let server;
let address;
const streams = new Set();
let html = '';
let loads = 0;
let asked = '';

before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    if (request.url.startsWith('/events')) {
      asked = request.url;
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
    } else {
      loads += 1;
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${server.address().port}/`;
});
after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});
afterEach(() => closePages(browser));
beforeEach(() => { html = compose(slides, { live: { build: 1, keys }, policy: "connect-src 'self'" }); });

/** Opens the watched page and waits until it listens. */
async function watch(hash = '') {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  streams.clear();
  await page.goto(address + hash);
  await ready(page);
  for (let wait = 0; !streams.size && wait < 500; wait += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(streams.size, 'the page listens for builds');
  return Object.assign(page, { complaints });
}

/** Tells the page of a build and waits until it has it. */
async function tell(page, build) {
  await page.evaluate(() => {
    window.told = new Promise((resolve, reject) => { setTimeout(reject, 5000, new Error('the page did not change')); window.observer = new MutationObserver(() => resolve()); });
    window.observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  for (const stream of streams) stream.write(`id: ${build.build}\ndata: ${JSON.stringify(build)}\n\n`);
  await page.evaluate(() => window.told);
}

const changed = (key, replacement) => order.map((entry) => (entry.key === key ? { ...entry, ...replacement } : entry));

describe('the live page', () => {
  test('replaces the slide that is shown and keeps slide, step and focus', async () => {
    const page = await watch('#/3');
    await page.focus('#field');
    const html5 = slides.match(/<section class="layout-two[\s\S]*?<\/section>/)[0].replace('Places', 'New places');
    await tell(page, { build: 2, base: 1, slides: changed('slide-6', { html: html5 }), diagnostics: null });
    assert.equal(await page.textContent('section.present h2'), 'New places for fingers');
    assert.equal(await place(page), '3/0');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'field');

    await page.evaluate(() => window.Reveal.slide(1, 0, 1));
    const steps = '<section id="steps"><h2>Steps</h2><p class="fragment">one</p><p class="fragment">two</p><p class="fragment">three</p></section>';
    await tell(page, { build: 3, base: 2, slides: changed('steps', { html: steps }) });
    assert.equal(await place(page), '1/0/1');
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#steps .fragment')].map((step) => step.classList.contains('visible'))), [true, true, false]);
    assert.deepEqual(page.complaints, []);
  });

  test('keeps the element of every slide that has not changed, wherever it goes', async () => {
    const page = await watch('#/b/0');
    await page.evaluate(() => { for (const section of document.querySelectorAll('section')) section.mark = true; });
    const next = [{ key: 'end' }, { key: 'new', html: '<section id="new"><h2>New</h2></section>' }, { key: 'a' }, { key: 'slide-5', down: true },
      { key: 'b', down: true }, { key: 'intro', down: true }, { key: 'steps' }];
    await tell(page, { build: 2, base: 1, slides: next });
    assert.equal(await place(page), '2/2/0');
    const tree = await page.evaluate(() => [...document.querySelectorAll('.slides > section')].map((top) => [top, ...top.querySelectorAll('section')]
      .map((section) => (section.id || section.className.split(' ')[0] || '?') + (section.mark ? '' : '*')).join('/')));
    assert.deepEqual(tree.map((line) => line.replace('past', '?')), ['über', 'new*', 'stack/a/?/b/intro', 'steps']);
    assert.equal(await page.evaluate(() => document.querySelectorAll('section.present:not(.stack)').length), 1);
  });

  test('follows a slide whose key changed, and stays near one that is gone', async () => {
    const page = await watch('#/colours');
    await tell(page, { build: 2, base: 1, slides: [{ key: 'first', html: '<section><h2>First</h2></section>' },
      ...changed('colours', { key: 'colors', was: 'colours', html: '<section id="colors"><h2>Colors</h2></section>' })] });
    assert.equal(await place(page), '5/0');
    assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'colors');
    await tell(page, { build: 3, base: 2, slides: [{ key: 'intro' }, { key: 'steps' }] });
    assert.equal(await place(page), '1/0/-1');
    assert.equal(await page.textContent('section.present h2'), 'Steps');
  });

  test('rewrites the address of the slide that is shown, without an entry in the history', async () => {
    const page = await watch('#/steps/1');
    const entries = await page.evaluate(() => window.history.length);
    const renamed = '<section id="paces"><h2>Paces</h2><p class="fragment">one</p><p class="fragment">two</p></section>';
    await tell(page, { build: 2, base: 1, slides: [{ key: 'first', html: '<section><h2>First</h2></section>' },
      ...changed('steps', { key: 'paces', was: 'steps', html: renamed })] });
    assert.equal(await page.evaluate(() => window.location.hash), '#/paces/1');
    assert.equal(await place(page), '2/0/1');
    await page.evaluate(() => window.Reveal.slide(3, 2));
    assert.equal(await page.evaluate(() => window.location.hash), '#/3/2');
    await tell(page, { build: 3, base: 2, slides: changed('steps', { key: 'paces' }) });
    assert.equal(await page.evaluate(() => window.location.hash), '#/2/2');
    assert.equal(await page.evaluate(() => window.history.length), entries + 1);
    assert.deepEqual(page.complaints, []);
  });

  test('exchanges style and title', async () => {
    const page = await watch();
    const style = await page.evaluate(() => document.querySelector('head style').textContent);
    await tell(page, { build: 2, base: 1, style: `${style} @layer author { h1 { color: rgb(1, 2, 3) } }`, title: 'New title' });
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('h1')).color), 'rgb(1, 2, 3)');
    assert.equal(await page.title(), 'New title');
  });

  test('says which build it has, and shows the diagnostics that it was made with', async () => {
    html = compose(slides, { live: { build: 7, keys, diagnostics: 'error: at once' }, policy: "connect-src 'self'" });
    const page = await watch();
    assert.equal(asked, '/events?build=7');
    assert.equal(await page.getByRole('alert').textContent(), 'error: at once');
  });

  test('lays diagnostics over the last good deck until they are mended', async () => {
    const page = await watch('#/2');
    const alert = page.getByRole('alert');
    assert.equal(await alert.isVisible(), false);
    await tell(page, { build: 1, base: 1, diagnostics: 'error: <b>no</b>\n  --> talk.md:3:1' });
    assert.equal(await alert.textContent(), 'error: <b>no</b>\n  --> talk.md:3:1');
    assert.equal(await alert.isVisible(), true);
    await page.keyboard.press('ArrowRight');
    await tell(page, { build: 2, base: 1, diagnostics: null });
    assert.equal(await alert.isVisible(), false);
    assert.equal(await place(page), '3/0');
  });

  test('loads itself again at the same place when it missed a build, and only then', async () => {
    for (const build of [{ build: 4, base: 3, slides: order }, { build: 2, base: 1, reload: true }]) {
      const page = await watch();
      await page.evaluate(() => {
        for (let i = 0; i < 100; i += 1) window.Reveal.slide(i % 3);
        window.Reveal.slide(1, 0, 2);
      });
      const before = loads;
      const again = page.waitForEvent('load');
      for (const stream of streams) stream.write(`id: ${build.build}\ndata: ${JSON.stringify(build)}\n\n`);
      await again;
      await ready(page);
      assert.equal(loads, before + 1);
      assert.equal(await place(page), '1/0/2');
      await page.close();
    }
    const page = await watch();
    const before = loads;
    await tell(page, { build: 1, base: 0, slides: [], diagnostics: 'seen' });
    assert.equal(loads, before);
    assert.equal(await page.evaluate(() => window.Reveal.getTotalSlides()), 8);
  });
});
