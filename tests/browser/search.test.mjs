import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, print, still } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const field = (page) => page.getByRole('textbox', { name: 'Search the slides' });
const isOpen = async (page) => await field(page).count() === 1;
const count = (page) => page.locator('.deck-search output').textContent();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

/** What the browser marks: the current match, and all matches of the slide that is shown. */
const marked = (page) => page.evaluate(() => {
  const texts = (name) => [...CSS.highlights.get(name) ?? []].map((range) => range.toString());
  return { current: texts('deck-search-current').join(), all: texts('deck-search') };
});

/** Searches, and waits for the answer. */
async function search(page, query) {
  await page.keyboard.press('Control+Shift+F');
  await page.evaluate(() => { document.querySelector('.deck-search output').textContent = ''; });
  await page.keyboard.insertText(query);
  await page.waitForFunction(() => document.querySelector('.deck-search output').textContent !== '');
  return count(page);
}

/** Presses keys one after the other and tells the count and the place after each. */
async function walk(page, keys) {
  const seen = [];
  for (const key of keys) {
    await page.keyboard.press(key);
    seen.push(`${await count(page)} at ${await place(page)}`);
  }
  return seen;
}

describe('search', () => {
  for (const keys of ['Control+Shift+F', 'Meta+Shift+F']) {
    test(`${keys} opens a field at the top right, and Escape closes it`, async () => {
      const page = await open(browser, fixture('words'));
      await page.keyboard.press(keys);
      const { x, y, width } = await page.locator('.deck-search').boundingBox();
      assert.ok(y < 40 && x + width > 1240, `${x}, ${y}`);
      assert.equal(await field(page).evaluate((input) => input === document.activeElement), true);
      await page.keyboard.press('Escape');
      assert.equal(await isOpen(page), false);
      await page.keyboard.press('ArrowRight');
      assert.equal(await place(page), '1/0');
      assert.deepEqual(page.complaints, []);
    });
  }

  test('matches are counted, and Enter and Shift+Enter go round through all slides', async () => {
    const page = await open(browser, fixture('words'));
    assert.equal(await search(page, 'attention'), '1 of 2');
    assert.deepEqual(await walk(page, ['Enter', 'Enter', 'Shift+Enter', 'Shift+Enter']),
      ['2 of 2 at 4/0', '1 of 2 at 0/0', '2 of 2 at 4/0', '1 of 2 at 0/0']);
    assert.deepEqual(page.complaints, []);
  });

  test('the buttons do the same and leave the focus in the field', async () => {
    const page = await open(browser, fixture('words'));
    await search(page, 'attention');
    await page.getByRole('button', { name: 'Next match' }).click();
    assert.equal(`${await count(page)} at ${await place(page)}`, '2 of 2 at 4/0');
    await page.getByRole('button', { name: 'Previous match' }).click();
    assert.equal(`${await count(page)} at ${await place(page)}`, '1 of 2 at 0/0');
    assert.equal(await field(page).evaluate((input) => input === document.activeElement), true);
    await page.getByRole('button', { name: 'Close' }).click();
    assert.equal(await isOpen(page), false);
  });

  test('it begins at the slide that is shown, and goes on from where one went', async () => {
    const page = await open(browser, fixture('words') + '#/1');
    assert.equal(await search(page, 'attention'), '2 of 2');
    assert.equal(await place(page), '4/0');
    await page.getByRole('button', { name: 'Previous slide' }).click();
    assert.deepEqual(await walk(page, ['Shift+Enter']), ['1 of 2 at 0/0']);
  });

  test('Enter does not wait for the pause in typing', async () => {
    const page = await open(browser, fixture('words'));
    await page.keyboard.press('Control+Shift+F');
    await page.evaluate(() => {
      const input = document.querySelector('.deck-search input');
      input.value = 'needle';
      input.dispatchEvent(new InputEvent('input'));
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    });
    assert.equal(`${await count(page)} at ${await place(page)}`, '1 of 1 at 3/0');
  });

  test('a match in a step shows the step, and no more than that', async () => {
    const page = await open(browser, fixture('words'));
    const seen = [];
    for (const word of ['lower', 'beta', 'alpha', 'leaving', 'moment', 'always', 'opening', 'beta']) {
      await search(page, word);
      await still(page);
      seen.push(`${word} ${await place(page)}`);
      if (word === 'opening') continue;
      const visible = await page.evaluate(() => [...CSS.highlights.get('deck-search-current')][0].startContainer.parentElement
        .checkVisibility({ visibilityProperty: true, opacityProperty: true }));
      assert.equal(visible, true, word);
    }
    assert.deepEqual(seen, ['lower 2/1/-1', 'beta 2/1/1', 'alpha 2/1/1', 'leaving 2/1/0', 'moment 2/1/2', 'always 2/1/2', 'opening 2/1/2', 'beta 2/1/2']);
    await page.evaluate(() => window.Reveal.slide(0));
    await search(page, 'always');
    assert.equal(await place(page), '2/1/-1');
  });

  test('matches are marked without a change to the slides', async () => {
    const page = await open(browser, fixture('words'));
    const html = () => page.evaluate(() => document.querySelector('#opening').innerHTML);
    const before = await html();
    await search(page, 'GENERATOR');
    assert.deepEqual(await marked(page), { current: 'generator', all: ['generator'] });
    assert.equal(await html(), before);
    await page.keyboard.press('Enter');
    assert.deepEqual(await marked(page), { current: 'Generator', all: ['Generator'] });
    await page.keyboard.press('Escape');
    assert.deepEqual(await marked(page), { current: '', all: [] });
  });

  test('the current match has another colour than the others', async () => {
    const page = await open(browser, fixture('words') + '#/3');
    assert.equal(await search(page, 'line'), '1 of 6');
    const { current, all } = await marked(page);
    assert.deepEqual([current, all.length], ['line', 6]);
    const colours = await page.evaluate(() => ['deck-search', 'deck-search-current'].map((name) =>
      getComputedStyle(document.querySelector('code'), `::highlight(${name})`).backgroundColor));
    assert.equal(new Set([...colours, 'rgba(0, 0, 0, 0)']).size, 3, colours.join());
  });

  test('case, accents, soft hyphens and line ends do not matter, and signs stand for themselves', async () => {
    const page = await open(browser, fixture('words'));
    for (const [query, text] of [['EQUATIONS', 'Équations'], ['équat', 'Équat'], ['CAFÉ', 'cafe\u0301'], ['software  in the sources', 'soft\u00adware in the\nsources'],
      ['(a+b)', '(a+b)'], ['drawn', 'drawn']]) {
      assert.equal(await search(page, query), '1 of 1', query);
      assert.equal((await marked(page)).current, text);
    }
  });

  test('notes, hidden MathML, hidden slides and words over the end of a line are not found', async () => {
    const page = await open(browser, fixture('words') + '#/last');
    for (const query of ['secret', 'quasar', 'unseen', 'onetwo', 'one two', 'a.b']) assert.equal(await search(page, query), 'Nothing found', query);
    assert.equal(await place(page), '4/0');
    assert.deepEqual(await marked(page), { current: '', all: [] });
    assert.equal(await page.getByRole('button', { name: 'Next match' }).isDisabled(), true);
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '4/0');
  });

  test('a match in a box that scrolls is scrolled to, and nothing else moves', async () => {
    const page = await open(browser, fixture('words'));
    await search(page, 'needle');
    await still(page);
    const seen = await page.evaluate(() => {
      const box = document.querySelector('pre').getBoundingClientRect();
      const match = [...CSS.highlights.get('deck-search-current')][0].getBoundingClientRect();
      const { x, y } = document.querySelector('.slides section.present').getBoundingClientRect();
      return { inside: match.top >= box.top && match.bottom <= box.bottom, at: [x, y, window.scrollX, window.scrollY] };
    });
    assert.deepEqual(seen, { inside: true, at: [0, 0, 0, 0] });
  });

  test('the focus goes back, also when Escape is pressed on the stage', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#link');
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'link');
    await page.keyboard.press('Control+Shift+F');
    await page.mouse.click(700, 600);
    assert.equal(await focused(page), 'body');
    assert.equal(await isOpen(page), true);
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '4/0');
    await page.keyboard.press('Escape');
    assert.equal(await isOpen(page), false);
    assert.equal(await page.locator('.reveal.overview').count(), 0);
    await page.keyboard.press('Space');
    assert.equal(await place(page), '5/0');
  });

  test('what was looked for is still there when the field is opened again, and the deck stays where it is', async () => {
    const page = await open(browser, fixture('words') + '#/4');
    await search(page, 'generator');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+Shift+F');
    assert.equal(await field(page).evaluate((input) => input.value.slice(input.selectionStart, input.selectionEnd)), 'generator');
    assert.equal(`${await count(page)} at ${await place(page)}`, '– of 2 at 0/0');
    assert.deepEqual(await walk(page, ['Enter', 'Enter']), ['1 of 2 at 0/0', '2 of 2 at 4/0']);
  });

  test('slides that change are read again', async () => {
    const page = await open(browser, fixture('words'));
    assert.equal(await search(page, 'novelty'), 'Nothing found');
    await page.evaluate(() => {
      document.querySelector('#first p').textContent = 'A novelty';
      window.Reveal.sync();
    });
    assert.deepEqual(await walk(page, ['Enter']), ['1 of 1 at 2/0']);
  });

  test('keys in the field are text, and without keys it cannot be opened', async () => {
    const page = await open(browser, fixture('words'));
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('n b?');
    assert.equal(await field(page).inputValue(), 'n b?');
    assert.equal(await page.locator('.deck-help, .reveal.paused').count(), 0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Shift+F');
    assert.equal(await isOpen(page), false);
    await page.evaluate(() => window.Reveal.configure({ keyboard: false }));
    await page.keyboard.press('Control+Shift+F');
    assert.equal(await isOpen(page), false);
  });

  test('a browser that cannot mark shows the slide alone', async () => {
    const page = await open(browser, fixture('words'));
    await page.evaluate(() => { delete CSS.__proto__.highlights; delete CSS.highlights; });
    assert.equal(await page.evaluate(() => 'highlights' in CSS), false);
    assert.equal(await search(page, 'needle'), '1 of 1');
    assert.equal(await place(page), '3/0');
    await page.keyboard.press('Escape');
    assert.deepEqual(page.complaints, []);
  });

  test('it fits a telephone, is not printed, and axe-core finds nothing in it', async () => {
    const page = await open(browser, fixture('words'), { context: { viewport: { width: 390, height: 844 } } });
    await search(page, 'generator');
    const { x, width } = await page.locator('.deck-search').boundingBox();
    assert.ok(x >= 0 && x + width <= 390, `${x} ${width}`);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run('.deck-search')).violations.map(({ id }) => id));
    assert.deepEqual(found, []);
    const pages = await print(page);
    assert.equal(pages.some(({ text }) => text.includes('1of2')), false);
    await page.emulateMedia({ media: 'print' });
    const colour = await page.evaluate(() => getComputedStyle(document.querySelector('#opening p'), '::highlight(deck-search-current)').backgroundColor);
    assert.equal(colour, 'rgba(0, 0, 0, 0)');
    assert.deepEqual(page.complaints, []);
  });
});
