import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, openAndHear, place, print, still, swipe } from './support.mjs';

/** The stage also in a narrow window. */
const stage = { config: { scrollActivationWidth: null } };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Opens a page without motion, unless asked for, and gathers what the deck tells about zoom. */
const listen = (url, options) => openAndHear('zoomed', browser, url, { reducedMotion: 'reduce', ...options });

async function click(page, x, y, key = 'Alt') {
  await page.keyboard.down(key);
  await page.mouse.click(x, y);
  await page.keyboard.up(key);
}

/** The canvas in the window: left, top and width, rounded. */
const canvas = (page) => page.evaluate(() => {
  const { left, top, width } = document.querySelector('.slides').getBoundingClientRect();
  return [left, top, width].map(Math.round);
});
const whole = [0, 0, 1280];
const last = (page) => page.evaluate(() => Object.values(window.told.at(-1)));

describe('zoom', () => {
  test('Alt-click goes closer to the point, another one back, and what lies over the deck stays as it is', async () => {
    const page = await listen(fixture('talk') + '#/2/1');
    const arrows = await page.locator('.controls').boundingBox();
    await click(page, 400, 300);
    assert.deepEqual(await canvas(page), [-160, -240, 2560]);
    assert.deepEqual(await last(page), [2, 0.3125, 300 / 720]);
    assert.deepEqual(await page.locator('.controls').boundingBox(), arrows);
    assert.equal(await place(page), '2/1/-1');
    await click(page, 900, 100);
    assert.deepEqual(await canvas(page), whole);
    assert.deepEqual(await last(page), [1, 0.5, 0.5]);
    assert.deepEqual(page.complaints, []);
  });

  test('an element that fits comes to the middle as a whole', async () => {
    const page = await listen(fixture('talk') + '#/3');
    const { x, y, width } = await page.locator('#scroller').boundingBox();
    await click(page, x + 10, y + 10);
    const box = await page.locator('#scroller').boundingBox();
    assert.equal(Math.round(box.width), Math.round(2 * width));
    assert.ok(Math.abs(box.y + box.height / 2 - 360) < 1, String(box.y));
    assert.ok(Math.abs(box.x + box.width / 2 - 640) < 1, String(box.x));
  });

  test('at the edges nothing beyond them is shown', async () => {
    const page = await listen(fixture('plain'));
    for (const [x, y, left, top] of [[5, 5, 0, 0], [1275, 5, -1280, 0], [5, 700, 0, -720], [1275, 650, -1280, -720]]) {
      await click(page, x, y);
      assert.deepEqual(await canvas(page), [left, top, 2560]);
      await page.keyboard.press('Escape');
      assert.deepEqual(await canvas(page), whole);
    }
  });

  test('it fits every window, and keeps to its place when the window changes', async () => {
    const page = await listen(fixture('talk', stage) + '#/2/2', { context: { viewport: { width: 640, height: 360 } } });
    await click(page, 240, 180);
    assert.deepEqual(await canvas(page), [-160, -180, 1280]);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.waitForFunction(() => window.Reveal.getScale() === 1);
    assert.deepEqual(await canvas(page), [-320, -360, 2560]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => window.Reveal.getScale() < 0.31);
    const [left, top, width] = await canvas(page);
    assert.ok(Math.abs(left - (195 - 0.375 * 780)) <= 1 && width === 780, `${left} ${width}`);
    assert.ok(Math.abs(top + 780 * (9 / 16) / 2 - 422) <= 1, String(top));
  });

  test('the background goes closer with the slide', async () => {
    const page = await listen(fixture('talk') + '#/colours', { context: { viewport: { width: 1280, height: 1000 } } });
    const box = () => page.evaluate(() => {
      const { left, top, width, height } = document.querySelector('.backgrounds').getBoundingClientRect();
      return [left, top, width, height].map(Math.round);
    });
    assert.deepEqual(await box(), [0, 0, 1280, 1000]);
    await click(page, 800, 500);
    assert.deepEqual(await box(), [-960, -500, 2560, 2000]);
    assert.deepEqual(await canvas(page), [-960, -220, 2560]);
  });

  test('Escape goes back and does nothing else', async () => {
    const page = await listen(fixture('talk'));
    await page.evaluate(() => window.addEventListener('keydown', (event) => { window.prevented = event.defaultPrevented; }));
    await click(page, 400, 300);
    await page.keyboard.press('Escape');
    assert.deepEqual(await canvas(page), whole);
    assert.equal(await page.evaluate(() => window.prevented), true);
    assert.equal(await page.evaluate(() => window.Reveal.isOverview?.() ?? false), false);
  });

  test('a step keeps it, another slide is seen as a whole', async () => {
    const page = await listen(fixture('talk') + '#/2/1');
    await click(page, 400, 300);
    const close = await canvas(page);
    await page.keyboard.press('Space');
    assert.equal(await place(page), '2/1/0');
    assert.deepEqual(await canvas(page), close);
    for (const key of ['ArrowRight', 'ArrowLeft', 'Shift+ArrowUp']) {
      await page.keyboard.press(key);
      await page.keyboard.press(key);
      assert.deepEqual(await canvas(page), whole, key);
      await click(page, 400, 300);
    }
  });

  test('it takes a moment, and none where no motion is wanted; another slide comes without it', async () => {
    for (const [reducedMotion, moves] of [['no-preference', true], ['reduce', false]]) {
      const page = await listen(fixture('plain'), { reducedMotion });
      const durations = () => page.evaluate(() => document.getAnimations()
        .filter((one) => one.effect.target.matches('.slides')).map((one) => one.effect.getComputedTiming().duration));
      await click(page, 400, 300);
      assert.deepEqual(await durations(), moves ? [250] : []);
      await still(page);
      assert.deepEqual(await canvas(page), [-160, -240, 2560]);
      await page.keyboard.press('Escape');
      assert.deepEqual(await durations(), moves ? [250] : []);
      await still(page);
      assert.deepEqual(await canvas(page), whole);
      await click(page, 400, 300);
      await page.keyboard.press('ArrowRight');
      assert.deepEqual(await canvas(page), whole);
      await still(page);
      assert.equal(await page.locator('.leaving').count(), 0);
    }
  });

  test('the mouse drags, and nothing is selected', async () => {
    const page = await listen(fixture('talk'));
    await click(page, 640, 360);
    assert.deepEqual(await canvas(page), [-640, -360, 2560]);
    await page.mouse.move(700, 400);
    await page.mouse.down();
    await page.mouse.move(600, 350, { steps: 5 });
    await page.mouse.up();
    assert.deepEqual(await canvas(page), [-740, -410, 2560]);
    await page.mouse.move(300, 300);
    assert.deepEqual(await canvas(page), [-740, -410, 2560]);
    assert.equal(await page.evaluate(() => String(getSelection())), '');
    await page.mouse.down();
    await page.mouse.move(1100, 600, { steps: 5 });
    await page.mouse.move(1140, 640, { steps: 5 });
    await page.mouse.up();
    assert.deepEqual(await canvas(page), [0, -70, 2560]);
  });

  test('near an edge the mouse pans until it comes away from there or there is no more', async () => {
    const page = await listen(fixture('plain'));
    await click(page, 640, 360);
    await page.mouse.move(1279, 360);
    await page.waitForFunction(() => document.querySelector('.slides').getBoundingClientRect().left < -700);
    await page.mouse.move(640, 360);
    const [left, top] = await canvas(page);
    assert.ok(left < -700 && left >= -1280 && top === -360, `${left} ${top}`);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
    assert.deepEqual(await canvas(page), [left, top, 2560]);
    await page.mouse.move(1, 360);
    await page.waitForFunction(() => document.querySelector('.slides').getBoundingClientRect().left === 0);
  });

  test('a finger pans and does not swipe', async () => {
    const page = await listen(fixture('plain') + '#/two', { context: { hasTouch: true } });
    await click(page, 640, 360);
    await swipe(page, -200, 0);
    assert.equal(await place(page), '1/0');
    assert.deepEqual(await canvas(page), [-840, -360, 2560]);
    await page.keyboard.press('Escape');
    await swipe(page, -200, 0);
    assert.equal(await place(page), '2/0');
  });

  test('Alt-click does not follow a link, a click does when one is close', async () => {
    const page = await listen(fixture('talk') + '#/3');
    const at = async () => {
      const { x, y, width, height } = await page.locator('#link').boundingBox();
      return [x + width / 2, y + height / 2];
    };
    await click(page, ...await at());
    assert.equal(await place(page), '3/0');
    assert.equal((await canvas(page))[2], 2560);
    await page.mouse.click(...await at());
    assert.equal(await place(page), '1/0/2');
  });

  test('the configuration says which key it is, or none, and how close', async () => {
    const page = await listen(fixture('talk', { config: { zoomKey: 'ctrl', zoomLevel: 3 } }));
    await click(page, 640, 360);
    assert.deepEqual(await canvas(page), whole);
    await click(page, 640, 360, 'Control');
    assert.deepEqual(await canvas(page), [-1280, -720, 3840]);
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.Reveal.configure({ zoomKey: false }));
    for (const key of ['Alt', 'Control', 'Shift', 'Meta']) await click(page, 640, 360, key);
    assert.deepEqual(await canvas(page), whole);
  });

  test('a plain click, and Alt-click on what lies over the deck, do not zoom', async () => {
    const page = await listen(fixture('plain'));
    await page.mouse.click(640, 360);
    const { x, y, width, height } = await page.getByRole('button', { name: 'Next slide' }).boundingBox();
    await click(page, x + width / 2, y + height / 2);
    assert.deepEqual(await canvas(page), whole);
    assert.equal(await place(page), '1/0');
  });

  test('what is drawn while it is close lies where the mouse was', async () => {
    const page = await listen(fixture('plain'));
    await page.evaluate(() => window.deck.addEventListener('drawn', ({ strokes }) => { window.points = strokes[0].points; }));
    await click(page, 640, 360);
    await page.keyboard.press('d');
    await page.mouse.move(400, 300);
    await page.mouse.down();
    await page.mouse.move(600, 420, { steps: 4 });
    await page.mouse.up();
    assert.deepEqual(await canvas(page), [-640, -360, 2560]);
    const points = await page.evaluate(() => window.points);
    assert.deepEqual([...points.slice(0, 2), ...points.slice(-3, -1)], [520, 330, 620, 390]);
    const box = await page.evaluate(() => {
      const { left, top, right, bottom } = document.querySelector('.deck-drawing > g').getBoundingClientRect();
      return [left, top, right, bottom].map(Math.round);
    });
    assert.deepEqual(box, [400, 300, 600, 420]);
  });

  test('another window can look here where it looks, and is not told again', async () => {
    const page = await listen(fixture('plain'), { context: { viewport: { width: 640, height: 360 } } });
    await page.evaluate(() => window.deck.emit('mirror', { zoom: { scale: 2, x: 0.375, y: 0.5 } }));
    assert.deepEqual(await canvas(page), [-160, -180, 1280]);
    await page.evaluate(() => window.deck.emit('mirror', { zoom: { scale: 1, x: 0.5, y: 0.5 } }));
    assert.deepEqual(await canvas(page), [0, 0, 640]);
    assert.deepEqual(await page.evaluate(() => window.told), []);
  });

  test('it is not on paper', async () => {
    const page = await listen(fixture('plain'));
    await click(page, 400, 300);
    const pages = await print(page);
    assert.deepEqual(pages.map(({ width, height, text }) => [width, height, text]), [[960, 540, 'One'], [960, 540, 'Two'], [960, 540, 'Three']]);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.evaluate(() => {
      const { scale, translate } = getComputedStyle(document.querySelector('.slides'));
      return [scale, translate];
    }), ['none', 'none']);
  });
});
