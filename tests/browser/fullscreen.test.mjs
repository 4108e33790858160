import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, compose, fixture, launch, open, place } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const whole = (page) => page.evaluate(() => document.fullscreenElement?.localName ?? null);
const changed = (page) => page.evaluate(() => new Promise((resolve) => {
  document.addEventListener('fullscreenchange', resolve, { once: true });
  setTimeout(resolve, 1000);
}));

/** Presses a key and waits until the browser has changed the screen. */
async function press(page, key) {
  const change = changed(page);
  await page.keyboard.press(key);
  await change;
}

describe('full screen', () => {
  test('F takes the screen and gives it back, and the deck goes on', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1/0');
    await press(page, 'f');
    assert.equal(await whole(page), 'html');
    await page.keyboard.press('Space');
    assert.equal(await place(page), '2/1/1');
    await press(page, 'Shift+F');
    assert.equal(await whole(page), null);
    assert.deepEqual(page.complaints, []);
  });

  test('the background of the page is seen there, not black', async () => {
    const style = '@layer theme { body { background: rgb(200, 30, 40) } }';
    const page = await open(browser, fixture('plain', { style }));
    await press(page, 'f');
    const picture = (await page.screenshot()).toString('base64');
    const colour = await page.evaluate(async (data) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      canvas.drawImage(bitmap, -30, -30);
      return [...canvas.getImageData(0, 0, 1, 1).data].join();
    }, picture);
    assert.equal(colour, '200,30,40,255');
  });

  test('a deck that has only a part of the page takes that part', async () => {
    const page = await browser.newPage();
    await page.setContent('<p>Words</p><div class="reveal-viewport" id="part"><div class="reveal"><div class="slides"><section>One</section></div></div></div>');
    await page.evaluate(compose());
    await press(page, 'f');
    assert.equal(await page.evaluate(() => document.fullscreenElement?.id), 'part');
  });

  test('F in a field is a letter', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#field');
    await press(page, 'f');
    assert.deepEqual([await page.inputValue('#field'), await whole(page)], ['f', null]);
  });

  test('where the browser has none, or says no, nothing happens', async () => {
    for (const deny of [
      () => Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => undefined }),
      () => { Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('not here')); },
    ]) {
      const page = await browser.newPage();
      const complaints = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.addInitScript(deny);
      await page.goto(fixture('plain'));
      await page.waitForFunction(() => window.Reveal?.isReady());
      await press(page, 'f');
      assert.deepEqual([await whole(page), complaints], [null, []]);
      await page.keyboard.press('Space');
      assert.equal(await place(page), '1/0');
    }
  });
});
