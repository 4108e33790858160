import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, print, squeeze, still } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const slides = ['A talk First words', 'Steps step one step two only step two too gone at three', 'Stack A', 'Stack B b one b two',
  'Stack C', 'Places for fingers to the steps', 'Dark', 'Extra', 'The end Target 1 A footnote'].map(squeeze);

describe('without a script', () => {
  test('every slide can be read, in order, with all its steps, and no notes', async () => {
    const page = await open(browser, fixture('talk'), { context: { javaScriptEnabled: false }, waits: false });
    const text = squeeze(await page.locator('body').innerText());
    let at = 0;
    for (const slide of slides) {
      const found = text.indexOf(slide, at);
      assert.ok(found >= at, `${slide} in ${text.slice(at)}`);
      at = found;
    }
    assert.ok(!text.includes('Secretnotes') && !text.includes('Unseen'), text);
    const boxes = await page.locator('.slides section:not(.stack, [data-visibility=hidden])').evaluateAll((sections) =>
      sections.map((section) => { const { top, bottom } = section.getBoundingClientRect(); return [top, bottom]; }));
    boxes.slice(1).forEach(([top], i) => assert.ok(top >= boxes[i][1], `slide ${i + 1} stands below the one before`));
    for (const step of await page.locator('.fragment').all()) assert.ok(await step.isVisible());
    assert.ok(await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight));
    assert.deepEqual(page.complaints, []);
  });

  test('a narrow window needs no scrolling sideways', async () => {
    const context = { javaScriptEnabled: false, viewport: { width: 400, height: 800 } };
    const page = await open(browser, fixture('plain'), { context, waits: false });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 400);
  });

  test('a runtime that fails leaves the page readable', async () => {
    const broken = await browser.newPage();
    await broken.addInitScript(() => { window.ResizeObserver = undefined; });
    await broken.goto(fixture('plain'));
    assert.equal(await broken.locator('html.scripted').count(), 0);
    assert.equal(await broken.locator('#three').isVisible(), true);
  });
});

describe('on paper', () => {
  const states = {
    'as it was opened': {},
    'after a walk through the deck': { keys: ['Space', 'Space', 'End', 'Home', 'ArrowRight', 'ArrowRight', 'ArrowDown'] },
    'in the middle of a movement': { rush: true },
    'without a script': { context: { javaScriptEnabled: false }, waits: false },
    'from a small window': { context: { viewport: { width: 400, height: 700 } } },
  };
  for (const [state, { keys = [], rush = false, ...options }] of Object.entries(states)) {
    test(`one slide a page with all its steps, ${state}`, async () => {
      const page = await open(browser, fixture('talk'), options);
      for (const key of keys) await page.keyboard.press(key);
      if (!rush && !options.context) await still(page);
      if (rush) await page.evaluate(() => window.Reveal.slide(4));
      const pages = await print(page);
      assert.equal(pages.length, slides.length);
      pages.forEach(({ width, height, text }, i) => {
        assert.deepEqual([width, height], [960, 540]);
        assert.ok(text.startsWith(slides[i]), `page ${i + 1}: ${text}`);
        assert.ok(!text.includes('Secretnotes'));
      });
    });
  }

  test('pages have the size of the deck', async () => {
    const page = await open(browser, fixture('plain', { config: { width: 1024, height: 768 } }));
    const pages = await print(page);
    assert.deepEqual(pages.map(({ width, height }) => [width, height]), Array(3).fill([768, 576]));
  });

  test('a slide is a page on paper of another size, too', async () => {
    const page = await open(browser, fixture('talk'));
    await page.addStyleTag({ content: '@page { size: A3 portrait }' });
    const pages = await print(page);
    assert.equal(pages.length, slides.length);
    pages.forEach(({ text }, i) => assert.ok(text.startsWith(slides[i]), `page ${i + 1}: ${text}`));
  });

  test('backgrounds are painted', async () => {
    const page = await open(browser, fixture('talk'), { media: 'print' });
    await page.emulateMedia({ media: 'print' });
    const painted = await page.evaluate(() => {
      const style = getComputedStyle(document.querySelector('#colours'));
      return [style.backgroundColor, style.printColorAdjust].join(' ');
    });
    assert.equal(painted, 'rgb(16, 32, 48) exact');
    for (const part of ['.controls', '.progress', '.backgrounds', '.aria-status']) assert.equal(await page.locator(part).isVisible(), false, part);
  });
});
