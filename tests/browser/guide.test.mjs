// The guide: every slide of it fits with all its steps, on the screen, on a phone and on paper; every link leads somewhere; it
// is led through without a word from the browser.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { judgeAll } from './judge.mjs';
import { guide, openStill, showWhole, toPaper } from './slides.mjs';
import { address, closePages, launch, open } from './support.mjs';

let browser;
let url;
before(async () => {
  browser = await launch();
  url = await address(guide);
});
after(() => browser.close());
afterEach(() => closePages(browser));

describe('every slide of the guide, with all its steps, fits', () => {
  for (const colorScheme of ['light', 'dark']) {
    test(`a window of 1280 x 720, ${colorScheme}`, async (t) => {
      const page = await openStill(browser, url, { context: { viewport: { width: 1280, height: 720 } }, colorScheme });
      await judgeAll(page, (text) => t.diagnostic(text), showWhole);
      assert.deepEqual(page.complaints, []);
    });
  }

  test('a sheet of paper', async (t) => {
    const page = await openStill(browser, url);
    await page.setViewportSize({ width: 1280, height: 720 });
    await toPaper(page, 'light');
    await judgeAll(page, (text) => t.diagnostic(text));
  });
});

test('the guide as an article on a phone is as wide as the window', async () => {
  const page = await openStill(browser, url, { context: { viewport: { width: 390, height: 844 } } });
  const wide = await page.evaluate(() => [...document.querySelectorAll('.slides section:not(.stack)')]
    .filter((slide) => slide.scrollWidth > slide.clientWidth + 1).map((slide) => slide.id || slide.textContent.trim().slice(0, 40)));
  assert.deepEqual(wide, []);
  assert.deepEqual(page.complaints, []);
});

test('every link of the guide leads somewhere', async () => {
  const page = await open(browser, url);
  const links = await page.evaluate(() => [...document.querySelectorAll('.slides a[href]')].map((link) => link.getAttribute('href')));
  assert.ok(links.length > 20, `${links.length} links`);
  const nowhere = await page.evaluate((links) => links.filter((link) => {
    if (/^https:\/\/example\.(org|com)\b/.test(link)) return false;
    if (!link.startsWith('#')) return true;
    const name = decodeURIComponent(link.slice(1));
    if (!/^\/\d/.test(name)) return !document.getElementById(name);
    const [h, v = 0] = name.slice(1).split('/').map(Number);
    return !window.Reveal.getSlide(h, v);
  }), links);
  assert.deepEqual(nowhere, []);
});

test('the guide is led through by one key, and says nothing to the console nor asks for anything', async () => {
  const page = await open(browser, url, { reducedMotion: 'reduce' });
  const { slides, steps } = await page.evaluate(() => ({
    slides: window.Reveal.getTotalSlides(),
    steps: document.querySelectorAll('.slides .fragment').length,
  }));
  const seen = new Set();
  for (let i = 0; i < slides + steps && !(await page.evaluate(() => window.Reveal.isLastSlide())); i += 1) {
    seen.add(await page.evaluate(() => JSON.stringify(window.Reveal.getIndices(window.Reveal.getCurrentSlide()))));
    await page.keyboard.press('Space');
  }
  assert.ok(seen.size >= slides - 1, `${seen.size} of ${slides} slides`);
  assert.deepEqual(page.complaints, []);
});
