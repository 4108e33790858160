import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, print, swipe } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const config = { scrollActivationWidth: 0 };
const phone = { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } };
const onPhone = (name = 'talk', more = {}, hash = '') => open(browser, fixture(name, { config: { ...config, ...more } }) + hash, phone);

const button = (page) => page.locator('.deck-menu-button');
const dialog = (page) => page.getByRole('dialog', { name: 'Menu' });
const item = (page, name) => dialog(page).getByRole('button', { name, exact: true });
const names = (page) => page.evaluate(() => [...document.querySelectorAll('.deck-menu button')].map(({ firstChild }) => firstChild.data));
const focused = (page) => page.evaluate(() => document.activeElement === document.body ? 'body' : document.activeElement.className);
/** By a finger. A tap that follows a quick swipe at once is to the browser the end of the swipe: then once more. */
const openMenu = async (page) => {
  await button(page).tap();
  await dialog(page).waitFor({ timeout: 1000 }).catch(() => button(page).tap());
  await dialog(page).waitFor();
};
const choose = async (page, name) => {
  await openMenu(page);
  await item(page, name).tap();
  await dialog(page).waitFor({ state: 'hidden' });
};
const is = (page, method) => page.evaluate((method) => window.Reveal[method](), method);
/** Whether the button can be seen and pressed where it is. */
const shown = (page) => page.evaluate(async () => {
  const one = document.querySelector('.deck-menu-button');
  await Promise.all(one.getAnimations().map(({ finished }) => finished));
  const { left, top } = one.getBoundingClientRect();
  const hit = document.elementFromPoint(left + 20, top + 20) === one;
  return one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && hit;
});

describe('the button of the menu', () => {
  test('is always there for fingers, and large enough', async () => {
    const page = await onPhone();
    assert.equal(await shown(page), true);
    const { width, height } = await button(page).boundingBox();
    assert.ok(width >= 44 && height >= 44, `${width} x ${height}`);
  });

  test('is there for the mouse near its corner alone, and goes when the mouse rests', async () => {
    const page = await open(browser, fixture('talk', { config: { hideCursorTime: 300 } }));
    assert.equal(await shown(page), false);
    await page.mouse.move(640, 300);
    assert.equal(await shown(page), false);
    await page.mouse.move(60, 690);
    assert.equal(await shown(page), true);
    await page.waitForFunction(() => document.querySelector('.cursor-hidden'));
    assert.equal(await page.evaluate(async () => {
      const one = document.querySelector('.deck-menu-button');
      await Promise.all(one.getAnimations().map(({ finished }) => finished));
      return getComputedStyle(one).opacity;
    }), '0');
    await page.mouse.move(62, 690);
    assert.equal(await shown(page), true);
    await page.mouse.move(300, 690);
    assert.equal(await shown(page), false);
  });

  test('can be reached by Tab, and is not there where controls are not wanted, in the overview, on a page that scrolls, or while it is paused', async () => {
    const page = await open(browser, fixture('plain'));
    const stops = [];
    for (let i = 0; i < 8 && stops.at(-1) !== 'deck-menu-button'; i += 1) {
      await page.keyboard.press('Tab');
      stops.push(await focused(page));
    }
    assert.equal(stops.at(-1), 'deck-menu-button', stops.join());
    assert.equal(await shown(page), true);
    const seen = () => button(page).evaluate((one) => one.checkVisibility({ visibilityProperty: true }));
    for (const [key, back] of [['b', 'b'], ['o', 'Escape']]) {
      await page.keyboard.press(key);
      assert.equal(await seen(), false, key);
      await page.keyboard.press(back);
      assert.equal(await seen(), true, back);
    }
    await page.evaluate(() => window.Reveal.toggleScrollView(true));
    assert.equal(await seen(), false, 'the scroll view');
    await page.evaluate(() => window.Reveal.toggleScrollView(false));
    assert.equal(await seen(), true);
    for (const controls of [false, 'speaker']) {
      await page.evaluate((controls) => window.Reveal.configure({ controls }), controls);
      assert.equal(await seen(), false, String(controls));
    }
    assert.deepEqual(page.complaints, []);
  });

  test('lies beside the control of auto-slide', async () => {
    const page = await onPhone('plain', { autoSlide: 60000 });
    const [one, other] = [await button(page).boundingBox(), await page.locator('.auto-slide').boundingBox()];
    assert.ok(other.x + other.width <= one.x, `${other.x + other.width} and ${one.x}`);
  });
});

