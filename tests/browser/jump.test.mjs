import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, print, still } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const field = (page) => page.getByRole('textbox', { name: 'Jump to slide' });
const isOpen = async (page) => await field(page).count() === 1;
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

/** Opens the field, types, presses Enter and tells where the deck stands. */
async function jump(page, query) {
  await page.keyboard.press('g');
  await page.keyboard.type(query);
  await page.keyboard.press('Enter');
  return place(page);
}

describe('jump', () => {
  test('G opens a field at the bottom left, and Enter goes to a number, to h.v, h/v or an id', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.press('g');
    const { x, y, height } = await page.locator('.deck-jump').boundingBox();
    assert.ok(x < 40 && y + height > 680, `${x}, ${y}`);
    assert.equal(await field(page).evaluate((input) => input === document.activeElement && input.value === ''), true);
    await page.keyboard.press('Escape');
    const places = [];
    for (const query of ['4', '3.2', '1', '3/3', 'extra', '#/steps', 'target', ' 7 ']) places.push(await jump(page, query));
    assert.deepEqual(places, ['3/0', '2/1/1', '0/0', '2/2', '5/0', '1/0/2', '6/0', '6/0']);
    assert.equal(await isOpen(page), false);
    assert.deepEqual(page.complaints, []);
  });

  test('a number is what the slide number shows', async () => {
    for (const [slideNumber, query, there] of [[true, '4', '3/0'], ['c', '4', '2/1/-1'], ['c/t', '8', '6/0'], ['h/v', '3', '2/0']]) {
      const page = await open(browser, fixture('talk', { config: { slideNumber } }));
      assert.equal(await jump(page, query), there, String(slideNumber));
      const number = await page.textContent('.slide-number');
      assert.equal(number.replace(/\s/g, '').replace(/\/8$|[./]1$/, ''), query);
    }
  });

  test('words are looked for in titles first, then in texts, without case and accents', async () => {
    const page = await open(browser, fixture('words'));
    const places = [];
    for (const query of ['generator ENDS', 'attention again', 'again', 'equa', 'software in the sources', 'cafe', 'lower']) places.push(await jump(page, query));
    assert.deepEqual(places, ['4/0', '4/0', '4/0', '1/0', '1/0', '2/1/-1', '2/1/-1']);
    for (const hidden of ['secret', 'quasar', 'unseen']) {
      await page.keyboard.press('g');
      await page.keyboard.type(hidden);
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('.deck-jump output').textContent(), 'No such slide');
      await page.keyboard.press('Escape');
    }
    assert.equal(await place(page), '2/1/-1');
  });

  test('a number that no slide has may be an id, and else leads nowhere', async () => {
    const page = await open(browser, fixture('words'));
    assert.equal(await jump(page, '2024'), '3/0');
    for (const query of ['99', '0', '3.9']) {
      assert.equal(await jump(page, query), '3/0');
      assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
      await page.keyboard.press('Escape');
    }
  });

  test('it goes there while one types, Escape goes back to slide and step, and Enter stays', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1/0');
    await page.keyboard.press('g');
    await page.keyboard.type('4');
    await page.waitForFunction(() => window.Reveal.getIndices().h === 3);
    assert.equal(await isOpen(page), true);
    await page.keyboard.press('Backspace');
    await page.keyboard.type('dark');
    await page.waitForFunction(() => window.Reveal.getIndices().h === 4);
    await page.keyboard.press('Escape');
    assert.equal(await place(page), '2/1/0');
    assert.equal(await isOpen(page), false);
    await page.keyboard.press('g');
    await page.keyboard.type('5');
    await page.waitForFunction(() => window.Reveal.getIndices().h === 4);
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '4/0');
    assert.equal(await isOpen(page), false);
  });

  test('Escape before anything happened changes nothing, also later', async () => {
    const page = await open(browser, fixture('talk') + '#/1/0/1');
    await page.keyboard.press('g');
    await page.keyboard.type('5');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(400);
    assert.equal(await place(page), '1/0/1');
  });

  test('leaving the field closes it', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.keyboard.press('g');
    await page.mouse.click(700, 600);
    assert.equal(await isOpen(page), false);
    await page.keyboard.press('g');
    await page.focus('#button');
    assert.equal(await isOpen(page), false);
    assert.equal(await focused(page), 'button');
    assert.equal(await place(page), '3/0');
  });

  test('the focus goes back, and keys go on working', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#link');
    await page.keyboard.press('g');
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'link');
    assert.equal(await jump(page, '2'), '1/0/2');
    assert.equal(await focused(page), 'body');
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '2/0');
  });

  test('keys in the field are text', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.press('g');
    await page.keyboard.type('g? bn');
    assert.equal(await field(page).inputValue(), 'g? bn');
    assert.equal(await page.locator('.deck-help, .reveal.paused').count(), 0);
    await page.keyboard.press('Escape');
    assert.equal(await place(page), '0/0');
  });

  test('toggleJumpToSlide opens and closes', async () => {
    const page = await open(browser, fixture('talk'));
    const seen = [];
    for (const on of [undefined, undefined, true, true, false, false]) {
      await page.evaluate((wanted) => window.Reveal.toggleJumpToSlide(wanted), on);
      seen.push(await isOpen(page));
    }
    assert.deepEqual(seen, [true, false, true, true, false, false]);
  });

  test('a jump to the slide that is shown leaves its steps as they are', async () => {
    const page = await open(browser, fixture('talk') + '#/1/0/1');
    assert.equal(await jump(page, '2'), '1/0/1');
  });

  test('who holds the deck where it is holds it here, too', async () => {
    const page = await open(browser, fixture('talk'));
    await page.evaluate(() => window.Reveal.on('beforeslidechange', (event) => event.preventDefault()));
    assert.equal(await jump(page, '4'), '0/0');
  });
});

