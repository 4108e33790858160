// The plain theme over the runtime: what it must not cut off or make too small.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, print, root } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const style = readFileSync(join(root, 'themes/base/theme.css'), 'utf8');
const themed = (name, config = {}) => fixture(name, { style, config });
const box = (page, what) => page.locator(what).boundingBox();

describe('code under the plain theme', () => {
  test('is not squashed by what stands below it', async () => {
    const page = await open(browser, themed('code'));
    const { clientHeight, scrollHeight } = await page.evaluate(() => {
      const { clientHeight, scrollHeight } = document.querySelector('#line pre');
      return { clientHeight, scrollHeight };
    });
    assert.ok(clientHeight === scrollHeight && clientHeight > 60, `${clientHeight} of ${scrollHeight}`);
  });

  test('that is longer than its slide scrolls inside the margins', async () => {
    const page = await open(browser, themed('code') + '#/long');
    for (const code of await page.locator('#long pre').all()) {
      const { y, height } = await code.boundingBox();
      assert.ok(height > 300 && Math.round(y + height) <= 672, `${y} + ${height}`);
      await code.evaluate((pre) => { pre.scrollTop = 9999; });
      assert.ok(await code.evaluate((pre) => pre.scrollTop > 0));
    }
  });

  test('is wrapped on paper, down to its last word', async () => {
    const page = await open(browser, themed('code'));
    const [first] = await print(page);
    assert.ok(first.text.includes('lastword'), first.text);
    await page.emulateMedia({ media: 'print' });
    const [width, room] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.querySelector('#line pre');
      return [scrollWidth, clientWidth];
    });
    assert.equal(width, room);
  });
});

describe('the slide number under the plain theme', () => {
  const sizes = [[1280, 720], [1024, 768], [1920, 1080], [844, 390], [768, 1024], [390, 844], [320, 568]];
  for (const [width, height] of sizes) {
    for (const deck of ['plain', 'talk']) {
      test(`can be read and keeps away from the arrows, ${deck} at ${width} x ${height}`, async () => {
        const page = await open(browser, `${themed(deck, { slideNumber: 'c/t', scrollActivationWidth: 0 })}#/1`, { context: { viewport: { width, height } } });
        const number = await box(page, '.slide-number');
        const arrow = await box(page, '.navigate-left .controls-arrow');
        const size = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.querySelector('.slide-number')).fontSize));
        assert.ok(size >= 12, `${size} px`);
        const apart = arrow.x - (number.x + number.width);
        assert.ok(apart >= 14 || arrow.y > number.y + number.height, `${apart} px apart`);
        if (width <= 800) assert.ok(height - number.y - number.height < 40, `${number.y} of ${height}`);
      });
    }
  }
});
