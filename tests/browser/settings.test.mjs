// Small settings of moving: the wheel, chance, loops, directions, the number.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Where the deck stands after each of the keys. */
const walk = async (page, ...keys) => {
  const way = [];
  for (const key of keys) {
    await page.keyboard.press(key);
    way.push(await place(page));
  }
  return way.join(' ');
};

/** Turns the wheel, and waits until the page has heard of it. */
const turn = async (page, by) => {
  const heard = page.evaluate(() => new Promise((resolve) => {
    window.addEventListener('wheel', () => setTimeout(resolve), { once: true });
  }));
  await page.mouse.wheel(0, by);
  await heard;
};

describe('mouseWheel', () => {
  test('leads ahead and back, one move for one push', async () => {
    const page = await open(browser, fixture('talk', { config: { mouseWheel: true } }));
    await page.mouse.move(640, 360);
    for (let i = 0; i < 3; i += 1) await turn(page, 120);
    assert.equal(await place(page), '1/0/-1');
    await page.waitForTimeout(1050);
    await turn(page, 120);
    assert.equal(await place(page), '1/0/0');
    await page.waitForTimeout(1050);
    await turn(page, -120);
    assert.equal(await place(page), '1/0/-1');
    assert.deepEqual(page.complaints, []);
  });

  test('is not there by itself, with Ctrl, in the overview, or over what scrolls', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.mouse.move(1000, 600);
    await turn(page, 120);
    await page.evaluate(() => window.Reveal.configure({ mouseWheel: true }));
    await page.hover('#scroller');
    await turn(page, 120);
    await page.waitForFunction(() => document.querySelector('#scroller').scrollTop > 0);
    await page.keyboard.press('o');
    await page.mouse.move(1000, 600);
    await turn(page, 120);
    await page.keyboard.press('o');
    await page.evaluate(() => document.querySelector('.slides').dispatchEvent(new WheelEvent('wheel', { deltaY: 120, ctrlKey: true, bubbles: true })));
    assert.equal(await place(page), '3/0');
    await page.evaluate(() => document.querySelector('.slides').dispatchEvent(new WheelEvent('wheel', { deltaY: 120, bubbles: true })));
    assert.equal(await place(page), '4/0');
    assert.deepEqual(page.complaints, []);
  });
});

describe('shuffle', () => {
  const order = (page) => page.evaluate(() => window.Reveal.getSlides().map(({ id, textContent }) => id || textContent.trim()).join());

  test('puts the columns into another order at the start, all of them and each once', async () => {
    const plain = await order(await open(browser, fixture('talk')));
    const orders = new Set();
    for (let i = 0; i < 4; i += 1) {
      const page = await open(browser, fixture('talk', { config: { shuffle: true } }));
      orders.add(await order(page));
      assert.deepEqual((await order(page)).split(',').sort(), plain.split(',').sort());
      const stack = await page.evaluate(() => [...document.querySelectorAll('.stack > section')].length);
      assert.equal(stack, 3);
      assert.equal(await page.evaluate(() => document.querySelectorAll('.slides .present:not(.stack)').length), 1);
      assert.deepEqual(page.complaints, []);
    }
    assert.ok(orders.size > 1, [...orders].join('\n'));
    assert.ok([...orders].some((one) => one !== plain));
  });

  test('an address still leads to its slide, and shuffle() keeps the one that is shown', async () => {
    const page = await open(browser, fixture('talk', { config: { shuffle: true } }) + '#/colours');
    assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'colours');
    const orders = new Set();
    for (let i = 0; i < 5; i += 1) {
      await page.evaluate(() => window.Reveal.shuffle());
      orders.add(await order(page));
      assert.equal(await page.evaluate(() => window.Reveal.getCurrentSlide().id), 'colours');
      assert.equal(await page.locator('#colours').isVisible(), true);
    }
    assert.ok(orders.size > 1);
  });
});

