// Nothing is out of reach at 200 %, and what has the focus is seen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, root } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const theme = readFileSync(join(root, 'themes/base/theme.css'), 'utf8').replace('--color-scheme: light;', '--color-scheme: light dark;');
const config = { slideNumber: 'c/t', scrollActivationWidth: 0, autoSlide: 60000 };

/** How many pixels of the window change by 3:1 between two pictures of it. */
const differ = (page, one, other) => page.evaluate(async (sources) => {
  const [one, other] = await Promise.all(sources.map(async (source) => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${source}` });
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  const light = (data, i) => [0.2126, 0.7152, 0.0722].reduce((sum, share, j) => sum + share * (data[i + j] / 255) ** 2.2, 0.05);
  let count = 0;
  for (let i = 0; i < one.length; i += 4) {
    if (one[i] === other[i] && one[i + 1] === other[i + 1]) continue;
    const [low, high] = [light(one, i), light(other, i)].sort((a, b) => a - b);
    if (high / low >= 3) count += 1;
  }
  return count;
}, [one, other].map((picture) => picture.toString('base64')));

describe('the focus is seen', () => {
  for (const colorScheme of ['light', 'dark']) {
    test(`on everything that Tab reaches around the slides, in the ${colorScheme} scheme`, async () => {
      const page = await open(browser, fixture('talk', { style: theme, config: { ...config, transition: 'none' } }), { colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => window.Reveal.toggleAutoSlide(false));
      const reached = new Set();
      for (const where of [[2, 1], [4, 0]]) {
        await page.evaluate((where) => { document.activeElement.blur(); window.Reveal.slide(...where); }, where);
        for (let i = 0; i < 9; i += 1) {
          await page.keyboard.press('Tab');
          const name = await page.evaluate(() => document.activeElement.closest('.reveal > *')
            ? `${document.activeElement.closest('.reveal > *').className} ${document.activeElement.ariaLabel ?? ''}` : '');
          if (!name || name.startsWith('slides')) continue;
          const focused = await page.screenshot();
          const box = await page.evaluate(() => {
            const { activeElement } = document;
            activeElement.blur();
            window.last = activeElement;
            return activeElement.className;
          });
          const count = await differ(page, focused, await page.screenshot());
          await page.evaluate(() => window.last.focus());
          assert.ok(count >= 30, `${name} (${box}) on ${where}: ${count} pixels`);
          reached.add(name.replace(/ (back|enabled|fragmented|highlight|has-\S+|over-\S+)/g, ''));
        }
      }
      const all = [...reached].join('\n');
      for (const part of ['Previous slide', 'Next slide', 'Slide above', 'Slide below', 'Menu', 'Advance automatically', 'slide-number']) {
        assert.ok(all.includes(part), `${part} is not among\n${all}`);
      }
      assert.deepEqual(page.complaints, []);
    });
  }
});

/** What of the interface lies, even in part, outside the window and outside what scrolls in it. */
const outside = (page) => page.evaluate(() => [...document.querySelectorAll('.reveal > :not(.slides, .backgrounds), .reveal > :not(.slides) :is(button, input, a)')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches('.aria-status, .pause-status, .deck-drawing, .controls'))
  .filter((element) => {
    if (!element.matches('dialog')) element.scrollIntoView({ block: 'nearest' });
    const { left, top, right, bottom } = element.getBoundingClientRect();
    // The theme's arrows hang over the edge with what is empty of their box.
    const spare = element.matches('.controls *') ? 12 : 0.5;
    return left < -spare || top < -spare || right > window.innerWidth + spare || bottom > window.innerHeight + spare;
  }).map((element) => element.className || element.localName));

describe('at 200 %', () => {
  const zooms = {
    'of the browser': { context: { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 } },
    'of the text': { context: { viewport: { width: 640, height: 360 } }, fontSize: '200%' },
    'of a phone': { context: { viewport: { width: 195, height: 422 }, deviceScaleFactor: 2, hasTouch: true } },
  };
  for (const [name, { context, fontSize = '' }] of Object.entries(zooms)) {
    test(`${name}, all of the slide is in the window, and so is all that opens over it`, async () => {
      const page = await open(browser, fixture('talk', { style: theme, config }) + '#/2/1', { context });
      await page.evaluate((size) => { document.documentElement.style.fontSize = size; }, fontSize);
      const slide = await page.locator('#b').boundingBox();
      const { width, height } = context.viewport;
      assert.ok(slide.x >= 0 && slide.y >= 0 && slide.x + slide.width <= width + 1 && slide.y + slide.height <= height + 1, JSON.stringify(slide));
      assert.deepEqual(await outside(page), [], 'on the stage');
      const closed = async (selector) => page.locator(selector).waitFor({ state: 'hidden' });
      for (const [key, selector, done] of [['?', '.deck-help', 'Escape'], ['g', '.deck-jump', 'Escape'], ['Control+Shift+F', '.deck-search', 'Escape'], ['d', '.deck-draw-tools', 'd']]) {
        await page.keyboard.press(key);
        await page.locator(selector).waitFor();
        assert.deepEqual(await outside(page), [], key);
        await page.keyboard.press(done);
        await closed(selector);
      }
      await page.locator('.deck-menu-button').focus();
      await page.keyboard.press('Enter');
      await page.locator('.deck-menu').waitFor();
      assert.deepEqual(await outside(page), [], 'the menu');
      await page.keyboard.press('Escape');
      assert.equal(await place(page), '2/1/-1');
      assert.deepEqual(page.complaints, []);
    });
  }
});
