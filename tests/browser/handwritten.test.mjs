// Pages that somebody wrote by hand over what `deck runtime --out DIR` writes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closePages, deckBinary, launch, place, print, ready } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'deck-handwritten-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let browser;
before(async () => {
  browser = await launch();
  execFileSync(deckBinary(), ['runtime', '--out', folder, '--quiet']);
});
after(() => browser.close());

const slides = `<section><h1>Written by hand</h1><ul><li class="fragment">one</li><li class="fragment">two</li></ul></section>
<section><section data-background-color="#123"><h2>Stack</h2><aside class="notes">Say it slowly.</aside></section><section><h2>Below</h2></section></section>
<section data-auto-animate><h2 data-id="t">Last</h2></section>`;
const document = (script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>By hand</title>
<link rel="stylesheet" href="deck.css"></head><body><div class="reveal"><div class="slides">${slides}</div></div>${script}</body></html>`;

/** Opens a page and gathers what goes wrong in it. */
async function open(url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.complaints = [];
  page.on('console', (message) => page.complaints.push(message.text()));
  page.on('pageerror', (error) => page.complaints.push(error.message));
  await page.goto(url);
  await ready(page);
  return page;
}

/** Walks through the deck by keys. */
async function walk(page) {
  const places = [];
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight']) {
    await page.keyboard.press(key);
    places.push(await place(page));
  }
  assert.deepEqual(places, ['0/0/0', '0/0/1', '1/0', '1/1', '2/0']);
  assert.ok(await page.locator('h2[data-id=t]').isVisible());
  assert.ok(await page.locator('h1').isHidden());
}

describe('a page that is written by hand', () => {
  test('loads the script and the stylesheet and starts its deck, from a file', async () => {
    const file = join(folder, 'classic.html');
    writeFileSync(file, document(`<script src="deck.js"></script><script>
      Reveal.on("slidechanged", (event) => { window.heard = event.indexh; });
      Reveal.initialize({ controls: false, slideNumber: "c/t", transition: "none" }).then((deck) => { window.deckIs = deck === Reveal; });</script>`));
    const page = await open(pathToFileURL(file).href);
    await walk(page);
    assert.equal(await page.evaluate(() => window.heard), 2);
    assert.ok(await page.locator('.controls').isHidden());
    assert.equal(await page.locator('.slide-number').innerText(), '4/4');
    const [first] = await print(page);
    assert.equal(first.width, 960);
    assert.equal((await print(page)).length, 4);
    assert.deepEqual(page.complaints, []);
    await closePages(browser);
  });

  test('imports the module, from a server', async () => {
    writeFileSync(join(folder, 'module.html'), document(`<script type="module">import Reveal from "./deck.mjs";
      const deck = new Reveal(document.querySelector(".reveal"), { transition: "fade" });
      deck.initialize({ progress: false }).then(() => { window.Reveal = deck; });</script>`));
    const types = { '.html': 'text/html', '.css': 'text/css', '.mjs': 'text/javascript' };
    const server = createServer((request, response) => {
      const name = new URL(request.url, 'http://localhost').pathname;
      const type = types[extname(name)];
      response.writeHead(type ? 200 : 404, { 'content-type': type ?? 'text/plain' });
      response.end(type && readFileSync(join(folder, name)));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const page = await open(`http://127.0.0.1:${server.address().port}/module.html`);
    await walk(page);
    assert.ok(await page.locator('.progress').isHidden());
    assert.deepEqual(await page.evaluate(() => window.Reveal.getConfig().transition), 'fade');
    assert.deepEqual(page.complaints.filter((text) => !/favicon|404/.test(text)), []);
    await closePages(browser);
    server.close();
  });
});
