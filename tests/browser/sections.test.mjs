// What names the sections of a compiled deck, what a section gives its slides, and the styles of single slides.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { openStill } from './slides.mjs';
import { address, closePages, launch, open, place, print } from './support.mjs';

let browser;
let url;
before(async () => { browser = await launch(); url = await address('tests/browser/decks/sections.yaml'); });
after(() => browser.close());
afterEach(() => closePages(browser));

const style = (page, what, name) => page.locator(what).evaluate((one, name) => getComputedStyle(one)[name], name);
const box = (page, what) => page.locator(what).boundingBox();
const go = (page, id) => page.evaluate((id) => { window.location.hash = `#/${id}`; }, id);

describe('the style of a slide', () => {
  test('holds for the slide and what is on it, and for no other', async () => {
    const page = await openStill(browser, `${url}#/styled`);
    assert.equal(await style(page, '#styled', 'backgroundColor'), 'rgb(0, 0, 60)');
    assert.equal(await style(page, '#styled h1', 'color'), 'rgb(255, 255, 0)');
    assert.equal(await style(page, '#styled .slide-body p', 'color'), 'rgb(0, 255, 0)');
    await go(page, 'not-styled');
    assert.notEqual(await style(page, '#not-styled', 'backgroundColor'), 'rgb(0, 0, 60)');
    assert.notEqual(await style(page, '#not-styled h1', 'color'), 'rgb(255, 255, 0)');
    assert.notEqual(await style(page, '#not-styled .slide-body p', 'color'), 'rgb(0, 255, 0)');
    assert.deepEqual(page.complaints, []);
  });

  test('may say what holds on paper, and names keyframes', async () => {
    const page = await openStill(browser, url);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await style(page, '#styled .slide-body p', 'color'), 'rgb(255, 0, 0)');
    const names = await page.evaluate(() => {
      const layers = [...document.styleSheets[0].cssRules].flatMap((rule) => [...(rule.cssRules ?? [])]);
      return layers.filter((rule) => rule instanceof CSSKeyframesRule).map((rule) => rule.name);
    });
    assert.ok(names.includes('pulse'), names.join());
  });
});

describe('the outline', () => {
  test('stands on content slides, on one line within the margins, and moves no title', async () => {
    const page = await openStill(browser, url);
    const shown = [];
    for (const id of ['before', 'plain', 'with-a-header', 'without-outline', 'a-high-logo-and-a-title-that-is-so-long-that-it-takes-two-lines', 'styled', 'at-the-end', 'more']) {
      await go(page, id);
      const title = await box(page, `#${id} > h1`);
      assert.equal(Math.round(title.y), 56, id);
      if (id === 'without-outline') {
        assert.equal(await page.locator(`#${id} .slide-outline`).count(), 0);
        continue;
      }
      const outline = await box(page, `#${id} .slide-outline`);
      assert.ok(outline.height <= 30 && outline.y >= 8 && outline.y + outline.height <= 48, JSON.stringify(outline));
      assert.ok(outline.x >= 72 && outline.x + outline.width <= 1208, JSON.stringify(outline));
      const items = await page.locator(`#${id} .slide-outline > li`).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      items.forEach(({ right, height, width }, i) => {
        assert.ok(right <= outline.x + outline.width + 1 && height < 30 && width > 8, `${id}: item ${i} ${right} ${width}`);
      });
      shown.push(await page.locator(`#${id} .slide-outline .current`).allInnerTexts());
    }
    const long = shown[4][0];
    assert.ok(long.startsWith('A second part'), long);
    assert.deepEqual(shown.map(([one]) => one?.slice(0, 9).trim()), [undefined, 'The first', 'The first', 'The first', 'A second', 'The eight', 'Backup']);
    assert.deepEqual(page.complaints, []);
  });

  test('is not on slides that are no content', async () => {
    const page = await openStill(browser, url);
    const layouts = await page.locator('.slides section:has(> .slide-top > .slide-outline)').evaluateAll((all) => all.map((one) => one.className));
    assert.ok(layouts.length > 8 && layouts.every((layout) => layout.startsWith('layout-default')), layouts.join('\n'));
  });

  test('stands beside header and logo, and none over another', async () => {
    const page = await openStill(browser, url);
    for (const id of ['plain', 'with-a-header', 'a-high-logo-and-a-title-that-is-so-long-that-it-takes-two-lines']) {
      await go(page, id);
      const parts = await page.locator(`#${id} > .slide-top > *`).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      parts.slice(1).forEach((part, i) => assert.ok(part.left >= parts[i].right, `${id}: part ${i + 1}`));
    }
    const logo = await box(page, '.present .slide-logo');
    const title = await page.locator('.present > h1').evaluate((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return range.getBoundingClientRect().toJSON();
    });
    assert.ok(logo.height === 90 && logo.y >= 0 && logo.y + logo.height < 130, JSON.stringify(logo));
    assert.ok(title.right < logo.x, `${title.right} is left of ${logo.x}`);
  });

  test('leads to the sections', async () => {
    const page = await open(browser, `${url}#/plain`);
    await page.locator('#plain .slide-outline a').nth(2).click();
    await page.waitForFunction(() => window.Reveal.getCurrentSlide().id === 'third');
    assert.deepEqual(page.complaints, []);
  });

  test('shows which slide of the section it is by one dot of several', async () => {
    const page = await openStill(browser, url);
    const dots = await page.locator('.outline-dots').evaluateAll((all) => all.map((one) => [one.style.getPropertyValue('--slide'), one.style.getPropertyValue('--slides')].join('/')));
    assert.deepEqual(dots, ['1/5', '2/5', '4/5', '1/2', '2/2', '1/2', '2/2']);
    const hidden = await page.locator('.outline-dots:not([aria-hidden=true])').count();
    assert.equal(hidden, 0);
  });

  test('is in print, and not on a phone', async () => {
    const page = await open(browser, url);
    const pages = await print(page);
    const plain = pages.find(({ text }) => text.includes('PlainOneTwo') || text.includes('Plain'));
    assert.ok(plain.text.includes('Third'), plain.text);
    const phone = await open(browser, url, { context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } });
    assert.equal(await phone.locator('#plain .slide-outline').isVisible(), false);
    assert.equal(await phone.locator('#plain h1').isVisible(), true);
  });

  test('is not found by those who search the slides', async () => {
    const page = await open(browser, url);
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('Sixth');
    // Both agendas, the slide itself and its footer.
    await page.waitForFunction(() => /\D4$/.test(document.querySelector('.deck-search output').textContent));
  });
});