describe('the menu', () => {
  test('offers what the deck can do, in the words of the list of keys, and what it cannot not', async () => {
    const page = await onPhone();
    await openMenu(page);
    assert.deepEqual(await names(page), ['Overview', 'Jump to a number, name or text', 'Search the slides', 'Pointer', 'Draw',
      'Zoom in and out', 'Black screen', 'Full screen', 'Light or dark', 'Speaker view', 'Keys']);
    await page.evaluate(() => { document.querySelector('.deck-menu').close(); window.Reveal.configure({ overview: false, jumpToSlide: false, help: false, autoSlide: 60000 }); });
    await openMenu(page);
    assert.deepEqual(await names(page), ['Search the slides', 'Pointer', 'Draw', 'Zoom in and out', 'Start or stop auto-slide', 'Black screen',
      'Full screen', 'Light or dark', 'Speaker view']);
    assert.deepEqual(page.complaints, []);
  });

  test('closes on Escape, outside and on a choice, and gives the focus back', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1');
    await button(page).focus();
    await page.keyboard.press('Enter');
    assert.equal(await button(page).getAttribute('aria-expanded'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement.value), 'overview');
    await page.keyboard.press('Escape');
    assert.equal(await dialog(page).count(), 0);
    assert.equal(await focused(page), 'deck-menu-button');
    assert.equal(await button(page).getAttribute('aria-expanded'), 'false');
    assert.equal(await is(page, 'isOverview'), false);

    await page.keyboard.press('Space');
    await page.mouse.click(900, 300);
    assert.equal(await dialog(page).count(), 0);
    assert.equal(await focused(page), 'deck-menu-button');

    await page.evaluate(() => document.activeElement.blur());
    await page.mouse.move(60, 690);
    await button(page).click();
    await item(page, 'Black screen').click();
    assert.equal(await is(page, 'isPaused'), true);
    assert.equal(await dialog(page).count(), 0);
    await page.keyboard.press('b');
    assert.equal(await focused(page), 'body');
    await page.keyboard.press('Space');
    assert.equal(await place(page), '2/1/0');
    assert.deepEqual(page.complaints, []);
  });

  test('is walked by arrows, and keys in it move nothing else', async () => {
    const page = await open(browser, fixture('talk'));
    await button(page).focus();
    await page.keyboard.press('Enter');
    const at = () => page.evaluate(() => document.activeElement.value);
    const way = [];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowDown', 'ArrowUp', 'Home', 'ArrowRight', 'b']) {
      await page.keyboard.press(key);
      way.push(await at());
    }
    assert.deepEqual(way, ['jump', 'search', 'jump', 'help', 'overview', 'help', 'overview', 'overview', 'overview']);
    assert.equal(await place(page), '0/0');
    assert.equal(await is(page, 'isPaused'), false);
    await page.keyboard.press('Enter');
    assert.equal(await is(page, 'isOverview'), true);
  });

  test('a finger that opened it finds no line marked, and a swipe over it or beside it moves nothing', async () => {
    const page = await onPhone();
    await openMenu(page);
    assert.equal(await page.locator('.deck-menu :focus-visible').count(), 0);
    await swipe(page, -150, 0, { x: 250, y: 500 });
    await swipe(page, -150, 0, { x: 350, y: 60 });
    assert.equal(await place(page), '0/0');
    await page.touchscreen.tap(370, 100);
    await dialog(page).waitFor({ state: 'hidden' });
    assert.equal(await dialog(page).count(), 0);
    assert.equal(await place(page), '0/0');
    await swipe(page, -150, 0, { x: 250, y: 500 });
    assert.equal(await place(page), '1/0/-1');
  });

  test('jump and search have the focus in their field when they are chosen', async () => {
    const page = await onPhone();
    await choose(page, 'Jump to a number, name or text');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '2/0');
    assert.equal(await focused(page), 'body');
    await choose(page, 'Search the slides');
    await page.keyboard.type('Places');
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '3/0');
    assert.deepEqual(page.complaints, []);
  });

  test('the pointer is a finger that does not swipe, until the menu turns it off', async () => {
    const page = await onPhone('plain');
    await openMenu(page);
    assert.equal(await item(page, 'Pointer').getAttribute('aria-pressed'), 'false');
    await item(page, 'Pointer').tap();
    await dialog(page).waitFor({ state: 'hidden' });
    await swipe(page, -150, 0, { x: 250, y: 500 });
    assert.equal(await place(page), '0/0');
    await openMenu(page);
    assert.equal(await item(page, 'Pointer').getAttribute('aria-pressed'), 'true');
    await item(page, 'Pointer').tap();
    await dialog(page).waitFor({ state: 'hidden' });
    await swipe(page, -150, 0, { x: 250, y: 500 });
    assert.equal(await place(page), '1/0');
    assert.deepEqual(page.complaints, []);
  });

  test('drawing and zoom are left by fingers as they were entered, and drawing by its own button, too', async () => {
    const page = await onPhone('plain');
    for (const leave of [() => choose(page, 'Draw'), async () => {
      await page.waitForTimeout(1000);
      await page.getByRole('button', { name: 'Close drawing' }).tap();
    }]) {
      await choose(page, 'Draw');
      await swipe(page, -150, 0, { x: 250, y: 400 });
      assert.equal(await place(page), '0/0');
      await leave();
      await page.locator('.deck-draw-tools').waitFor({ state: 'hidden' });
    }
    await choose(page, 'Zoom in and out');
    assert.equal(await page.locator('.reveal.zoomed').count(), 1);
    await choose(page, 'Zoom in and out');
    assert.equal(await page.locator('.reveal.zoomed').count(), 0);
    await swipe(page, -150, 0, { x: 250, y: 500 });
    assert.equal(await place(page), '1/0');
    assert.deepEqual(page.complaints, []);
  });

  test('the black screen goes with a tap, light turns dark, and auto-slide stops', async () => {
    const page = await onPhone('plain', { autoSlide: 60000 });
    await choose(page, 'Black screen');
    await page.touchscreen.tap(200, 300);
    await page.waitForFunction(() => !window.Reveal.isPaused());
    assert.equal(await is(page, 'isPaused'), false);
    await page.evaluate(() => window.Reveal.toggleAutoSlide(true));
    await choose(page, 'Start or stop auto-slide');
    assert.equal(await is(page, 'isAutoSliding'), false);
    await choose(page, 'Start or stop auto-slide');
    assert.equal(await is(page, 'isAutoSliding'), true);
    await choose(page, 'Light or dark');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.scheme), 'dark');
    await choose(page, 'Keys');
    assert.equal(await page.getByRole('dialog', { name: 'Keys' }).isVisible(), true);
    assert.deepEqual(page.complaints, []);
  });

  for (const [width, height] of [[390, 844], [844, 390], [320, 568], [1280, 720]]) {
    test(`all of it is in reach at ${width} x ${height}`, async () => {
      const context = width === 1280 ? {} : { hasTouch: true, isMobile: true };
      const page = await open(browser, fixture('talk', { config }), { context: { ...context, viewport: { width, height } } });
      await button(page).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('End');
      const seen = await page.evaluate(() => {
        const menu = document.querySelector('.deck-menu');
        const box = menu.getBoundingClientRect();
        const last = document.activeElement.getBoundingClientRect();
        return {
          inside: box.left >= 0 && box.top >= 0 && box.right <= window.innerWidth && box.bottom <= window.innerHeight,
          wide: menu.scrollWidth > menu.clientWidth,
          last: last.top >= box.top && last.bottom <= box.bottom,
          small: [...menu.querySelectorAll('button')].some((one) => one.offsetHeight < (matchMedia('(pointer: coarse)').matches ? 44 : 32)),
        };
      });
      assert.deepEqual(seen, { inside: true, wide: false, last: true, small: false });
    });
  }

  test('it is not printed, leaves with the deck, and axe-core finds nothing in it', async () => {
    const page = await onPhone();
    await openMenu(page);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run({ include: ['.deck-menu', '.deck-menu-button', '.controls'] })).violations.map(({ id }) => id));
    assert.deepEqual(found, []);
    const pages = await print(page);
    assert.equal(pages.length, 9);
    assert.equal(pages.some(({ text }) => /Blackscreen/.test(text)), false);
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await page.locator('.deck-menu, .deck-menu-button, .controls').count(), 0);
    assert.deepEqual(page.complaints, []);
  });
});
