// reveal.js's helper classes, in compiled decks and on pages that are written by hand.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, launch, open, page as wrap, print, ready, still, written } from './support.mjs';

let browser, deck;
before(async () => {
  browser = await launch();
  deck = await address('tests/browser/decks/helpers.md');
});
after(() => browser.close());
afterEach(() => closePages(browser));

/** Of every text that is to fit: its size, how much of its line it takes, and whether it is within its slide. */
const texts = (page, scope = 'section.present') => page.evaluate((scope) => [...document.querySelectorAll(`${scope} .r-fit-text`)].map((text) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  const [ink, line, slide] = [range, text, text.closest('section')].map((one) => one.getBoundingClientRect());
  return {
    size: Math.round(parseFloat(getComputedStyle(text).fontSize)),
    fills: ink.width / line.width,
    within: ink.top >= slide.top && ink.bottom <= slide.bottom && ink.right <= slide.right,
  };
}), scope);
const boxes = (page, selector) => page.locator(`section.present ${selector}`).evaluateAll((all) => all.map((one) => {
  const { left, top, right, bottom, width, height } = one.getBoundingClientRect();
  return { left, top, right, bottom, width, height, middle: [(left + right) / 2, (top + bottom) / 2].map(Math.round) };
}));

describe('.r-fit-text', () => {
  test('is as wide as its line', async () => {
    const page = await open(browser, deck);
    const [title] = await texts(page);
    assert.ok(title.fills > 0.99 && title.fills < 1.002, `${title.fills}`);
    await page.keyboard.press('ArrowRight');
    const both = await texts(page);
    assert.ok(both.every(({ fills, within }) => fills > 0.99 && fills < 1.002 && within), JSON.stringify(both));
    assert.ok(both[0].size > both[1].size);
    assert.deepEqual(page.complaints, []);
  });

  test('is not higher than its slide', async () => {
    const page = await open(browser, deck + '#/2');
    const [text] = await texts(page);
    assert.ok(text.size > 300 && text.size < 560 && text.within, JSON.stringify(text));
  });

  test('leaves what gives way to it half of its height', async () => {
    const page = await open(browser, deck + '#/7');
    const [text] = await texts(page);
    const [stack] = await boxes(page, '.r-stack');
    assert.ok(text.within && stack.height > 170 && stack.bottom < 720, JSON.stringify([text, stack]));
  });

  test('has its size before it is shown', async () => {
    const page = await open(browser, deck, { context: { reducedMotion: 'reduce' } });
    const size = await page.evaluate(() => {
      window.Reveal.slide(2);
      return parseFloat(getComputedStyle(window.Reveal.getCurrentSlide().querySelector('.r-fit-text')).fontSize);
    });
    assert.ok(size > 300, `${size}`);
  });

  test('is measured again when its text, the slides or their size have changed', async () => {
    const page = await open(browser, deck);
    const [before] = await texts(page);
    await page.evaluate(() => {
      document.querySelector('.r-fit-text').textContent = 'Much longer than it was before, and so it is smaller now';
      window.Reveal.sync();
    });
    const [longer] = await texts(page);
    assert.ok(longer.size < before.size && longer.fills > 0.99 && longer.fills < 1.002, JSON.stringify(longer));
    await page.evaluate(() => window.Reveal.configure({ width: 640 }));
    const [narrow] = await texts(page);
    assert.ok(narrow.size < longer.size && narrow.fills > 0.98 && narrow.fills < 1.002, JSON.stringify(narrow));
  });

  test('is of the same size on paper, also on slides that nobody has seen', async () => {
    const page = await open(browser, deck);
    await page.waitForFunction(() => [...document.querySelectorAll('.r-fit-text')].every((text) => text.style.cssText.includes('--fit-size')));
    const stage = [];
    for (let h = 0; h < 3; h += 1) {
      await page.evaluate((h) => window.Reveal.slide(h), h);
      stage.push(...(await texts(page)).map(({ size }) => size));
    }
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual((await texts(page, 'section:nth-of-type(-n+3)')).map(({ size }) => size), stage);
    await page.emulateMedia({ media: 'screen' });
    const fresh = await open(browser, deck);
    await fresh.evaluate(() => { window.requestIdleCallback = () => 0; });
    const pages = await print(fresh);
    const items = (await pages[2].one.getTextContent()).items.filter(({ str }) => str.trim());
    assert.ok(Math.abs(items[0].height / 0.75 - stage[3]) < 3, `${items[0].height} ${stage}`);
  });

  test('is large and may be broken without a script, and fits the window of an article', async () => {
    const plain = await open(browser, deck, { context: { javaScriptEnabled: false, viewport: { width: 390, height: 844 } }, waits: false });
    const [title] = await texts(plain, 'section:first-of-type');
    assert.ok(title.size > 40 && title.within, JSON.stringify(title));
    const phone = await open(browser, deck, { context: { viewport: { width: 390, height: 844 } } });
    const all = await texts(phone, 'section');
    assert.ok(all.every(({ within }) => within), JSON.stringify(all));
    assert.ok(all[0].size < 60 && all[0].fills > 0.98, JSON.stringify(all));
  });

  test('leaves nothing behind', async () => {
    const page = await open(browser, deck);
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await page.evaluate(() => document.querySelectorAll('[style*="--fit-size"], section.near').length), 0);
  });
});

