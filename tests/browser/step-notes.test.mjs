// Notes that belong to steps, as the compiler writes them, in the views that show notes.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, launch, open, place, print, ready, squeeze } from './support.mjs';

let browser, deck;
before(async () => {
  browser = await launch();
  deck = await address('tests/browser/decks/step-notes.md');
});
after(() => browser.close());
afterEach(() => closePages(browser));

describe('notes of a step', () => {
  test('are what the speaker reads first while their step is the last one shown', async () => {
    const page = await open(browser, deck);
    const [view] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('s')]);
    await ready(view);
    const read = () => view.locator('#text').innerText().then((text) => text.replace(/\s+/g, ' ').trim());
    /** Presses keys in the audience's window and waits for what is read in the other. */
    const reads = async (text, ...keys) => {
      for (const key of keys) await page.keyboard.press(key);
      const end = Date.now() + 8000;
      while ((await read()) !== text && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(await read(), text, await place(page));
    };
    await reads('Of the slide.');
    await reads('To the first. Of the slide.', 'Space');
    for (let i = 0; i < 2; i += 1) await reads('To second and third. Of the slide.', 'Space');
    await reads('To the last. Of the slide.', 'Space');
    await reads('To second and third. Of the slide.', 'Shift+Space');
    await reads('To what follows the pause.', 'End', 'Space');
    assert.deepEqual(page.complaints, []);
  });

  test('are seen neither on the slide nor on paper, and are in the text under it', async () => {
    const page = await open(browser, deck);
    assert.equal(await page.getByText('To the first.').isVisible(), false);
    const pages = await print(page);
    assert.deepEqual([pages.length, pages.some(({ text }) => text.includes('Tothefirst'))], [2, false]);
    const article = await open(browser, deck + '?view=scroll');
    await ready(article);
    assert.equal(squeeze(await article.locator('.deck-notes').first().innerText()), 'Oftheslide.Tothefirst.Tosecondandthird.Tothelast.');
  });
});

describe('::: steps', () => {
  test('come one after the other', async () => {
    const page = await open(browser, deck);
    const seen = () => page.evaluate(() => [...document.querySelectorAll('section.present .fragment.visible')].map((one) => one.textContent.trim()).join(' '));
    const all = [await seen()];
    for (let i = 0; i < 4; i += 1) {
      await page.keyboard.press('Space');
      all.push(await seen());
    }
    assert.deepEqual(all, ['', 'First', 'First second', 'First second third', 'First second third Far']);
    await page.keyboard.press('Space');
    assert.equal(await place(page), '1/0/-1');
  });
});
