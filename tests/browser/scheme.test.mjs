import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** A theme as the built-in ones are written. */
const theme = (schemes) => `@layer theme { :root { --color-scheme: ${schemes} } html { color-scheme: var(--color-scheme) }
  body { background: light-dark(rgb(250, 250, 250), rgb(20, 20, 20)) } }`;

const [light, dark] = ['light rgb(250, 250, 250)', 'dark rgb(20, 20, 20)'];

/** What the page is told, and what is painted. */
const seen = (page) => page.evaluate(() =>
  [getComputedStyle(document.documentElement).getPropertyValue('--color-scheme'), getComputedStyle(document.body).backgroundColor].join(' '));

/** What is seen after each of some presses of T. */
async function switched(page, times) {
  const states = [];
  for (let i = 0; i < times; i += 1) {
    await page.keyboard.press('t');
    states.push(await seen(page));
  }
  return states;
}

describe('light and dark', () => {
  for (const [schemes, colorScheme, expected] of [
    ['light dark', 'light', [dark, light, dark]],
    ['light dark', 'dark', [light, dark, light]],
    ['light', 'dark', [dark, light, dark]],
    ['dark', 'light', [light, dark, light]],
  ]) {
    test(`T switches a theme that is ${schemes} on a machine that is ${colorScheme}`, async () => {
      const page = await open(browser, fixture('talk', { style: theme(schemes) }), { colorScheme });
      assert.deepEqual(await switched(page, 3), expected);
      assert.deepEqual(page.complaints, []);
    });
  }

  test('a style that knows no scheme at all is taken for light', async () => {
    const page = await open(browser, fixture('plain'));
    const computed = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    const states = [await computed()];
    for (let i = 0; i < 2; i += 1) {
      await page.keyboard.press('Shift+T');
      states.push(await computed());
    }
    assert.deepEqual(states, ['normal', 'dark', 'light']);
  });

  test('what was chosen is kept from slide to slide and against the machine, and forgotten with the page', async () => {
    const page = await open(browser, fixture('talk', { style: theme('light dark') }), { colorScheme: 'light' });
    await page.keyboard.press('t');
    for (const key of ['Space', 'Space', 'End', 'Home']) await page.keyboard.press(key);
    await page.evaluate(() => window.Reveal.sync());
    assert.deepEqual([await seen(page), await place(page)], [dark, '0/0']);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await seen(page), dark);
    assert.deepEqual(await switched(page, 1), [light]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('t');
    await page.reload();
    assert.equal((await seen(page)).slice(-18), light.slice(-18));
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, '']);
  });

  test('T in a field is a letter', async () => {
    const page = await open(browser, fixture('talk', { style: theme('light') }) + '#/3');
    await page.focus('#field');
    await page.keyboard.press('t');
    assert.deepEqual([await page.inputValue('#field'), await seen(page)], ['t', light]);
  });

  test('paper is as the theme has it', async () => {
    for (const [schemes, expected] of [['light', light], ['dark', dark]]) {
      const page = await open(browser, fixture('plain', { style: theme(schemes) }));
      await page.keyboard.press('t');
      assert.notEqual(await seen(page), expected);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await seen(page), expected);
    }
  });
});
