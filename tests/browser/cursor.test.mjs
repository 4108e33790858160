import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** The cursor over the link of the slide. */
const cursor = (page) => page.evaluate(() => getComputedStyle(document.querySelector('#link')).cursor);
const hidden = (page) => page.waitForFunction(() => getComputedStyle(document.querySelector('#link')).cursor === 'none', null, { timeout: 1500 });
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

describe('the cursor', () => {
  test('is hidden when nobody moves it, over links, too, and is there when somebody does', async () => {
    const page = await open(browser, fixture('talk', { config: { hideCursorTime: 200 } }) + '#/3');
    await hidden(page);
    await page.mouse.move(300, 300);
    assert.equal(await cursor(page), 'pointer');
    await hidden(page);
    await page.mouse.down();
    assert.equal(await cursor(page), 'pointer');
    await page.mouse.up();
    await hidden(page);
    assert.deepEqual(page.complaints, []);
  });

  test('stays hidden while the slides change under it', async () => {
    const page = await open(browser, fixture('talk', { config: { hideCursorTime: 200 } }));
    const { x, y } = { x: 640, y: 300 };
    await page.mouse.move(x, y);
    await hidden(page);
    for (const key of ['Space', 'End', 'Home']) {
      await page.keyboard.press(key);
      await page.mouse.move(x, y);
      assert.equal(await cursor(page), 'none', key);
    }
  });

  test('stays as long as it moves', async () => {
    const page = await open(browser, fixture('talk', { config: { hideCursorTime: 600 } }));
    for (let i = 0; i < 9; i += 1) {
      await page.mouse.move(100 + i, 100);
      await pause(100);
      assert.equal(await cursor(page), 'pointer');
    }
  });

  test('stays where the configuration says so, also later', async () => {
    const page = await open(browser, fixture('talk', { config: { hideInactiveCursor: false, hideCursorTime: 50 } }));
    await page.mouse.move(300, 300);
    await pause(200);
    assert.equal(await cursor(page), 'pointer');
    await page.evaluate(() => window.Reveal.configure({ hideInactiveCursor: true }));
    await hidden(page);
    await page.evaluate(() => window.Reveal.configure({ hideInactiveCursor: false }));
    assert.equal(await cursor(page), 'pointer');
    await pause(200);
    assert.equal(await cursor(page), 'pointer');
  });
});
