// The deck as a page that scrolls: `?view=scroll`, by itself in narrow windows, and `?view=print`; and print from everywhere.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { elements, explainer, openStill } from './slides.mjs';
import { address, closePages, fixture, launch, open, place, print, squeeze, still, swipe } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Opens a fixture as a page to scroll. */
const scroll = (name, { query = '?view=scroll', hash = '', context, ...options } = {}) =>
  open(browser, fixture(name, options) + query + hash, { context });

const isScroll = (page) => page.evaluate(() => window.Reveal.isScrollView());

/** Waits until two frames have been painted: what follows the scrolling has followed it. */
const settled = (page) => page.evaluate(() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}));

/** Where a slide begins in the window. */
const topOf = (page, selector) => page.evaluate((one) => Math.round(document.querySelector(one).getBoundingClientRect().top) || 0, selector);

/** Scrolls so that an element begins at a height of the window, as a reader does. */
const scrollTo = async (page, selector, at = 40) => {
  await page.evaluate(([one, y]) => window.scrollBy(0, document.querySelector(one).getBoundingClientRect().top - y), [selector, at]);
  await settled(page);
};

const sections = '.slides section:not(.stack, [data-visibility=hidden])';

describe('the deck as an article', () => {
  test('has every slide in order, all its steps, and its notes as text under it', async () => {
    const page = await scroll('talk');
    await page.keyboard.press('Control+A');
    await settled(page);
    const text = squeeze(await page.evaluate(() => window.getSelection().toString()));
    const order = ['A talk First words', 'Secret notes', 'Steps step one step two only step two too gone at three', 'Stack A', 'Stack B b one b two', 'Stack C',
      'Places for fingers', 'Dark', 'Extra', 'The end Target'].map(squeeze);
    const found = order.map((part) => text.indexOf(part));
    assert.deepEqual(found.toSorted((a, b) => a - b), found, text);
    assert.ok(found.every((at) => at >= 0), text);
    assert.ok(!text.includes('Unseen'), text);
    await page.evaluate(() => window.getSelection().removeAllRanges());
    assert.ok(await page.evaluate(() => window.find('b two')), 'the browser finds what is far down');
    const boxes = await page.locator(sections).evaluateAll((all) => all.map((one) => [one.getBoundingClientRect().top, one.getBoundingClientRect().bottom, one.hidden]));
    boxes.slice(1).forEach(([top], i) => assert.ok(top >= boxes[i][1], `slide ${i + 2} stands below the one before`));
    assert.ok(boxes.every(([, , hidden]) => !hidden), 'nothing is hidden');
    for (const step of await page.locator('.fragment').all()) {
      assert.ok(await step.evaluate((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })));
    }
    assert.deepEqual(await page.locator('.deck-notes').evaluateAll((all) => all.map((one) => one.dataset.number ?? '')),
      ['1', '2', '3', '4', '5', '6', '7', '', '8']);
    assert.deepEqual(page.complaints, []);
  });

  test('has the notes of steps and those in attributes, too, and no id twice', async () => {
    const page = await open(browser, fixture('speaker') + '?view=scroll');
    const seen = await page.evaluate(() => {
      const own = [...document.querySelectorAll('.slides aside.notes')].map((one) => one.textContent);
      const written = [...document.querySelectorAll('.slides [data-notes]')].map((one) => one.dataset.notes);
      const text = [...document.querySelectorAll('.deck-notes')].map((one) => one.textContent).join('\n');
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return { missing: [...own, ...written].filter((note) => !text.includes(note)), twice: ids.length - new Set(ids).size, count: own.length + written.length };
    });
    assert.deepEqual(seen.missing, []);
    assert.equal(seen.twice, 0);
    assert.ok(seen.count > 2);
  });

  test('shows slides as they are, scaled, with room for the text under them', async () => {
    for (const [width, height, expected] of [[1280, 720, 960], [1920, 1080, 1280], [900, 1200, 804], [1280, 300, 720]]) {
      const page = await scroll('talk', { context: { viewport: { width, height } } });
      const box = await page.locator('#intro').boundingBox();
      assert.ok(Math.abs(box.width - expected) < 1 && Math.abs(box.height - expected * 9 / 16) < 1, `${width} x ${height}: ${JSON.stringify(box)}`);
      assert.ok(Math.abs(box.x - (width - expected) / 2) <= 1, 'in the middle');
      assert.ok(Math.abs(await page.evaluate(() => window.Reveal.getScale()) - expected / 1280) < 0.01);
      const notes = await page.locator('.deck-notes').first().boundingBox();
      assert.ok(notes.y >= box.y + box.height && Math.abs(notes.width - box.width) < 1);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.close();
    }
  });

  test('has nothing of the stage over it but the progress, which stays in the window', async () => {
    const page = await scroll('talk', { config: { slideNumber: true, autoSlide: 60000 } });
    for (const part of ['.controls', '.slide-number', '.backgrounds', '.auto-slide', '.deck-menu-button']) {
      assert.equal(await page.locator(part).first().isVisible(), false, part);
    }
    await scrollTo(page, '#colours');
    const bar = await page.locator('.progress').boundingBox();
    assert.deepEqual([bar.y + bar.height, bar.width], [720, 1280]);
  });
});

