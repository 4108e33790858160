import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, openAndHear, place, print, swipe } from './support.mjs';

/** The stage also in a narrow window. */
const stage = { config: { scrollActivationWidth: null } };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Opens a page and gathers what the deck tells about the pointer. */
const listen = (url, options) => openAndHear('pointermoved', browser, url, options);

/** The middle of the dot in the window, rounded; null when there is none. */
const dot = (page) => page.evaluate(() => {
  const one = document.querySelector('.deck-pointer > span');
  if (!one.checkVisibility()) return null;
  const { x, y, width, height } = one.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
});
const cursor = (page, selector) => page.evaluate((one) => getComputedStyle(document.querySelector(one)).cursor, selector);
const last = (page) => page.evaluate(() => Object.values(window.told.at(-1)));

describe('the pointer', () => {
  test('Q puts a dot in the place of the cursor, which follows the mouse, and takes it away again', async () => {
    const page = await listen(fixture('talk'));
    await page.mouse.move(300, 200);
    assert.equal(await dot(page), null);
    await page.keyboard.press('q');
    assert.deepEqual(await dot(page), [300, 200]);
    assert.equal(await cursor(page, '#intro h1'), 'none');
    await page.mouse.move(640, 180);
    assert.deepEqual(await dot(page), [640, 180]);
    assert.deepEqual(await last(page), [0.5, 0.25]);
    await page.keyboard.press('Shift+Q');
    assert.equal(await dot(page), null);
    assert.notEqual(await cursor(page, '#intro h1'), 'none');
    assert.deepEqual(await last(page), [null, null]);
    const count = await page.evaluate(() => window.told.length);
    await page.mouse.move(100, 100);
    assert.equal(await page.evaluate(() => window.told.length), count);
    assert.deepEqual(page.complaints, []);
  });

  test('it is gone when the mouse leaves, and back when the mouse is', async () => {
    const page = await listen(fixture('plain'));
    await page.keyboard.press('q');
    await page.mouse.move(300, 200);
    await page.mouse.move(-50, 200);
    await page.waitForFunction(() => document.querySelector('.deck-pointer').hidden);
    assert.deepEqual(await last(page), [null, null]);
    await page.mouse.move(20, 200);
    assert.deepEqual(await dot(page), [20, 200]);
  });

  test('its place is a share of the slide in every window, and none beside the slide', async () => {
    for (const [width, height] of [[640, 360], [390, 844]]) {
      const page = await listen(fixture('talk', stage) + '#/2/1', { context: { viewport: { width, height } } });
      const box = await page.locator('.slides').boundingBox();
      await page.keyboard.press('q');
      await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
      const [x, y] = await last(page);
      assert.ok(Math.abs(x - 0.25) < 0.005 && Math.abs(y - 0.5) < 0.005, `${x}, ${y}`);
      if (box.y < 20) continue;
      await page.mouse.move(100, 20);
      assert.deepEqual(await dot(page), [100, 20]);
      assert.deepEqual(await last(page), [null, null]);
    }
  });

  test('it takes no click, and keys go on moving the deck', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.keyboard.press('q');
    await page.click('#link');
    assert.equal(await place(page), '1/0/2');
    await page.keyboard.press('Space');
    assert.equal(await place(page), '2/0');
    assert.notEqual(await dot(page), null);
  });

  test('a finger points and does not swipe, and the dot goes with it', async () => {
    const page = await listen(fixture('plain') + '#/two', { context: { hasTouch: true } });
    await page.keyboard.press('q');
    await swipe(page, -300, 0);
    assert.equal(await place(page), '1/0');
    assert.ok(await page.evaluate(() => window.told.length) > 3);
    const { x } = await page.evaluate(() => window.told.findLast((one) => one.x !== null));
    assert.ok(Math.abs(x - 340 / 1280) < 0.001, String(x));
    assert.equal(await dot(page), null);
    await page.keyboard.press('q');
    await swipe(page, -300, 0);
    assert.equal(await place(page), '2/0');
  });

  test('a trail is seen for a moment, and not where no motion is wanted', async () => {
    for (const [reducedMotion, expected] of [['no-preference', true], ['reduce', false]]) {
      const page = await open(browser, fixture('plain'), { reducedMotion });
      await page.keyboard.press('q');
      await page.evaluate(() => {
        const path = document.querySelector('.deck-pointer path');
        window.trails = 0;
        new MutationObserver(() => { window.trails += path.getAttribute('d') ? 1 : 0; }).observe(path, { attributes: true });
      });
      await Promise.all(Array.from({ length: 12 }, (_, i) => page.mouse.move(200 + 40 * i, 200 + 10 * i)));
      assert.deepEqual(await dot(page), [640, 310]);
      if (expected) await page.waitForFunction(() => window.trails > 0);
      await page.waitForFunction(() => !document.querySelector('.deck-pointer path').getAttribute('d'));
      assert.equal(await page.evaluate(() => window.trails > 0), expected);
    }
  });

  test('a letter in a field is a letter, and without keys there is no pointer', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.mouse.move(300, 200);
    await page.focus('#field');
    await page.keyboard.press('q');
    assert.equal(await page.inputValue('#field'), 'q');
    assert.equal(await dot(page), null);
    await page.evaluate(() => { document.activeElement.blur(); window.Reveal.configure({ keyboard: false }); });
    await page.keyboard.press('q');
    assert.equal(await dot(page), null);
  });

  test('another window can show its dot here', async () => {
    const page = await listen(fixture('plain'), { context: { viewport: { width: 640, height: 360 } } });
    await page.evaluate(() => window.deck.emit('mirror', { pointer: { x: 0.25, y: 0.5 } }));
    assert.deepEqual(await dot(page), [160, 180]);
    assert.notEqual(await cursor(page, '#one'), 'none');
    await page.evaluate(() => window.deck.emit('mirror', { pointer: null }));
    assert.equal(await dot(page), null);
    assert.deepEqual(await page.evaluate(() => window.told), []);
  });

  test('it is not on paper', async () => {
    const page = await open(browser, fixture('plain'));
    await page.keyboard.press('q');
    await page.mouse.move(300, 200);
    assert.equal((await print(page)).length, 3);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.deck-pointer').isVisible(), false);
  });
});
