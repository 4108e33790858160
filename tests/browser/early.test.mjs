// What is seen before the deck has started: the first slide, while the others are still on their way.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { closePages, launch, page as html, ready } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const slides = '<section id="one" data-background-color="#10243e" style="--slide-background:#10243e" class="has-dark-background">' +
  '<h1>One</h1><p class="fragment">later</p></section><section class="stack"><section><h2>Two</h2></section></section>';

/** Serves a page in two pieces; `go` sends the second. */
async function serve(text) {
  const cut = text.indexOf('<h2>Two');
  const waiting = [];
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    // A browser paints nothing of a page before it has some of it.
    response.write(text.slice(0, cut) + `<!--${' '.repeat(70_000)}-->`);
    waiting.push(() => response.end(text.slice(cut)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { url: `http://127.0.0.1:${server.address().port}/`, go: () => waiting.forEach((send) => send()), server };
}

/** Where the first heading is seen, or null; and which ground lies behind it. */
const seen = (page) => page.evaluate(() => {
  const heading = document.querySelector('h1');
  const { left, top, width, height } = heading.getBoundingClientRect();
  if (!width) return null;
  const section = heading.closest('section');
  return {
    left: Math.round(left), top: Math.round(top), width: Math.round(width), height: Math.round(height),
    hit: document.elementFromPoint(left + 4, top + height / 2) === heading,
    step: getComputedStyle(document.querySelector('.fragment')).visibility,
    ground: getComputedStyle(section).backgroundColor,
  };
});

describe('before the deck has started', () => {
  for (const [width, height] of [[1280, 720], [1920, 1080], [1024, 768]]) {
    test(`the first slide stands where it will stand, at ${width} x ${height}`, async () => {
      const { url, go, server } = await serve(html(slides));
      const page = await browser.newPage({ viewport: { width, height } });
      const loads = page.goto(url);
      await page.waitForSelector('h1');
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
      assert.equal(await page.evaluate(() => typeof window.Reveal), 'undefined');
      const early = await seen(page);
      assert.ok(early.hit);
      assert.equal(early.step, 'hidden');
      assert.equal(early.ground, 'rgb(16, 36, 62)');
      go();
      await loads;
      await ready(page);
      const late = await seen(page);
      assert.deepEqual({ ...early, ground: '' }, { ...late, ground: '' });
      assert.equal(late.ground, 'rgba(0, 0, 0, 0)');
      assert.equal(await page.evaluate(() => document.documentElement.getAttribute('style') || ''), '');
      server.close();
      await closePages(browser);
    });
  }

  test('no slide is shown that the address does not ask for', async () => {
    const { url, go, server } = await serve(html(slides));
    const page = await browser.newPage();
    const loads = page.goto(`${url}#/1`);
    await page.waitForSelector('h1', { state: 'attached' });
    assert.equal(await seen(page), null);
    go();
    await loads;
    await ready(page);
    assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 1);
    server.close();
    await closePages(browser);
  });

  for (const [what, width, query] of [['a narrow window', 390, ''], ['?view=scroll', 1280, '?view=scroll'], ['?view=print', 1280, '?view=print']]) {
    test(`${what} gets the page as an article at once`, async () => {
      const { url, go, server } = await serve(html(slides));
      const page = await browser.newPage({ viewport: { width, height: 844 } });
      const loads = page.goto(url + query);
      await page.waitForSelector('h1');
      assert.equal(await page.evaluate(() => document.documentElement.className), '');
      assert.equal((await seen(page)).step, 'visible');
      go();
      await loads;
      server.close();
      await closePages(browser);
    });
  }
});