describe('place and page', () => {
  test('the place, the address and slidechanged follow what is read, without entries in the history and in silence', async () => {
    const page = await scroll('talk');
    await page.evaluate(() => {
      window.told = [];
      window.Reveal.on('slidechanged', ({ indexh, indexv, currentSlide, origin }) => window.told.push([indexh, indexv, currentSlide.id, origin].join()));
    });
    const entries = await page.evaluate(() => window.history.length);
    for (const id of ['steps', 'b', 'colours']) {
      await scrollTo(page, `#${id}`);
      assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), id);
      assert.equal(await page.evaluate(() => decodeURIComponent(window.location.hash)), `#/${id}`);
    }
    assert.deepEqual(await page.evaluate(() => window.told), ['1,0,steps,scroll', '2,1,b,scroll', '4,0,colours,scroll']);
    assert.equal(await page.evaluate(() => window.history.length), entries);
    assert.equal(await page.textContent('.aria-status'), '');
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await settled(page);
    assert.equal(await page.evaluate(() => window.Reveal.isLastSlide()), true, 'the end of the page is the last slide');
    await page.evaluate(() => window.scrollTo(0, 0));
    await settled(page);
    assert.equal(await place(page), '0/0');
    assert.deepEqual(page.complaints, []);
  });

  test('keys lead from slide to slide in order, also in stacks and after scrolling, and skip steps', async () => {
    const page = await scroll('talk');
    const ids = [];
    for (const key of ['Space', 'n', 'ArrowRight', 'l', 'j', 'Shift+Space', 'p', 'ArrowLeft', 'k', 'h']) {
      await page.keyboard.press(key);
      ids.push(await page.evaluate(() => window.Reveal.getCurrentSlide().id || '?'));
      assert.equal(await page.evaluate(() => Math.round(window.Reveal.getCurrentSlide().getBoundingClientRect().top)), 32);
    }
    assert.deepEqual(ids, ['steps', 'a', 'b', '?', '?', '?', 'b', 'a', 'steps', 'intro']);
    await scrollTo(page, '#colours');
    await page.keyboard.press('n');
    assert.equal(await topOf(page, '#extra'), 32);
    assert.equal(await page.evaluate(() => window.location.hash), '#/extra');
    assert.equal(await page.evaluate(() => document.getAnimations().filter(({ animationName }) => animationName).length), 0, 'no slide flies');
  });

  test('a key at the end of the page goes on slide by slide, though the page cannot scroll any further', async () => {
    const page = await scroll('talk', { context: { viewport: { width: 1280, height: 2400 } } });
    const seen = [];
    for (let i = 0; i < 9; i += 1) {
      await page.keyboard.press('n');
      await settled(page);
      seen.push(await page.evaluate(() => window.Reveal.getCurrentSlide().textContent.trim().slice(0, 7)));
    }
    assert.deepEqual(seen, ['Steps\ns', 'Stack A', 'Stack B', 'Stack C', 'Places ', 'Dark', 'Extra', 'The end', 'The end']);
  });

  test('the browser scrolls with its own keys', async () => {
    const page = await scroll('talk');
    const positions = [0];
    for (const key of ['ArrowDown', 'PageDown', 'End', 'Home']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(350);
      positions.push(await page.evaluate(() => window.scrollY));
    }
    const [, one, two, end, home] = positions;
    assert.ok(one > 0 && one < 100 && two > one + 400 && end > two + 1000 && home === 0, positions.join());
    assert.equal(await place(page), '0/0');
  });

  test('an address, a link, a part of a slide and Back lead to their slides', async () => {
    const page = await scroll('talk', { hash: '#/b/1' });
    assert.equal(await topOf(page, '#b'), 32);
    assert.equal(await place(page), '2/1/1');
    await page.evaluate(() => { window.location.hash = '#/3'; });
    await page.waitForFunction(() => window.Reveal.getIndices().h === 3);
    await page.click('#link');
    assert.equal(await topOf(page, '#steps'), 32);
    assert.equal(await page.evaluate(() => window.location.hash), '#/steps');
    await page.goBack();
    await page.waitForFunction(() => window.Reveal.getIndices().h === 3);
    const target = await page.evaluate(() => document.querySelector('#into').getBoundingClientRect().top);
    assert.ok(target > 0 && target < 720, String(target));
    await page.click('#into');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'target');
    const seen = await topOf(page, '#target');
    assert.ok(seen > 0 && seen < 720, String(seen));
    await settled(page);
    assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'über');
  });

  test('what grows or comes above a slide does not move it', async () => {
    const page = await scroll('talk', { hash: '#/colours' });
    await page.evaluate(() => window.scrollBy(0, 100));
    await settled(page);
    assert.equal(await topOf(page, '#colours'), -68);
    await page.evaluate(() => { document.querySelector('.deck-notes').style.height = '900px'; });
    await settled(page);
    assert.equal(await topOf(page, '#colours'), -68);
    await page.evaluate(() => {
      const slide = Object.assign(document.createElement('section'), { innerHTML: '<h2>New</h2><aside class="notes">fresh words</aside>' });
      window.Reveal.getSlidesElement().prepend(slide);
      document.querySelector('#steps').remove();
      window.Reveal.sync();
    });
    await settled(page);
    assert.equal(await topOf(page, '#colours'), -68);
    assert.equal(await place(page), '4/0');
    assert.equal(await page.locator('.deck-notes').first().innerText(), 'fresh words');
    await page.setViewportSize({ width: 1000, height: 500 });
    await settled(page);
    assert.equal(await topOf(page, '#colours'), -68);
  });

  test('the slide that is read stays when it is exchanged itself', async () => {
    const page = await scroll('talk', { hash: '#/über' });
    await page.evaluate(() => {
      const old = document.querySelector('#colours');
      const next = Object.assign(document.createElement('section'), { id: 'colours', innerHTML: '<h2>Bright</h2>' });
      old.replaceWith(next);
      window.Reveal.sync();
    });
    await settled(page);
    assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'über');
    assert.equal(await page.locator('.deck-notes').count(), 9);
  });
});

