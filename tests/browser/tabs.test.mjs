import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, launch, open, place, print, ready, squeeze } from './support.mjs';

let browser, deck;
before(async () => {
  browser = await launch();
  deck = await address('tests/browser/decks/tabs.md');
});
after(() => browser.close());
afterEach(() => closePages(browser));

/** What the slide shows of its tabs: the label that is chosen, and the first words of every pane that is seen. */
const shown = (page) => page.evaluate(() => {
  const slide = window.Reveal.getCurrentSlide();
  const label = slide.querySelector('[role=tab][aria-selected=true]').textContent;
  const panes = [...slide.querySelectorAll('[role=tabpanel]')].filter((pane) => pane.checkVisibility({ visibilityProperty: true }));
  return [label, ...panes.map((pane) => pane.querySelector('p:not(.tab-title)').textContent.trim().split(/[.,]/)[0])].join(' > ');
});
const label = (page, name) => page.getByRole('tab', { name, exact: true });
const focused = (page) => page.evaluate(() => document.activeElement.textContent.slice(0, 20));

describe('tabs', () => {
  test('a click chooses a pane, and the keys stay with the deck', async () => {
    const page = await open(browser, deck);
    assert.equal(await shown(page), 'Rust > In Rust');
    await label(page, 'Python').click();
    assert.equal(await shown(page), 'Python > In Python');
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'body');
    await label(page, 'C').click();
    assert.equal(await shown(page), 'C > In C');
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0/-1');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await shown(page), 'C > In C');
    assert.deepEqual(page.complaints, []);
  });

  test('one label is a stop for Tab; there the arrows, Home and End choose, and the deck does not move', async () => {
    const page = await open(browser, deck);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Rust');
    const seen = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'ArrowDown', 'ArrowUp', 'End']) {
      await page.keyboard.press(key);
      seen.push(await focused(page));
      assert.equal((await shown(page)).split(' > ')[0], seen.at(-1));
      assert.equal(await place(page), '0/0');
    }
    assert.deepEqual(seen, ['Python', 'C', 'Rust', 'C', 'Rust', 'Python', 'Rust', 'C']);
    for (const key of ['Enter', 'Space']) await page.keyboard.press(key);
    assert.equal(await place(page), '0/0');
    assert.deepEqual(await page.locator('section.present [role=tab]').evaluateAll((all) => all.map((one) => one.tabIndex)), [-1, -1, 0]);
    // What is not seen is no stop: neither the other labels nor the link in the first pane.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0/-1');
    assert.deepEqual(page.complaints, []);
  });

  test('a click takes the focus along where a label has it', async () => {
    const page = await open(browser, deck);
    await page.keyboard.press('Tab');
    await label(page, 'Python').click();
    assert.equal(await focused(page), 'Python');
    await page.keyboard.press('ArrowRight');
    assert.equal(await shown(page), 'C > In C');
  });

  test('other keys move the deck while a label has the focus', async () => {
    const page = await open(browser, deck);
    await page.keyboard.press('Tab');
    await page.keyboard.press('PageDown');
    assert.equal(await place(page), '1/0/-1');
  });

  test('where a slide is read from the right, the arrows go the other way', async () => {
    const page = await open(browser, deck + '#/2');
    await label(page, 'Alef').focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await shown(page), 'Bet > Two');
  });

  test('all panes share one box: nothing moves', async () => {
    const page = await open(browser, deck);
    const below = page.getByText('Below them.');
    const before = await below.boundingBox();
    await label(page, 'Python').click();
    assert.deepEqual(await below.boundingBox(), before);
    const tops = await page.locator('section.present [role=tabpanel]').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1);
  });

  test('a pane is chosen when it, or something in it, comes as a step, and the first again when none is there', async () => {
    const page = await open(browser, deck + '#/1');
    const seen = [await shown(page)];
    for (const key of ['Space', 'Space', 'Space', 'Shift+Space', 'Shift+Space', 'Shift+Space']) {
      await page.keyboard.press(key);
      seen.push(await shown(page));
    }
    const [one, two, three] = ['One > First pane', 'Two > Second pane', 'Three > Third pane'];
    assert.deepEqual(seen, [one, two, three, three, three, two, one]);
    await label(page, 'Three').click();
    assert.equal(await shown(page), three);
    await page.keyboard.press('Space');
    assert.equal(await shown(page), two);
    // From behind all steps are there.
    await page.evaluate(() => window.Reveal.slide(2));
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual([await place(page), await shown(page)], ['1/0/2', three]);
    assert.deepEqual(page.complaints, []);
  });

  test('an address with a step chooses its pane', async () => {
    const page = await open(browser, deck + '#/1/0/0');
    assert.equal(await shown(page), 'Two > Second pane');
  });

  test('labels and panes name one another', async () => {
    const page = await open(browser, deck);
    const snapshot = await page.locator('section.present').ariaSnapshot();
    assert.match(snapshot, /tablist:\n\s+- tab "Rust" \[selected\]\n\s+- tab "Python"\n\s+- tab "C"\n\s+- tabpanel "Rust"/);
    const wrong = await page.evaluate(() => [...document.querySelectorAll('[role=tab]')].filter((tab) =>
      document.getElementById(tab.getAttribute('aria-controls')).getAttribute('aria-labelledby') !== tab.id).length);
    assert.equal(wrong, 0);
  });

  test('without a script all panes stand one after the other, each under its label', async () => {
    const page = await open(browser, deck, { context: { javaScriptEnabled: false }, waits: false });
    const words = squeeze(await page.locator('section').first().innerText());
    assert.match(words, /^PlainRustInRust,withalink\.PythonInPython\.Ithasmorelines\.Andonemore\.CInC\.Belowthem\./);
    assert.equal(await page.getByRole('tab').count(), 0);
  });

  test('on paper and as an article, too', async () => {
    const page = await open(browser, deck);
    await label(page, 'C').click();
    const [first, second] = await print(page);
    assert.match(first.text, /PlainRustInRust,withalink\.PythonInPython\.Ithasmorelines\.Andonemore\.CInC\.Belowthem\./);
    assert.match(second.text, /OneFirstpane\.TwoSecondpane\.ThreeThirdpane\..*alpha.*beta/);
    const article = await open(browser, deck + '?view=scroll');
    await ready(article);
    assert.match(squeeze(await article.locator('section').first().innerText()), /RustInRust.*PythonInPython.*CInC/);
    assert.deepEqual([...page.complaints, ...article.complaints.filter((one) => !one.startsWith('request'))], []);
  });

  test('a label that is clicked on a phone is no swipe and no tap on the deck', async () => {
    const page = await open(browser, deck, { context: { hasTouch: true } });
    await label(page, 'Python').tap();
    assert.deepEqual([await shown(page), await place(page)], ['Python > In Python', '0/0']);
  });

  test('the speaker chooses for the audience, too', async () => {
    const page = await open(browser, deck);
    const opened = page.waitForEvent('popup');
    await page.keyboard.press('s');
    const speaker = await opened;
    await ready(speaker);
    // The two windows have to find each other first.
    const chosen = () => page.evaluate(() => document.querySelector('section.present [aria-selected=true]').textContent);
    for (const end = Date.now() + 8000; (await chosen()) !== 'C' && Date.now() < end;) {
      await speaker.evaluate(() => [...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent === 'C').click());
      await page.waitForTimeout(100);
    }
    assert.equal(await shown(page), 'C > In C');
  });

  test('nothing is left when the deck is gone', async () => {
    const page = await open(browser, deck);
    await label(page, 'C').click();
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await page.locator('[aria-selected=true]').first().textContent(), 'Rust');
    await page.evaluate(() => document.querySelectorAll('[role=tab]')[1].click());
    assert.equal(await page.locator('[aria-selected=true]').first().textContent(), 'Rust');
  });
});
