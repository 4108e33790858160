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

const dialog = (page) => page.getByRole('dialog', { name: 'Keys' });
const shown = (page) => dialog(page).count();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.localName);

/** The lines of the list: what is done, and the keys. */
const lines = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.deck-help dl > div')].map((line) =>
  [line.querySelector('dt').textContent, [...line.querySelectorAll('dd > span')].map((way) =>
    [...way.querySelectorAll('kbd')].map((key) => key.textContent).join('+')).join(' ')])));

describe('help', () => {
  test('? opens the list of keys, and Escape, ?, the button and a click outside close it', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1');
    const ways = [() => page.keyboard.press('Escape'), () => page.keyboard.press('?'), () => page.mouse.click(5, 5),
      () => page.getByRole('button', { name: 'Close' }).click()];
    for (const way of ways) {
      await page.keyboard.press('?');
      assert.equal(await shown(page), 1);
      assert.equal(await dialog(page).isVisible(), true);
      await way();
      assert.equal(await shown(page), 0, String(way));
    }
    assert.equal(await page.locator('.deck-help').count(), 0);
    assert.equal(await place(page), '2/1/-1');
    await page.keyboard.press('Space');
    assert.equal(await place(page), '2/1/0');
    assert.deepEqual(page.complaints, []);
  });

  test('a click in the list does not close it', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.press('?');
    await dialog(page).getByText('First slide').click();
    const { x, y } = await dialog(page).boundingBox();
    await page.mouse.click(x + 4, y + 4);
    assert.equal(await shown(page), 1);
  });

  test('the list is made of the table of keys', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.press('?');
    const list = await lines(page);
    const expected = {
      'Next step or slide': 'Space Page Down N',
      'Previous step or slide': 'Shift+Space Page Up P',
      Left: '← H',
      'Up in a stack': '↑ K',
      'First slide': 'Shift+← Home',
      'Last slide': 'Shift+→ End',
      'Bottom of the stack': 'Shift+↓',
      'With a move: skip steps': 'Alt',
      'Jump to a number, name or text': 'G',
      'Jump to a number, then Enter': '0 … 9',
      'Search the slides': 'Ctrl+Shift+F',
      'This list': '?',
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((words) => [words, list[words]])), expected);
    assert.deepEqual(await page.locator('.deck-help').getByRole('heading').allTextContents(), ['Moving', 'On stage', 'Views']);
  });

  test('what no behaviour offers is not in the list', async () => {
    const page = await open(browser, fixture('talk', { config: { jumpToSlide: false } }));
    await page.keyboard.press('?');
    const list = Object.keys(await lines(page));
    assert.equal(list.some((words) => words.startsWith('Jump')), false, list.join());
    assert.equal(list.includes('Search the slides'), true);
  });

  test('in a deck of one dimension all arrows are in two lines', async () => {
    for (const [rtl, next, prev] of [[false, '→ ↓ Space Page Down N J L', '← ↑ Shift+Space Page Up P H K'],
      [true, '← ↓ Space Page Down N H J', '→ ↑ Shift+Space Page Up P K L']]) {
      const page = await open(browser, fixture('plain', { config: { rtl } }));
      await page.keyboard.press('?');
      const list = await lines(page);
      assert.equal(list['Next step or slide'], next);
      assert.equal(list['Previous step or slide'], prev);
      assert.deepEqual(Object.keys(list).filter((words) => /stack|^Left|^Right/.test(words)), []);
    }
  });

  test('keys in the list are kept from the stage, and Tab stays in it', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.keyboard.press('?');
    assert.equal(await focused(page), 'deck-over deck-help');
    for (const key of ['Space', 'ArrowRight', 'n', 'b', '2', 'Enter', 'Control+Shift+F']) await page.keyboard.press(key);
    assert.equal(await place(page), '3/0');
    assert.equal(await page.locator('.deck-search, .deck-jump, .reveal.paused').count(), 0);
    for (let i = 0; i < 4; i += 1) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest('.deck-help'))), true);
    }
    assert.equal(await shown(page), 1);
  });

  test('the focus goes back to where it was', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#link');
    await page.keyboard.press('?');
    assert.equal(await focused(page), 'deck-over deck-help');
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'link');
    await page.keyboard.press('?');
    await page.mouse.click(5, 5);
    assert.equal(await focused(page), 'link');
  });

  test('? in a field is a sign, and the configuration turns the list off', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#field');
    await page.keyboard.type('?');
    assert.equal(await page.inputValue('#field'), '?');
    assert.equal(await shown(page), 0);
    await page.evaluate(() => { document.activeElement.blur(); window.Reveal.toggleHelp(true); });
    assert.equal(await shown(page), 1);
    await page.evaluate(() => window.Reveal.configure({ help: false }));
    assert.equal(await shown(page), 0);
    await page.keyboard.press('?');
    await page.evaluate(() => window.Reveal.toggleHelp());
    assert.equal(await shown(page), 0);
    await page.evaluate(() => window.Reveal.configure({ help: true }));
    await page.keyboard.press('?');
    assert.equal(await shown(page), 1);
  });

  test('toggleHelp opens and closes', async () => {
    const page = await open(browser, fixture('talk'));
    const seen = [];
    for (const on of [undefined, undefined, true, true, false, false]) {
      await page.evaluate((wanted) => window.Reveal.toggleHelp(wanted), on);
      seen.push(await shown(page));
    }
    assert.deepEqual(seen, [1, 0, 1, 1, 0, 0]);
  });

  for (const [width, height, columns] of [[1280, 720, 2], [390, 844, 1], [844, 390, 2]]) {
    test(`all of it can be read at ${width} x ${height}`, async () => {
      const page = await open(browser, fixture('talk'), { context: { viewport: { width, height } } });
      await page.keyboard.press('?');
      const seen = await page.evaluate(() => {
        const list = document.querySelector('.deck-help');
        const { left, top, right, bottom } = list.getBoundingClientRect();
        const all = [...list.querySelectorAll('dt, kbd')].map((element) => element.getBoundingClientRect());
        return {
          inside: left >= 0 && top >= 0 && right <= window.innerWidth && bottom <= window.innerHeight,
          wide: list.scrollWidth > list.clientWidth || all.some((box) => box.left < left || box.right > right),
          columns: new Set([...list.querySelectorAll('.deck-help-group')].map((group) => group.getBoundingClientRect().left)).size,
          small: [...list.querySelectorAll('dt, kbd')].some((element) => Number.parseFloat(getComputedStyle(element).fontSize) < 13),
        };
      });
      assert.deepEqual(seen, { inside: true, wide: false, columns, small: false });
      await page.keyboard.press('End');
      await page.waitForFunction(() => {
        const box = document.querySelector('.deck-help');
        return box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
      });
      assert.equal(await place(page), '0/0');
    });
  }

  test('a swipe over the list does not move the deck', async () => {
    const page = await open(browser, fixture('talk', { config: { scrollActivationWidth: 0 } }), { context: { viewport: { width: 390, height: 844 }, hasTouch: true } });
    await page.evaluate(() => window.Reveal.toggleHelp(true));
    await swipe(page, -200, 0, { x: 300, y: 400 });
    assert.equal(await place(page), '0/0');
    await page.evaluate(() => window.Reveal.toggleHelp(false));
    await swipe(page, -200, 0, { x: 300, y: 400 });
    assert.equal(await place(page), '1/0/-1');
  });

  test('no theme changes how it looks', async () => {
    const style = '@layer theme { .reveal :is(dt, dd, kbd, button, dialog) { color: #777; background: #888; font: bold 40px serif; margin: 40px } }';
    const page = await open(browser, fixture('talk', { style }));
    await page.keyboard.press('?');
    const seen = await page.evaluate(() => ['dialog', 'dt', 'dd', 'kbd'].map((name) => {
      const { color, fontSize, marginTop } = getComputedStyle(document.querySelector(`.deck-help ${name}, ${name}.deck-help`));
      return [name, color, fontSize, name === 'dialog' || marginTop === '0px'].join(' ');
    }));
    assert.deepEqual(seen, ['dialog rgb(244, 244, 245) 15px true', 'dt rgb(244, 244, 245) 15px true', 'dd rgb(244, 244, 245) 15px true', 'kbd rgb(244, 244, 245) 13px true']);
  });

  test('it is not printed, and axe-core finds nothing in it', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.press('?');
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run('.deck-help')).violations.map(({ id }) => id));
    assert.deepEqual(found, []);
    const pages = await print(page);
    assert.equal(pages.length, 9);
    assert.equal(pages.some(({ text }) => /Moving|Pagedown|Searchthe/i.test(text)), false);
    assert.deepEqual(page.complaints, []);
  });
});