describe('a number typed on the stage', () => {
  const chip = (page) => page.locator('.deck-jump-number');

  test('is shown, and Enter goes there', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.type('4');
    assert.equal(await chip(page).textContent(), '4');
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '3/0');
    assert.equal(await chip(page).count(), 0);
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '3/0');
  });

  test('may have several digits, and one that no slide has does nothing', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.type('06');
    assert.equal(await chip(page).textContent(), '06');
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '5/0');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '5/0');
    assert.equal(await chip(page).count(), 0);
  });

  test('is forgotten after a while, and when the deck moves', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.type('4');
    await chip(page).waitFor({ state: 'detached', timeout: 3000 });
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '0/0');
    await page.keyboard.type('4');
    await page.keyboard.press('ArrowRight');
    assert.equal(await chip(page).count(), 0);
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '1/0/-1');
  });

  test('belongs to a field or a button that has the focus', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#field');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    assert.equal(await page.inputValue('#field'), '2');
    assert.equal(await place(page), '3/0');
    assert.equal(await chip(page).count(), 0);
  });

  test('Enter without a number is not taken from others', async () => {
    const page = await open(browser, fixture('talk'));
    // The listener is there before the key is pressed.
    const listen = () => page.evaluate(() => {
      window.taken = new Promise((resolve) => {
        document.addEventListener('keydown', (event) => setTimeout(() => resolve(event.defaultPrevented)), { once: true });
      });
    });
    const taken = () => page.evaluate(() => window.taken);
    await listen();
    await page.keyboard.press('Enter');
    assert.equal(await taken(), false);
    await page.keyboard.type('2');
    await listen();
    await page.keyboard.press('Enter');
    assert.equal(await taken(), true);
  });

  test('and the field are off when the configuration says so', async () => {
    const page = await open(browser, fixture('talk', { config: { jumpToSlide: false } }));
    await page.keyboard.type('g4');
    await page.keyboard.press('Enter');
    await page.evaluate(() => window.Reveal.toggleJumpToSlide(true));
    assert.equal(await page.locator('.deck-jump, .deck-jump-number').count(), 0);
    assert.equal(await place(page), '0/0');
    await page.evaluate(() => window.Reveal.configure({ jumpToSlide: true }));
    await page.keyboard.press('g');
    assert.equal(await isOpen(page), true);
    await page.evaluate(() => window.Reveal.configure({ jumpToSlide: false }));
    assert.equal(await isOpen(page), false);
    await page.evaluate(() => window.Reveal.configure({ jumpToSlide: true, keyboard: false }));
    await page.keyboard.type('g4');
    assert.equal(await page.locator('.deck-jump, .deck-jump-number').count(), 0);
  });

  test('is not printed, nor is the field', async () => {
    const page = await open(browser, fixture('plain'));
    await page.keyboard.type('77');
    assert.equal(await chip(page).isVisible(), true);
    assert.equal((await print(page)).some(({ text }) => text.includes('77')), false);
    await page.keyboard.press('g');
    await page.keyboard.type('88');
    await still(page);
    assert.equal((await print(page)).some(({ text }) => text.includes('88')), false);
    assert.deepEqual(page.complaints, []);
  });
});
