import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, print, still, swipe } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const paused = (page) => page.evaluate(() => window.Reveal.isPaused());
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

/** What an audience sees in the middle and at the edge of the window: `rgb` of what lies on top, or nothing. */
const seen = async (page) => {
  await still(page);
  return page.evaluate(() => [[640, 360], [3, 717]].map(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top.matches('.pause-overlay') && getComputedStyle(top).opacity === '1' ? getComputedStyle(top).backgroundColor : 'the deck';
  }).join(', '));
};
const black = 'rgb(0, 0, 0), rgb(0, 0, 0)';
const white = 'rgb(255, 255, 255), rgb(255, 255, 255)';
const deck = 'the deck, the deck';

describe('pause', () => {
  test('B, V, . and / show black, W shows white, and any of them shows the deck again', async () => {
    const page = await open(browser, fixture('talk'));
    const colours = [];
    for (const key of ['b', 'v', '.', '/', 'Shift+B', 'w', 'w', 'b', 'b', '/']) {
      await page.keyboard.press(key);
      colours.push(await seen(page));
    }
    assert.deepEqual(colours, [black, deck, black, deck, black, deck, white, deck, black, deck]);
    assert.deepEqual(page.complaints, []);
  });

  test('Escape ends it, and so does a click, which does nothing else', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    const { x, y } = await page.locator('#link').boundingBox();
    await page.keyboard.press('b');
    await page.keyboard.press('Escape');
    assert.equal(await paused(page), false);
    await page.keyboard.press('w');
    await page.mouse.click(x + 5, y + 5);
    assert.deepEqual([await paused(page), await place(page), await seen(page)], [false, '3/0', deck]);
    await page.mouse.click(x + 5, y + 5);
    assert.equal(await place(page), '1/0/2');
  });

  test('every other key, a swipe and a move from a script do nothing and end nothing', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1/0', { context: { hasTouch: true } });
    await page.evaluate(() => { window.Reveal.on('fragmentshown', () => document.body.dataset.moved = 'yes'); });
    await page.keyboard.press('b');
    for (const key of ['Space', 'ArrowRight', 'Alt+ArrowRight', 'ArrowDown', 'Shift+ArrowUp', 'n', 'Home', 'End', 'Enter', 'o', 't', 'x', 'Control+b', 'Tab']) {
      await page.keyboard.press(key);
      assert.deepEqual([await paused(page), await place(page)], [true, '2/1/0'], key);
    }
    await swipe(page, -200, 0);
    await page.evaluate(() => window.Reveal.next());
    assert.deepEqual([await paused(page), await place(page), await seen(page)], [true, '2/1/0', black]);
    assert.equal(await page.evaluate(() => document.body.dataset.moved), undefined);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.scheme), undefined);
    await page.keyboard.press('b');
    await page.keyboard.press('Space');
    assert.equal(await place(page), '2/1/1');
    assert.deepEqual(page.complaints, []);
  });

  test('a tap ends it', async () => {
    const page = await open(browser, fixture('talk'), { context: { hasTouch: true } });
    await page.keyboard.press('b');
    await page.touchscreen.tap(640, 360);
    assert.equal(await paused(page), false);
  });

  test('a key that is held down does not flicker', async () => {
    const page = await open(browser, fixture('plain'));
    for (let i = 0; i < 4; i += 1) await page.keyboard.down('b');
    await page.keyboard.up('b');
    assert.equal(await paused(page), true);
  });

  test('the focus leaves what is not seen, and comes back', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.evaluate(() => document.querySelector('#button').addEventListener('click', () => document.body.dataset.pressed = 'yes'));
    await page.focus('#button');
    await page.keyboard.press('b');
    const there = await focused(page);
    for (const key of ['Space', 'Enter', 'Tab', 'Space']) await page.keyboard.press(key);
    assert.deepEqual([there, await focused(page), await paused(page)], ['body', 'body', true]);
    assert.equal(await page.evaluate(() => document.body.dataset.pressed), undefined);
    await page.keyboard.press('b');
    assert.equal(await focused(page), 'button');
    await page.keyboard.press('Space');
    assert.equal(await page.evaluate(() => document.body.dataset.pressed), 'yes');
  });

  test('typing goes on: in a field before a pause, and in one beside the deck during it', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#field');
    await page.keyboard.type('bv./w');
    assert.deepEqual([await page.inputValue('#field'), await paused(page)], ['bv./w', false]);
    await page.evaluate(() => {
      window.Reveal.togglePause(true);
      const field = Object.assign(document.createElement('input'), { id: 'beside' });
      document.body.append(field);
      field.focus();
    });
    await page.keyboard.type('b n.');
    assert.deepEqual([await page.inputValue('#beside'), await paused(page), await place(page)], ['b n.', true, '3/0']);
  });

  test('scripts switch it, are told, and find it in the state', async () => {
    const page = await open(browser, fixture('talk'));
    const told = await page.evaluate(() => {
      const { Reveal } = window;
      const log = [];
      for (const type of ['paused', 'resumed']) Reveal.on(type, () => log.push(type));
      const say = () => log.push([Reveal.isPaused(), Reveal.getState().paused, document.body.classList.contains('paused'),
        Reveal.getRevealElement().classList.contains('paused')].join());
      for (const on of [undefined, true, undefined, false, true]) {
        Reveal.togglePause(on);
        say();
      }
      Reveal.setState({ paused: false });
      say();
      return log;
    });
    const [yes, no] = ['true,true,true,true', 'false,false,false,false'];
    assert.deepEqual(told, ['paused', yes, yes, 'resumed', no, no, 'paused', yes, 'resumed', no]);
  });

  test('a key that the configuration gives to togglePause ends it, one that it gives to something else does not', async () => {
    const page = await open(browser, fixture('talk', { config: { keyboard: { 13: 'togglePause', 66: 'next' } } }));
    const states = [];
    for (const key of ['Enter', 'b', 'Enter', 'b']) {
      await page.keyboard.press(key);
      states.push([await paused(page), await place(page)].join());
    }
    assert.deepEqual(states, ['true,0/0', 'true,0/0', 'false,0/0', 'false,1/0/-1']);
  });

  test('a deck that is not to be paused is not', async () => {
    const page = await open(browser, fixture('plain', { config: { pause: false } }));
    for (const key of ['b', 'w']) await page.keyboard.press(key);
    await page.evaluate(() => window.Reveal.togglePause(true));
    assert.deepEqual([await paused(page), await seen(page)], [false, deck]);
  });

  test('a screen reader is told politely', async () => {
    const page = await open(browser, fixture('plain'));
    const said = () => page.evaluate(() => document.querySelector('.pause-status[role=status]').textContent);
    const words = [await said()];
    for (let i = 0; i < 2; i += 1) {
      await page.keyboard.press('b');
      words.push(await said());
    }
    assert.deepEqual(words, ['', 'Paused', 'Resumed']);
    const { width, height } = await page.locator('.pause-status').boundingBox();
    assert.deepEqual([width, height], [1, 1]);
  });

  test('paper shows the slides', async () => {
    const page = await open(browser, fixture('plain'));
    await page.keyboard.press('b');
    await still(page);
    const pages = await print(page);
    assert.deepEqual(pages.map(({ text }) => text), ['One', 'Two', 'Three']);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.pause-overlay').isVisible(), false);
  });
});