describe('a deck that is watched', () => {
  test('keeps what is read where it is while slides are exchanged, and every element that has not changed', async () => {
    const keys = ['intro', 'steps', 'a', 'b', 'c', 'places', 'colours', 'unseen', 'extra', 'end'];
    const order = keys.map((key, i) => ({ key, ...(i === 3 || i === 4 ? { down: true } : {}) }));
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.addInitScript(() => {
      window.EventSource = class extends EventTarget {
        constructor() { super(); window.source = this; }
        close() {}
      };
    });
    await page.goto(fixture('talk', { live: { build: 1, keys } }) + '?view=scroll#/colours');
    await page.waitForFunction(() => window.Reveal?.isReady());
    const tell = (build) => page.evaluate((data) => window.source.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(data) })), build);
    await page.evaluate(() => {
      window.scrollBy(0, 130);
      for (const section of document.querySelectorAll('section')) section.mark = true;
    });
    await settled(page);
    const before = await topOf(page, '#colours');
    const html = '<section id="intro"><h1>Another talk</h1><aside class="notes"><p>' + 'Many more notes. '.repeat(80) + '</p></aside></section>';
    await tell({ build: 2, base: 1, slides: order.map((one) => (one.key === 'intro' ? { ...one, html } : one)) });
    await settled(page);
    assert.equal(await topOf(page, '#colours'), before);
    assert.match(await page.locator('.deck-notes').first().textContent(), /^Many more notes/);
    const marks = await page.locator('.slides section:not(.stack)').evaluateAll((all) => all.map((one) => Boolean(one.mark)));
    assert.deepEqual(marks, [false, ...Array(9).fill(true)]);
    await tell({ build: 3, base: 2, slides: order.filter(({ key }) => key !== 'intro').map((one) => (one.key === 'colours' ? { ...one, html: '<section id="colours"><h2>Pale</h2></section>' } : one)) });
    await settled(page);
    assert.equal(await topOf(page, '#colours'), before);
    assert.equal(await page.textContent('section.present h2'), 'Pale');
    assert.equal(await page.evaluate(() => window.location.hash), '#/colours');
  });
});

