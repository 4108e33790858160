// The slides next to the one that is shown are laid out before they are asked for, and nobody notices.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
afterEach(() => closePages(browser));
after(() => browser.close());

/** The slides that have a layout and are not shown, once the deck is at rest. */
const ready = async (page) => {
  await page.waitForFunction(() => !document.querySelector('.leaving') && document.querySelector('.near'));
  return page.evaluate(() => [...document.querySelectorAll('.slides section:not(.stack, .present)')]
    .filter((slide) => slide.getClientRects().length).map((slide) => slide.id || slide.innerText.trim().split('\n')[0] || 'nameless'));
};

describe('the slides next to the one that is shown', () => {
  test('are laid out, ahead, below and behind, when the deck is at rest', async () => {
    const page = await open(browser, fixture('talk'));
    assert.deepEqual(await ready(page), ['steps']);
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('.present:not(.stack)').nextElementSibling === null);
    assert.equal((await ready(page)).length, 1);
    await page.evaluate(() => window.Reveal.slide(2, 0));
    assert.deepEqual((await ready(page)).slice(0, 2), ['steps', 'b']);
    assert.deepEqual(page.complaints, []);
  });

  test('are neither seen nor hit nor reached by Tab, whatever a theme says', async () => {
    const style = '@layer theme { .reveal .slides :is(section, section *) { visibility: visible !important } }';
    const page = await open(browser, fixture('talk', { style, config: { controls: false } }));
    await ready(page);
    const before = await page.screenshot();
    await page.evaluate(() => { document.querySelector('#steps').innerHTML = '<a href="#/a" style="position: fixed; inset: 0; background: red">No</a>'; });
    assert.ok(before.equals(await page.screenshot()));
    assert.equal(await page.evaluate(() => document.elementFromPoint(640, 360)?.closest('#steps') ?? null), null);
  });

  test('do not take clicks, stacks neither', async () => {
    const page = await open(browser, fixture('talk') + '#/1');
    await ready(page);
    assert.equal(await page.locator('.stack.near').count(), 1);
    assert.equal(await page.evaluate(() => document.elementFromPoint(640, 360)?.closest('.near') ?? null), null);
  });

  test('have nothing that Tab comes to', async () => {
    const page = await open(browser, fixture('talk', { config: { controls: false } }));
    await page.evaluate(() => document.querySelector('#steps').insertAdjacentHTML('beforeend', '<button id="far">No</button>'));
    await ready(page);
    for (let i = 0; i < 6; i += 1) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.id), '');
    }
  });

  test('go with the overview, with print and with the deck', async () => {
    const page = await open(browser, fixture('talk'));
    await ready(page);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.locator('.near').count(), 0);
    await page.keyboard.press('ArrowRight');
    await ready(page);
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await page.locator('.near').count(), 0);
  });
});
