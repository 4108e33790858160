import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, launch, open, place } from './support.mjs';

let browser, deck, elements;
before(async () => {
  browser = await launch();
  deck = await address('tests/browser/decks/references.md');
  elements = await address('tests/browser/decks/elements.md');
});
after(() => browser.close());
afterEach(() => closePages(browser));

const focused = (page) => page.evaluate(() => document.activeElement.id);

describe('a citation', () => {
  test('leads to its reference on the slides that have them', async () => {
    const page = await open(browser, deck);
    await page.getByRole('link', { name: 'Goodfellow et al., 2014' }).first().click();
    assert.deepEqual([await place(page), await focused(page)], ['2/0', 'ref-goodfellow2014']);
    assert.deepEqual(page.complaints, []);
  });

  test('leads to the slide on which its reference has come to stand', async () => {
    const page = await open(browser, `${deck}#cites-again`);
    await page.getByRole('link', { name: 'Xu et al., 2018' }).click();
    assert.deepEqual([await place(page), await focused(page)], ['3/0', 'ref-xu2018']);
  });

  test('leads to the foot of its own slide where no slide has the references', async () => {
    const page = await open(browser, `${elements}#works-and-numbers`);
    const before = await place(page);
    await page.locator('.present .citation a').first().click();
    assert.deepEqual([await place(page), await focused(page)], [before, 'works-and-numbers-ref-goodfellow2014']);
  });
});

describe('a number', () => {
  test('leads to the figure that has it, and shows it', async () => {
    const page = await open(browser, deck);
    await page.getByRole('link', { name: 'Figure 1' }).click();
    assert.equal(await place(page), '1/0/0');
    assert.deepEqual(page.complaints, []);
  });
});