describe('loop', () => {
  test('leads over both ends, by every key, and through a stack by its own keys', async () => {
    const page = await open(browser, fixture('talk', { config: { loop: true } }));
    assert.equal(await walk(page, 'ArrowLeft', 'ArrowRight', 'p', 'n'), '6/0 0/0 6/0 0/0');
    await page.evaluate(() => window.Reveal.slide(2, 0));
    assert.equal(await walk(page, 'ArrowUp', 'ArrowDown', 'ArrowUp', 'n'), '2/2 2/0 2/2 3/0');
    assert.equal(await page.evaluate(() => ['left', 'right'].every((way) => document.querySelector(`.navigate-${way}`).classList.contains('enabled'))), true);
    assert.deepEqual(page.complaints, []);
  });

  test('holds from right to left, in a grid, in a line, and for a deck that is one stack', async () => {
    const rtl = await open(browser, fixture('talk', { config: { loop: true, rtl: true } }));
    assert.equal(await walk(rtl, 'ArrowRight', 'ArrowLeft', 'ArrowLeft'), '6/0 0/0 1/0/-1');
    const linear = await open(browser, fixture('talk', { config: { loop: true, navigationMode: 'linear' } }));
    assert.equal(await walk(linear, 'ArrowLeft', 'ArrowDown', 'ArrowUp'), '6/0 0/0 6/0');
    const stack = await open(browser, fixture('talk', { config: { loop: true } }));
    await stack.evaluate(() => {
      for (const section of document.querySelectorAll('.slides > section:not(.stack)')) section.remove();
      window.Reveal.sync();
    });
    assert.equal(await walk(stack, 'p', 'n', 'ArrowUp', 'ArrowDown'), '0/2 0/0 0/2 0/0');
  });

  test('auto-slide goes round', async () => {
    const page = await open(browser, fixture('plain', { config: { loop: true, autoSlide: 150, transition: 'none' } }) + '#/2');
    await page.waitForFunction(() => window.Reveal.getIndices().h === 0);
    await page.waitForFunction(() => window.Reveal.getIndices().h === 2);
    assert.equal(await page.evaluate(() => window.Reveal.isAutoSliding()), true);
  });
});

describe('navigationMode', () => {
  const stacks = (page) => page.evaluate(() => {
    document.querySelector('.slides').innerHTML = '<section><section>a</section><section>b</section><section>c</section></section>' +
      '<section><section>d</section><section>e</section></section><section>f</section>';
    window.Reveal.sync();
    window.Reveal.slide(0, 0);
  });

  test('default enters a stack where it was left, grid stays in its line, linear knows one line alone', async () => {
    const page = await open(browser, fixture('talk'));
    await stacks(page);
    assert.equal(await walk(page, 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft'), '0/1 1/0 2/0 1/0 0/1');
    await page.evaluate(() => window.Reveal.configure({ navigationMode: 'grid' }));
    assert.equal(await walk(page, 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowRight', 'ArrowRight'), '0/2 1/1 0/1 1/1 2/0');
    await page.evaluate(() => {
      window.Reveal.configure({ navigationMode: 'linear' });
      window.Reveal.slide(0, 0);
      window.Reveal.slide(0, 1);
    });
    assert.equal(await walk(page, 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowUp'), '0/2 1/0 0/2 0/1 0/0 0/0');
    assert.deepEqual(page.complaints, []);
  });

  test('from right to left, the left key leads ahead in each of them', async () => {
    for (const navigationMode of ['default', 'grid', 'linear']) {
      const page = await open(browser, fixture('plain', { config: { rtl: true, navigationMode } }));
      assert.equal(await walk(page, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowRight'), '1/0 2/0 2/0 1/0', navigationMode);
    }
  });
});

test('the number is shown where showSlideNumber says so', async () => {
  const page = await open(browser, fixture('talk', { config: { slideNumber: 'c', showSlideNumber: 'speaker' } }));
  const number = page.locator('.slide-number');
  assert.equal(await number.isVisible(), false);
  await page.evaluate(() => window.Reveal.configure({ showSlideNumber: 'all' }));
  assert.equal(await number.textContent(), '1');
  await page.evaluate(() => window.Reveal.configure({ showSlideNumber: 'print' }));
  assert.equal(await number.isVisible(), false);
});

test('whoever comes back to the page keeps the focus, unless the configuration gives it to the deck', async () => {
  const page = await open(browser, fixture('talk') + '#/3');
  const comeBack = () => page.evaluate(() => {
    document.querySelector('#field').focus();
    document.dispatchEvent(new Event('visibilitychange'));
    return document.activeElement.id;
  });
  assert.equal(await comeBack(), 'field');
  await page.evaluate(() => window.Reveal.configure({ focusBodyOnPageVisibilityChange: true }));
  assert.equal(await comeBack(), '');
  await page.keyboard.press('ArrowRight');
  assert.equal(await place(page), '4/0');
  assert.deepEqual(page.complaints, []);
});