describe('the other helpers', () => {
  test('.r-stretch takes the height that is left, beside and under other things', async () => {
    const page = await open(browser, deck + '#/3');
    const [left, right] = await boxes(page, 'figure');
    const [, below] = await boxes(page, '.column:first-child > p');
    const [slide] = await boxes(page, '.slide-body');
    assert.ok(Math.abs(below.bottom - slide.bottom) < 2, `${below.bottom} ${slide.bottom}`);
    assert.ok(left.bottom <= below.top && left.height > 300, JSON.stringify(left));
    assert.ok(Math.abs(right.bottom - slide.bottom) < 2 && right.height > 450, JSON.stringify(right));
  });

  test('.r-stack puts everything on one spot, and its steps come there', async () => {
    for (const place of ['#/4', '#/5']) {
      const page = await open(browser, deck + place);
      const all = await boxes(page, '.r-stack > *');
      assert.ok(all.length > 1 && all.every(({ middle }) => `${middle}` === `${all[0].middle}`), JSON.stringify(all));
      const shown = () => page.evaluate(() => [...document.querySelectorAll('section.present .r-stack > *')]
        .filter((one) => one.checkVisibility({ visibilityProperty: true })).length);
      assert.equal(await shown(), 1);
      await page.keyboard.press('Space');
      await still(page);
      assert.equal(await shown(), 2);
    }
  });

  test('.r-hstack and .r-vstack put it in a row and in a column, each in the middle', async () => {
    const page = await open(browser, deck + '#/6');
    const row = await boxes(page, '.r-hstack > *');
    assert.equal(new Set(row.map(({ middle }) => middle[1])).size, 1);
    assert.ok(row[0].right < row[1].left && row[1].right < row[2].left, JSON.stringify(row));
    const column = await boxes(page, '.r-vstack > *');
    assert.equal(new Set(column.map(({ middle }) => middle[0])).size, 1);
    assert.ok(column[0].bottom <= column[1].top);
  });

  test('they work on a page that is written by hand', async () => {
    const dot = 'data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 9 9%22/%3E';
    const slides = `<section><h2 class="r-fit-text">Written</h2><p>Text</p></section>
      <section><h2>Title</h2><img class="r-stretch" alt="" src="${dot}"><p>Below</p></section>
      <section><div class="r-stack"><p>One</p><p class="fragment">The other</p></div><div class="r-hstack"><p>a</p><p>b</p></div></section>`;
    const page = await open(browser, written(wrap(slides)));
    await ready(page);
    const [title] = await texts(page);
    assert.ok(title.fills > 0.98 && title.fills < 1.002, JSON.stringify(title));
    await page.keyboard.press('ArrowRight');
    await still(page);
    const [[img], [below]] = [await boxes(page, 'img'), await boxes(page, 'p')];
    assert.ok(img.height > 350 && img.bottom <= below.top && below.bottom < 720, JSON.stringify([img, below]));
    await page.keyboard.press('ArrowRight');
    await still(page);
    const stack = await boxes(page, '.r-stack > *');
    assert.deepEqual(stack[0].middle, stack[1].middle);
    const row = await boxes(page, '.r-hstack > *');
    assert.ok(row[0].right <= row[1].left && row[0].top === row[1].top);
    assert.deepEqual(page.complaints, []);
  });
});
