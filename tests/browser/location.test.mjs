import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const hash = (page) => page.evaluate(() => decodeURIComponent(window.location.hash));

/** Goes back and waits until the deck has followed. */
async function back(page) {
  await page.evaluate(() => new Promise((resolve) => {
    window.addEventListener('popstate', () => setTimeout(resolve), { once: true });
    window.history.back();
  }));
  return place(page);
}

describe('the address', () => {
  const links = {
    '#/3': '3/0', '#/2/1': '2/1/-1', '#/2/1/0': '2/1/0', '#/1/0/9': '1/0/2', '#/99/9': '6/0', '#/steps': '1/0/-1',
    '#/steps/1': '1/0/1', '#b': '2/1/-1', '#/b/1': '2/1/1', '#über': '6/0', '#/%C3%BCber': '6/0', '#target': '6/0', '#/nowhere': '0/0', '': '0/0',
    '#unseen': '0/0',
  };
  for (const [link, expected] of Object.entries(links)) {
    test(`${link || 'no hash'} opens the deck at ${expected}`, async () => {
      const page = await open(browser, fixture('talk') + link);
      assert.equal(await place(page), expected);
      assert.deepEqual(page.complaints, []);
    });
  }

  test('follows slides and steps', async () => {
    const page = await open(browser, fixture('talk'));
    const seen = [];
    for (let i = 0; i < 10; i += 1) {
      await page.keyboard.press('Space');
      seen.push(await hash(page));
    }
    assert.equal(seen.join(' '), '#/steps #/steps/0 #/steps/1 #/steps/2 #/a #/b #/b/0 #/b/1 #/2/2 #/3');
  });

  test('Back leads through slides, never through steps, and out of the deck', async () => {
    const page = await open(browser, 'about:blank', { waits: false });
    await page.goto(fixture('talk'));
    for (let i = 0; i < 9; i += 1) await page.keyboard.press('Space');
    assert.equal(await place(page), '2/2');
    assert.equal(await back(page), '2/1/1');
    assert.equal(await back(page), '2/0');
    assert.equal(await back(page), '1/0/2');
    assert.equal(await back(page), '0/0');
    await page.goBack();
    assert.equal(page.url(), 'about:blank');
  });

  test('Back leaves a slide from any of its steps, and Forward returns to it', async () => {
    const page = await open(browser, fixture('talk') + '#/intro');
    for (const key of ['Space', 'Space', 'Space']) await page.keyboard.press(key);
    assert.equal(await place(page), '1/0/1');
    assert.equal(await back(page), '0/0');
    await page.goForward();
    await page.waitForFunction(() => window.Reveal.getIndices().h === 1);
    assert.equal(await place(page), '1/0/1');
  });

  test('a link to a slide is one entry, a link into a slide also moves the focus', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    const entries = () => page.evaluate(() => window.history.length);
    const start = await entries();
    await page.click('#link');
    assert.equal(await place(page), '1/0/2');
    assert.equal(await entries(), start + 1);
    assert.equal(await back(page), '3/0');
    await page.click('#into');
    assert.equal(await place(page), '6/0');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'target');
    await page.click('a[href="#note-1"]');
    assert.equal(await entries(), start + 1);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'note-1');
    assert.equal(await back(page), '3/0');
  });

  test('an address that is typed is followed, and Back leads out of it', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.press('End');
    await page.evaluate(() => { window.location.hash = '#/2/1/0'; });
    await page.waitForFunction(() => window.Reveal.getIndices().h === 2);
    assert.equal(await place(page), '2/1/0');
    assert.equal(await back(page), '6/0');
  });

  test('a thousand changes in a row are neither refused nor complained about, and the address is right in the end', async () => {
    const page = await open(browser, fixture('plain', { config: { loop: true } }));
    await page.evaluate(() => { for (let i = 0; i < 1000; i += 1) window.Reveal.next(); });
    await page.waitForFunction(() => window.location.hash === '#/two');
    assert.deepEqual(page.complaints, []);
  });

  test('without history nothing is added, without hash nothing is written', async () => {
    for (const [config, expected] of [[{ history: false }, '#/steps'], [{ history: false, hash: false }, '']]) {
      const page = await open(browser, fixture('talk', { config }));
      const before = await page.evaluate(() => window.history.length);
      await page.keyboard.press('Space');
      assert.equal(await hash(page), expected);
      assert.equal(await page.evaluate(() => window.history.length), before);
    }
  });
});