describe('the agenda', () => {
  test('lists the sections of the talk one by one and leads to them', async () => {
    const page = await openStill(browser, `${url}#/today`);
    const items = page.locator('#today li');
    assert.equal(await items.count(), 8);
    const visible = () => items.evaluateAll((all) => all.filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length);
    assert.equal(await visible(), 0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => window.Reveal.getIndices().f === 1);
    assert.equal(await visible(), 2);
    await items.nth(1).locator('a').click();
    await page.waitForFunction(() => window.Reveal.getCurrentSlide().id === 'second');
    assert.deepEqual(page.complaints, []);
  });

  test('says where the talk is', async () => {
    const page = await openStill(browser, `${url}#/where-we-are`);
    assert.equal(await page.locator('#where-we-are li.current a[aria-current=true]').innerText(), 'The first part of the talk');
    assert.equal(await page.locator('#where-we-are li.done').count(), 0);
    const weights = await page.locator('#where-we-are li').evaluateAll((all) => all.map((one) => getComputedStyle(one).fontWeight));
    assert.deepEqual([weights[0], weights[1]], ['700', '400']);
  });
});

describe('a section', () => {
  test('gives its slides a logo and names itself in their footers', async () => {
    const page = await openStill(browser, url);
    assert.equal(await page.locator('#plain .slide-footer').innerText(), 'The first part of the talk');
    assert.equal(await page.locator('#before .slide-footer').count(), 0);
    const logos = await page.locator('.slide-logo').evaluateAll((all) => all.map((one) => one.closest('section').id));
    assert.deepEqual(logos.slice(0, 3), ['first', 'plain', 'with-a-header']);
    assert.equal(await page.locator('#styled .slide-logo').count(), 0);
    await go(page, 'plain');
    assert.ok((await box(page, '#plain .slide-logo img')).width > 10);
    assert.ok(await page.locator('#plain .slide-logo img').evaluate((one) => one.complete && getComputedStyle(one).content.startsWith('url')));
  });

  test('of the appendix is not counted', async () => {
    const page = await openStill(browser, `${url}#/at-the-end`);
    const total = await page.locator('.slide-number').innerText();
    await go(page, 'more');
    assert.equal(await page.locator('#more').getAttribute('data-visibility'), 'uncounted');
    assert.equal(await page.locator('.slide-number').innerText(), total);
    assert.match(total, /^21 *\/ *21$/);
    assert.equal(await place(page), '21/0');
  });
});
