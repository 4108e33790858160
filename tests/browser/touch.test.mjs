import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, swipe } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const phone = { context: { hasTouch: true } };

describe('touch', () => {
  test('swipes lead along both axes, through steps', async () => {
    const page = await open(browser, fixture('talk'), phone);
    const way = [];
    for (const [dx, dy] of [[-200, 0], [-200, 0], [-200, 0], [-200, 0], [-200, 0], [0, -200], [0, -200], [0, -200], [0, -200], [0, 200], [200, 0], [-200, 0]]) {
      await swipe(page, dx, dy);
      way.push(await place(page));
    }
    assert.equal(way.join(' '), '1/0/-1 1/0/0 1/0/1 1/0/2 2/0 2/1/-1 2/1/0 2/1/1 2/2 2/1/1 2/1/0 2/1/1');
    assert.deepEqual(page.complaints, []);
  });

  test('one swipe is one move however long it is, and a short one is none', async () => {
    const page = await open(browser, fixture('plain'), phone);
    await swipe(page, -30, 0);
    assert.equal(await place(page), '0/0');
    await swipe(page, -900, 0, { x: 1100, y: 360 });
    assert.equal(await place(page), '1/0');
  });

  test('two fingers are no swipe', async () => {
    const page = await open(browser, fixture('plain') + '#/two', phone);
    const client = await page.context().newCDPSession(page);
    const touch = (type, touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
    const at = (d) => [{ x: 500 - d, y: 300, id: 0 }, { x: 700 + d, y: 300, id: 1 }];
    await touch('touchStart', at(0));
    for (const d of [40, 80, 120]) await touch('touchMove', at(d));
    await touch('touchEnd', []);
    assert.equal(await place(page), '1/0');
  });

  test('a swipe on a link, a field or something that scrolls is not ours', async () => {
    const page = await open(browser, fixture('talk') + '#/3', phone);
    for (const selector of ['#link', '#field', '#button', '#scroller']) {
      const { x, y, width, height } = await page.locator(selector).boundingBox();
      await swipe(page, -200, 0, { x: x + width / 2, y: y + height / 2 });
      assert.equal(await place(page), '3/0', selector);
    }
    await swipe(page, -200, 0, { x: 1000, y: 600 });
    assert.equal(await place(page), '4/0');
  });

  test('a deck that is one line is walked by swipes in either axis', async () => {
    const page = await open(browser, fixture('talk', { config: { navigationMode: 'linear' } }), phone);
    for (let i = 0; i < 6; i += 1) await swipe(page, -200, 0);
    assert.equal(await place(page), '2/1/-1');
    await swipe(page, 0, -200);
    assert.equal(await place(page), '2/1/0');
    await swipe(page, 0, 200);
    await swipe(page, 200, 0);
    assert.equal(await place(page), '2/0');
  });
});