describe('a narrow window', () => {
  test('is an article by itself, with text that can be read and nothing wider than the screen', async () => {
    const page = await scroll('talk', { query: '', context: phone });
    assert.equal(await isScroll(page), true);
    assert.equal(await page.evaluate(() => document.documentElement.className), 'reveal-scroll');
    assert.deepEqual(await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth, window.Reveal.getScale()]), [390, 390, 1]);
    const box = await page.locator('#steps').boundingBox();
    assert.ok(box.width === 390);
    const wide = await page.evaluate(() => ['#scroller'].map((one) => document.querySelector(one).tabIndex));
    assert.deepEqual(wide, [0], 'what scrolls by itself can be reached by Tab');
    assert.deepEqual(page.complaints, []);
  });

  test('a finger scrolls and swipes nothing', async () => {
    const page = await scroll('talk', { query: '', context: phone });
    const rest = () => page.evaluate(() => new Promise((resolve) => {
      let last = -1;
      const look = () => {
        if (window.scrollY === last) return resolve([window.scrollY, window.Reveal.getIndices().h]);
        last = window.scrollY;
        setTimeout(look, 150);
      };
      look();
    }));
    await swipe(page, 0, -300, { x: 200, y: 600 });
    const before = await rest();
    assert.ok(before[0] > 100);
    await swipe(page, -200, 0, { x: 300, y: 400 });
    assert.deepEqual(await rest(), before);
  });

  test('and one that is turned round keep slide and step', async () => {
    const page = await scroll('talk', { query: '', hash: '#/steps/1', context: phone });
    assert.equal(await place(page), '1/0/1');
    assert.equal(await topOf(page, '#steps'), 0);
    await page.setViewportSize({ width: 844, height: 390 });
    await page.waitForFunction(() => !window.Reveal.isScrollView());
    assert.equal(await place(page), '1/0/1');
    const stage = await page.evaluate(() => [document.documentElement.className, document.querySelectorAll('.deck-notes').length, document.documentElement.scrollHeight,
      [...document.querySelectorAll('.slides section')].filter((one) => one.checkVisibility({ opacityProperty: true })).map(({ id }) => id).join(), document.querySelector('#scroller').hasAttribute('tabindex')]);
    assert.deepEqual(stage, ['scripted reveal-full-page', 0, 390, 'steps', false]);
    await page.locator('.navigate-right').tap();
    assert.equal(await place(page), '1/0/2');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => window.Reveal.isScrollView());
    assert.equal(await place(page), '1/0/2');
    assert.equal(await topOf(page, '#steps'), 0);
    assert.deepEqual(page.complaints, []);
  });

  for (const width of [0, null]) {
    test(`is a stage where the configuration says scrollActivationWidth: ${width}`, async () => {
      const page = await scroll('talk', { query: '', context: phone, config: { scrollActivationWidth: width } });
      assert.equal(await isScroll(page), false);
      assert.equal(await page.locator('html.scripted').count(), 1);
    });
  }

  test('is a stage where it is asked for', async () => {
    const page = await scroll('talk', { query: '', context: phone });
    await page.evaluate(() => window.Reveal.toggleScrollView(false));
    assert.equal(await isScroll(page), false);
    await page.setViewportSize({ width: 380, height: 844 });
    await settled(page);
    assert.equal(await isScroll(page), false);
    await page.goto(page.url().replace(/(#.*)?$/, '?view=stage'));
    await page.waitForFunction(() => window.Reveal?.isReady());
    assert.equal(await isScroll(page), false);
  });

  test('is what the configuration says', async () => {
    const page = await open(browser, fixture('talk', { config: { scrollActivationWidth: 900 } }), { context: { viewport: { width: 900, height: 600 } } });
    assert.equal(await isScroll(page), true);
    await page.setViewportSize({ width: 901, height: 600 });
    await page.waitForFunction(() => !window.Reveal.isScrollView());
  });
});

describe('methods and other behaviours', () => {
  test('toggleScrollView leads there and back, and keeps slide and step', async () => {
    const page = await open(browser, fixture('talk') + '#/b/0');
    await page.evaluate(() => window.Reveal.toggleScrollView());
    assert.equal(await isScroll(page), true);
    assert.equal(await topOf(page, '#b'), 32);
    assert.equal(await place(page), '2/1/0');
    await page.evaluate(() => window.Reveal.toggleScrollView(true));
    assert.equal(await isScroll(page), true);
    await page.evaluate(() => window.Reveal.toggleScrollView());
    assert.equal(await isScroll(page), false);
    assert.equal(await place(page), '2/1/0');
    assert.equal(await page.locator('.deck-notes').count(), 0);
    assert.deepEqual(await page.locator(sections).evaluateAll((all) => all.filter((one) => one.checkVisibility({ opacityProperty: true })).map(({ id }) => id)), ['b']);
    await page.evaluate(() => window.Reveal.configure({ view: 'scroll' }));
    assert.equal(await isScroll(page), true);
  });

  test('the overview opens over it, and what is chosen there is gone to; without a choice the page stays where it was', async () => {
    const page = await scroll('talk', { hash: '#/steps' });
    await page.evaluate(() => window.scrollBy(0, 57));
    await settled(page);
    const before = await page.evaluate(() => window.scrollY);
    await page.keyboard.press('o');
    assert.deepEqual(await page.evaluate(() => [window.Reveal.isOverview(), window.Reveal.isScrollView(), document.documentElement.scrollHeight]), [true, false, 720]);
    await page.keyboard.press('Escape');
    await settled(page);
    assert.equal(await isScroll(page), true);
    assert.equal(await page.evaluate(() => window.scrollY), before);
    await page.keyboard.press('o');
    await page.locator('.overview-list a').nth(6).click();
    await settled(page);
    assert.deepEqual(await page.evaluate(() => [window.Reveal.isOverview(), window.Reveal.isScrollView(), window.Reveal.getCurrentSlide().id]), [false, true, 'colours']);
    assert.equal(await topOf(page, '#colours'), 32);
    assert.deepEqual(await page.locator('.slides section').evaluateAll((all) => all.filter((one) => one.inert).length), 0);
  });

  test('search shows what it finds, and jump leads to a slide', async () => {
    const page = await scroll('talk', { context: { viewport: { width: 700, height: 300 } } });
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('gone at');
    await page.waitForFunction(() => CSS.highlights.get('deck-search-current'));
    const seen = () => page.evaluate(() => {
      const [range] = CSS.highlights.get('deck-search-current');
      const { top, bottom } = range.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
    assert.equal(await seen(), true);
    await settled(page);
    assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'steps');
    assert.equal(await seen(), true);
    const box = await page.locator('.deck-search').boundingBox();
    assert.ok(box.y >= 0 && box.y < 60, JSON.stringify(box));
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    assert.equal(await topOf(page, '#colours'), 0);
    assert.deepEqual(page.complaints, []);
  });

  test('help lists what is there; pause covers the window; light and dark change; what is for a stage does nothing', async () => {
    const page = await scroll('talk', { hash: '#/colours' });
    await page.keyboard.press('?');
    const help = await page.locator('.deck-help').innerText();
    assert.ok(help.includes('Overview') && !help.includes('Draw') && !help.includes('Pointer'), help);
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await still(page);
    assert.deepEqual(await page.locator('.pause-overlay').boundingBox(), { x: 0, y: 0, width: 1280, height: 720 });
    await page.keyboard.press('b');
    await page.keyboard.press('t');
    assert.equal(await page.getAttribute('html', 'data-scheme'), 'dark');
    for (const key of ['d', 'q', 'a']) await page.keyboard.press(key);
    assert.equal(await page.locator('.deck-drawing.on, .reveal.pointing').count(), 0);
    await page.click('#colours h2', { modifiers: ['Alt'] });
    assert.equal(await page.locator('.reveal.zoomed').count(), 0);
    await page.evaluate(() => window.Reveal.toggleScrollView(false));
    await page.keyboard.press('d');
    assert.equal(await page.locator('.deck-drawing.on').count(), 1, 'on the stage it is there again');
    await page.evaluate(() => window.Reveal.toggleScrollView(true));
    assert.equal(await page.locator('.deck-drawing.on').count(), 0, 'and goes with it');
    assert.deepEqual(page.complaints, []);
  });

  test('no key breaks it', async () => {
    const page = await scroll('talk', { hash: '#/b' });
    const keys = ['Space', 'Enter', 'Escape', 'Escape', 'Tab', ...'abdefghijklmnopqtuvwxyz0123456789.,/'.split('')];
    for (const key of keys) {
      await page.keyboard.press(key);
      if (await page.evaluate(() => window.Reveal.isPaused())) await page.evaluate(() => window.Reveal.togglePause(false));
      if (await page.evaluate(() => document.activeElement.localName === 'input')) await page.keyboard.press('Escape');
      if (await page.evaluate(() => window.Reveal.isOverview())) await page.evaluate(() => window.Reveal.toggleOverview(false));
      await page.evaluate(() => document.fullscreenElement && document.exitFullscreen());
    }
    assert.equal(await isScroll(page), true);
    assert.equal(await page.locator('html.scripted').count(), 0);
    assert.deepEqual(page.complaints, []);
  });

  test('auto-slide waits', async () => {
    const page = await scroll('talk', { config: { autoSlide: 100 } });
    await page.waitForTimeout(400);
    assert.equal(await place(page), '0/0');
    await page.evaluate(() => window.Reveal.toggleScrollView(false));
    await page.waitForFunction(() => window.Reveal.getIndices().h > 0);
  });

  test('destroy leaves the page as it was', async () => {
    const page = await scroll('talk');
    await page.evaluate(() => window.Reveal.destroy());
    assert.deepEqual(await page.evaluate(() => [document.documentElement.className, document.body.className, document.querySelectorAll('.deck-notes, [tabindex="0"]').length,
      document.body.hasAttribute('data-prevent-swipe')]), ['', 'reveal-viewport', 0, false]);
  });
});

for (const deck of [elements, explainer]) describe(`the article of ${deck}`, () => {
  /** Opens it, and reads some slides: those are named then. */
  const read = async (media) => {
    const page = await openStill(browser, await address(deck) + '?view=scroll', media);
    assert.equal(await isScroll(page), true);
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('n');
    return page;
  };

  for (const [where, context, colorScheme] of [['on a phone', phone, 'light'], ['in a wide window', {}, 'dark']]) {
    test(`is nothing to axe-core, ${where}, ${colorScheme}`, async (t) => {
      const page = await read({ context, colorScheme });
      await page.evaluate(axe);
      const { found, judged } = await page.evaluate(async () => {
        const { violations, passes } = await window.axe.run(document, { preload: false });
        const nodesOf = (rules) => rules.flatMap((rule) => rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target}`));
        return { found: nodesOf(violations), judged: nodesOf(passes).length };
      });
      t.diagnostic(`${judged} elements judged`);
      assert.ok(judged > 600);
      assert.deepEqual(found, []);
    });
  }

  test('has text of 16 pixels at least on a phone, and scrolls down alone', async () => {
    const page = await read({ context: phone });
    const { small, texts, width } = await page.evaluate(() => {
      const small = new Set();
      let texts = 0;
      const walker = document.createTreeWalker(document.querySelector('.slides'), NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode());) {
        const element = node.parentElement;
        if (!node.data.trim() || !element.checkVisibility() || element.closest('.katex, svg, sub, sup, style')) continue;
        texts += 1;
        const size = Number.parseFloat(getComputedStyle(element).fontSize);
        if (size < 16) small.add(`${element.closest('[class]').className} ${element.localName}: ${size}px`);
      }
      return { small: [...small], texts, width: document.documentElement.scrollWidth };
    });
    assert.ok(texts > 100, String(texts));
    assert.deepEqual(small, []);
    assert.equal(width, 390);
  });
});

describe('on paper', () => {
  const slides = ['A talk First words', 'Steps step one step two only step two too gone at three', 'Stack A', 'Stack B b one b two',
    'Stack C', 'Places for fingers to the steps', 'Dark', 'Extra', 'The end Target 1 A footnote'].map(squeeze);
  /** One page a slide, at the size of the slide, without notes. */
  const assertPages = (pages) => {
    assert.equal(pages.length, slides.length);
    pages.forEach(({ width, height, text }, i) => {
      assert.deepEqual([width, height], [960, 540]);
      assert.ok(text.startsWith(slides[i]), `page ${i + 1}: ${text}`);
      assert.ok(!text.includes('Secretnotes'), text);
    });
  };
  const states = {
    'the article': [{}, '?view=scroll'],
    'the article on a phone': [{ context: phone }, ''],
    'the article in the middle of it': [{}, '?view=scroll#/colours'],
    'the print view': [{}, '?view=print'],
    'the print view in a small window': [{ context: { viewport: { width: 500, height: 400 } } }, '?view=print'],
    'the overview': [{ keys: ['o'] }, ''],
    'the overview over the article': [{ keys: ['o'] }, '?view=scroll'],
    'the stage with an open search': [{ keys: ['Control+Shift+F'] }, ''],
    'the article with an open jump': [{ keys: ['g'] }, '?view=scroll'],
  };
  for (const [state, [{ keys = [], ...options }, query]] of Object.entries(states)) {
    test(`one slide a page, from ${state}`, async () => {
      const page = await open(browser, fixture('talk') + query, options);
      for (const key of keys) await page.keyboard.press(key);
      assertPages(await print(page));
    });
  }

  test('the print view shows the pages, tells it, and has no notes unless they are asked for', async () => {
    const page = await open(browser, fixture('talk') + '?view=print', { waits: false });
    await page.evaluate(() => new Promise((resolve) => { window.Reveal.isReady() ? resolve() : window.Reveal.on('pdf-ready', resolve); }));
    assert.deepEqual(await page.evaluate(() => [window.Reveal.isPrintView(), window.Reveal.isScrollView(), document.documentElement.className]), [true, false, 'reveal-print']);
    const sizes = await page.locator(sections).evaluateAll((all) => all.map((one) => {
      const { width, height } = one.getBoundingClientRect();
      return (width / height).toFixed(3);
    }));
    assert.deepEqual(sizes, Array(9).fill('1.778'));
    assert.equal(await page.locator('.deck-notes').count(), 0);
    assert.equal(await page.locator('.progress').isVisible(), false);
    await page.setViewportSize({ width: 400, height: 800 });
    await settled(page);
    assert.equal(await page.evaluate(() => window.Reveal.isPrintView()), true);
    assert.deepEqual(page.complaints, []);
  });

  test('with showNotes the print view has a page with the notes after their slide', async () => {
    const page = await open(browser, fixture('talk', { config: { showNotes: 'separate-page' } }) + '?view=print');
    const pages = await print(page);
    assert.equal(pages.length, slides.length + 1);
    assert.ok(pages[0].text.startsWith(slides[0]) && !pages[0].text.includes('Secretnotes'), pages[0].text);
    assert.equal(pages[1].text, 'Secretnotes');
    assert.ok(pages[2].text.startsWith(slides[1]));
  });
});
