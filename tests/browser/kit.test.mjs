// What is placed freely, QR codes and keys, as the compiler writes them.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, launch, open, print, ready, still } from './support.mjs';

let browser, deck;
before(async () => {
  browser = await launch();
  deck = await address('tests/browser/decks/kit.md');
});
after(() => browser.close());
afterEach(() => closePages(browser));

/** Where the placed parts of a slide are on it, from its edges in CSS pixels of the slide: left, top, right, bottom, width. */
const placed = (page, slide) => page.evaluate((slide) => {
  const section = document.querySelectorAll('.slides section')[slide];
  const frame = section.getBoundingClientRect();
  const scale = frame.width / 1280;
  return [...section.querySelectorAll('.absolute')].map((one) => {
    const { left, top, right, bottom, width } = one.getBoundingClientRect();
    return [left - frame.left, top - frame.top, frame.right - right, frame.bottom - bottom, width].map((length) => Math.round(length / scale));
  });
}, slide);

/** Checks what the deck says of its parts. */
async function check(page) {
  const [circle, corner, logo] = await placed(page, 0);
  assert.deepEqual([circle[1], circle[2], circle[4]], [100, 128, 320]);
  // A page has a line between its slides.
  assert.deepEqual([corner[0], Math.abs(corner[3] - 30.5) < 1, corner[4]], [40, true, 300]);
  assert.deepEqual([logo[0], logo[1], logo[4]], [0, 0, 60]);
}

describe('what is placed', () => {
  test('is where it says, whatever it stands in, and moves nothing', async () => {
    const page = await open(browser, deck);
    await page.keyboard.press('Space');
    await still(page);
    await check(page);
    const [text] = await page.locator('section.present .slide-body > p').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    await page.evaluate(() => document.querySelectorAll('section.present .absolute').forEach((one) => one.remove()));
    const [alone] = await page.locator('section.present .slide-body > p').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    assert.equal(text, alone);
    await page.keyboard.press('End');
    await page.evaluate(() => window.Reveal.slide(1));
    await still(page);
    const [box] = await placed(page, 1);
    assert.deepEqual([box[0], box[1], box[4]], [600, 20, 200]);
    assert.deepEqual(page.complaints, []);
  });

  test('is there in the article and without a script as well', async () => {
    const article = await open(browser, deck + '?view=scroll');
    await ready(article);
    await check(article);
    const plain = await open(browser, deck, { context: { javaScriptEnabled: false }, waits: false });
    await check(plain);
    await plain.emulateMedia({ media: 'print' });
    await check(plain);
  });

  test('stands in its order in a window that is narrower than a slide', async () => {
    const phone = await open(browser, deck, { context: { viewport: { width: 390, height: 844 } } });
    const tops = await phone.locator('section:first-of-type :is(h1, .slide-body > *)').evaluateAll((all) => all.map((one) => {
      const { top, left, right } = one.getBoundingClientRect();
      return left >= 0 && right <= 390 ? top : NaN;
    }));
    assert.ok(tops.length === 5 && tops.every((top, i) => !i || top > tops[i - 1]), `${tops}`);
  });
});

/** Black and white in the picture of a code, as 1 and 0, where its modules are. */
const modules = (page, at) => page.locator('section.present a.qr').nth(at).evaluate((link) => {
  const svg = link.querySelector('svg');
  const size = svg.viewBox.baseVal.width;
  const path = new Path2D(svg.querySelector('path').getAttribute('d'));
  const canvas = document.createElement('canvas').getContext('2d');
  const rows = [];
  for (let y = 0; y < size; y += 1) {
    let row = '';
    for (let x = 0; x < size; x += 1) row += canvas.isPointInPath(path, x + 0.5, y + 0.5) ? '1' : '0';
    rows.push(row);
  }
  return rows;
});

describe('a QR code', () => {
  test('has its three corners, and four light modules around it', async () => {
    const page = await open(browser, deck + '#/2');
    for (const at of [0, 1, 2]) {
      const rows = await modules(page, at);
      const size = rows.length;
      const quiet = [...rows.slice(0, 4), ...rows.slice(-4), ...rows.map((row) => row.slice(0, 4)), ...rows.map((row) => row.slice(-4))];
      assert.ok(quiet.every((part) => /^0+$/.test(part)), `code ${at}`);
      const corner = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
      for (const [x, y] of [[4, 4], [size - 11, 4], [4, size - 11]]) {
        assert.deepEqual(rows.slice(y, y + 7).map((row) => row.slice(x, x + 7)), corner);
      }
    }
  });

  test('is a link by its name, black on white in both schemes, as large as it says', async () => {
    for (const colorScheme of ['light', 'dark']) {
      for (const place of ['#/2', '#/3']) {
        const page = await open(browser, deck + place, { colorScheme });
        const codes = await page.locator('section.present a.qr').evaluateAll((all) => all.map((link) => {
          const svg = link.querySelector('svg');
          const { width, height } = svg.getBoundingClientRect();
          const { backgroundColor } = getComputedStyle(svg);
          return [link.href, backgroundColor, getComputedStyle(svg.querySelector('path')).fill, width, height].join(' ');
        }));
        const paint = 'rgb(255, 255, 255) rgb(0, 0, 0)';
        const first = `https://a.example/slides ${paint} 240 240`;
        assert.deepEqual(codes, place === '#/3' ? [first] : [first, `https://b.example/ ${paint} 300 300`, `https://c.example/d ${paint} 240 240`]);
        assert.ok(await page.locator('section.present').getByRole('link', { name: 'Slides', exact: true }).isVisible());
        if (place === '#/2') assert.ok(await page.locator('section.present').getByRole('link', { name: 'https://c.example/d', exact: true }).isVisible());
      }
    }
  });

  test('is a link on paper', async () => {
    const page = await open(browser, deck);
    const pages = await print(page);
    const links = (await pages[2].one.getAnnotations()).map(({ url }) => url);
    assert.deepEqual(new Set(links), new Set(['https://a.example/slides', 'https://b.example/', 'https://c.example/d']));
  });
});

describe('keys', () => {
  test('look alike, however they are written, and stay together', async () => {
    for (const place of ['#/2', '#/3']) {
      const page = await open(browser, deck + place);
      const looks = await page.locator('section.present kbd:not(.keys)').evaluateAll((all) => all.map((one) => {
        const { fontSize, borderTopColor, backgroundColor, paddingTop } = getComputedStyle(one);
        return [fontSize, borderTopColor, backgroundColor, paddingTop].join();
      }));
      assert.equal(new Set(looks).size, 1, `${looks}`);
    }
  });
});
