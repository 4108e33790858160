import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Presses keys one after the other and tells where the deck stands after each. */
async function walk(page, keys) {
  const places = [];
  for (const key of keys) {
    await page.keyboard.press(key);
    places.push(await place(page));
  }
  return places.join(' ');
}

describe('keys', () => {
  test('space goes through steps, down a stack, then right, and Shift+space the same way back', async () => {
    const page = await open(browser, fixture('talk'));
    const there = await walk(page, Array(14).fill('Space'));
    assert.equal(there, '1/0/-1 1/0/0 1/0/1 1/0/2 2/0 2/1/-1 2/1/0 2/1/1 2/2 3/0 4/0 5/0 6/0 6/0');
    const back = await walk(page, Array(13).fill('Shift+Space'));
    assert.equal(back, '5/0 4/0 3/0 2/2 2/1/1 2/1/0 2/1/-1 2/0 1/0/2 1/0/1 1/0/0 1/0/-1 0/0');
    assert.deepEqual(page.complaints, []);
  });

  for (const [ahead, behind] of [['PageDown', 'PageUp'], ['n', 'p'], ['Shift+N', 'Shift+P']]) {
    test(`${ahead} and ${behind} are next and previous`, async () => {
      const page = await open(browser, fixture('talk'));
      assert.equal(await walk(page, [ahead, ahead, ahead, behind]), '1/0/-1 1/0/0 1/0/1 1/0/0');
    });
  }

  for (const [left, down, up, right] of [['ArrowLeft', 'ArrowDown', 'ArrowUp', 'ArrowRight'], ['h', 'j', 'k', 'l']]) {
    test(`${left} ${down} ${up} ${right} move along the axes, and a stack is entered where it was left`, async () => {
      const page = await open(browser, fixture('talk') + '#/2');
      const way = [down, down, down, down, right, up, right, left, left, up, up, left, left, right];
      const expected = '2/1/-1 2/1/0 2/1/1 2/2 3/0 3/0 4/0 3/0 2/2 2/1/1 2/1/0 2/1/-1 1/0/2 2/1/-1';
      assert.equal(await walk(page, way), expected);
    });
  }

  test('Alt skips steps', async () => {
    const page = await open(browser, fixture('talk') + '#/1');
    assert.equal(await walk(page, ['Alt+ArrowRight', 'Alt+ArrowDown', 'Alt+Space', 'Alt+p']), '2/0 2/1/-1 2/2 2/1/1');
  });

  test('Shift jumps to the ends of deck and stack', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1');
    const way = ['Shift+ArrowDown', 'Shift+ArrowUp', 'Shift+ArrowRight', 'Shift+ArrowLeft'];
    assert.equal(await walk(page, way), '2/2 2/0 6/0 0/0');
  });

  test('Home and End', async () => {
    const page = await open(browser, fixture('talk'));
    assert.equal(await walk(page, ['End', 'Home']), '6/0 0/0');
  });

  test('keys with Ctrl or Meta, and keys in a field or on a button, are not ours', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    assert.equal(await walk(page, ['Control+ArrowRight', 'Meta+ArrowRight', 'Shift+L']), '3/0 3/0 3/0');
    await page.focus('#field');
    assert.equal(await walk(page, ['n', 'Space', 'ArrowRight', 'Home']), '3/0 3/0 3/0 3/0');
    assert.equal(await page.inputValue('#field'), 'n ');
    await page.evaluate(() => document.querySelector('#button').addEventListener('click', () => document.body.dataset.pressed = 'yes'));
    await page.focus('#button');
    assert.equal(await walk(page, ['Space']), '3/0');
    assert.equal(await page.getAttribute('body', 'data-pressed'), 'yes');
    assert.equal(await walk(page, ['ArrowRight']), '4/0');
  });

  test('Space on a link is next, and Enter follows it', async () => {
    const page = await open(browser, fixture('talk', { config: { slideNumber: true } }) + '#/3');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'link');
    assert.equal(await walk(page, ['Space', 'ArrowLeft']), '4/0 3/0');
    await page.focus('#link');
    assert.equal(await walk(page, ['Enter']), '1/0/2');
    await page.click('.slide-number a');
    assert.equal(await walk(page, ['Space', 'Shift+Space']), '2/0 1/0/2');
  });

  test('after a click on an arrow Space is next, not that arrow', async () => {
    const page = await open(browser, fixture('talk') + '#/1/0/2');
    await page.getByRole('button', { name: 'Next slide' }).click();
    assert.equal(await place(page), '2/0');
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'body');
    assert.equal(await walk(page, ['Space']), '2/1/-1');
    await page.getByRole('button', { name: 'Next slide' }).focus();
    assert.equal(await walk(page, ['Space', 'Space', 'Space']), '2/1/0 2/1/1 3/0');
  });

  test('every arrow walks along a deck of one dimension', async () => {
    const page = await open(browser, fixture('plain'));
    assert.equal(await walk(page, ['ArrowDown', 'ArrowRight', 'ArrowUp', 'j', 'k', 'l', 'h']), '1/0 2/0 1/0 2/0 1/0 2/0 1/0');
  });

  test('from right to left the arrows are exchanged', async () => {
    const page = await open(browser, fixture('talk', { config: { rtl: true } }));
    assert.equal(await walk(page, ['ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'Space']), '1/0/-1 1/0/0 1/0/-1 0/0 1/0/-1');
  });

  test('the configuration binds and frees keys', async () => {
    const page = await open(browser, fixture('talk', { config: { keyboard: { 13: 'next', 32: null } } }));
    assert.equal(await walk(page, ['Enter', 'Space', 'n']), '1/0/-1 1/0/-1 1/0/0');
    await page.evaluate(() => window.Reveal.configure({ keyboard: false }));
    assert.equal(await walk(page, ['n', 'ArrowRight']), '1/0/0 1/0/0');
  });

  test('a deck that loops goes round', async () => {
    const page = await open(browser, fixture('plain', { config: { loop: true } }));
    assert.equal(await walk(page, ['ArrowLeft', 'ArrowRight', 'Space', 'Space', 'Space']), '2/0 0/0 1/0 2/0 0/0');
  });
});
