import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, still } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const box = (page) => page.locator('.slides').boundingBox();

describe('the canvas', () => {
  for (const [width, height] of [[1280, 720], [1920, 1080], [3840, 2160], [1024, 768], [390, 844], [844, 390], [320, 200], [1000, 300]]) {
    test(`fits ${width} x ${height}`, async () => {
      const page = await open(browser, fixture('talk', { config: { scrollActivationWidth: 0 } }), { context: { viewport: { width, height } } });
      const { x, y, width: w, height: h } = await box(page);
      const fit = Math.min(width / 1280, height / 720);
      assert.ok(Math.abs(w - 1280 * fit) < 0.5 && Math.abs(h - 720 * fit) < 0.5, `${w} x ${h}`);
      assert.ok(Math.abs(x - (width - w) / 2) <= 1 && Math.abs(y - (height - h) / 2) <= 1, `at ${x}, ${y}`);
      assert.equal(await page.evaluate(() => window.Reveal.getScale()), fit);
      assert.deepEqual(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]), [width, height]);
    });
  }

  test('follows the window, the bounds of the scale and the margin', async () => {
    const page = await open(browser, fixture('talk', { config: { maxScale: 1, margin: 0.1 } }));
    assert.equal((await box(page)).width, 1152);
    await page.setViewportSize({ width: 2560, height: 1440 });
    await page.waitForFunction(() => window.Reveal.getScale() === 1);
    assert.equal((await box(page)).width, 1280);
    await page.evaluate(() => window.Reveal.configure({ width: 640, height: 480, margin: 0 }));
    assert.equal((await box(page)).width, 640);
  });
});

describe('the stage', () => {
  test('one slide is seen, and the classes say where the others are', async () => {
    const page = await open(browser, fixture('talk') + '#/2/1');
    await still(page);
    const slides = await page.evaluate(() => [...document.querySelectorAll('.slides section:not(.stack, [data-visibility=hidden])')].map((section) =>
      [section.id, section.className.match(/past|present|future/g).join(), section.checkVisibility({ opacityProperty: true, visibilityProperty: true })].join(' ')));
    assert.deepEqual(slides, ['intro past false', 'steps past false', 'a past false', 'b present true', ' future false', ' future false',
      'colours future false', 'extra future false', 'über future false']);
    assert.equal(await page.locator('.reveal.ready').count(), 1);
  });

  test('steps are there when it is their turn', async () => {
    const page = await open(browser, fixture('talk') + '#/steps');
    const seen = async () => {
      await still(page);
      return page.evaluate(() => [...document.querySelectorAll('#steps .fragment')].map((step) =>
        step.checkVisibility({ opacityProperty: true, visibilityProperty: true, opacityProperty: true }) ? 'x' : '-').join(''));
    };
    const states = [await seen()];
    for (let i = 0; i < 3; i += 1) {
      await page.keyboard.press('Space');
      states.push(await seen());
    }
    assert.deepEqual(states, ['---x', 'x--x', 'xxxx', 'x-x-']);
    await page.keyboard.press('Shift+Space');
    assert.equal(await seen(), 'xxxx');
  });

  test('slides move, and end where they belong; with reduced motion nothing moves', async () => {
    for (const [reducedMotion, moving] of [['no-preference', true], ['reduce', false]]) {
      const page = await open(browser, fixture('talk'), { reducedMotion });
      const running = await page.evaluate(() => new Promise((resolve) => {
        const seen = {};
        window.Reveal.on('slidetransitionend', (event) => resolve({ ...seen, ended: [event.indexh, event.currentSlide.id, event.previousSlide.id].join() }));
        window.Reveal.slide(4);
        seen.moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 50).length > 0;
        seen.leaving = document.querySelectorAll('.leaving').length;
        seen.durations = document.getAnimations().map((one) => one.effect.getComputedTiming().duration);
      }));
      assert.equal(running.ended, '4,colours,intro');
      assert.equal(running.moving, moving);
      assert.equal(running.leaving, moving ? 1 : 0);
      if (moving) assert.ok(running.durations.every((duration) => duration >= 200 && duration <= 350), String(running.durations));
      assert.equal(await page.locator('.leaving').count(), 0);
      assert.equal(await page.evaluate(() => document.querySelectorAll('.slides section.present').length), 1);
    }
  });

  for (const transition of ['none', 'fade', 'slide', 'zoom', 'convex', 'concave', 'slide-in fade-out', 'none-in zoom-out', 'zoom-in none-out', 'unheard-of']) {
    test(`the transition ${transition} comes to its end`, async () => {
      const page = await open(browser, fixture('plain', { config: { transition } }));
      await page.evaluate(() => new Promise((resolve) => {
        window.Reveal.on('slidetransitionend', resolve);
        window.Reveal.next();
      }));
      assert.equal(await page.locator('.leaving').count(), 0);
      assert.equal(await page.evaluate(() => document.querySelector('#two').checkVisibility({ opacityProperty: true, visibilityProperty: true })), true);
    });
  }

  test('a quick hand is not held up by movement', async () => {
    const page = await open(browser, fixture('talk'));
    await page.evaluate(() => { for (let i = 0; i < 10; i += 1) window.Reveal.next({ skipFragments: true }); });
    await still(page);
    await page.waitForFunction(() => !document.querySelector('.leaving'));
    assert.equal(await place(page), '6/0');
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.slides section')].filter((section) => section.checkVisibility({ opacityProperty: true, visibilityProperty: true })).length), 1);
  });

  test('a background fills the window beside the canvas', async () => {
    const page = await open(browser, fixture('talk') + '#/colours', { context: { viewport: { width: 1280, height: 1000 } } });
    await still(page);
    const colour = () => page.evaluate(() => {
      const layer = document.querySelector('.slide-background.present');
      return [getComputedStyle(layer).backgroundColor, layer.clientHeight, getComputedStyle(document.querySelector('#colours')).backgroundColor,
        document.body.classList.contains('has-dark-background')].join(' ');
    });
    assert.equal(await colour(), 'rgb(16, 32, 48) 1000 rgba(0, 0, 0, 0) true');
    await page.keyboard.press('ArrowRight');
    await still(page);
    assert.equal(await colour(), 'rgba(0, 0, 0, 0) 1000 rgba(0, 0, 0, 0) false');
  });

  test('no theme can break hiding, scaling or stacks', async () => {
    const style = '@layer theme { .reveal .slides section { display: flex; position: static; width: 50% !important; padding: 40px; opacity: 1 } .fragment { visibility: visible !important } [hidden] { display: block !important } }';
    const page = await open(browser, fixture('talk', { style }) + '#/2/1');
    await still(page);
    const shown = await page.evaluate(() => [...document.querySelectorAll('.slides section')].filter((section) => section.checkVisibility({ opacityProperty: true, visibilityProperty: true })).map((section) => {
      const { x, y, width, height } = section.getBoundingClientRect();
      return [section.id, x, y, width, height].join(' ');
    }));
    assert.deepEqual(shown, [' 0 0 1280 720', 'b 0 0 1280 720']);
    assert.equal(await page.evaluate(() => document.querySelector('#b .fragment').checkVisibility({ opacityProperty: true, visibilityProperty: true })), false);
  });
});

describe('progress, number and controls', () => {
  test('the bar grows with slides and steps and can be clicked', async () => {
    const page = await open(browser, fixture('talk'));
    const share = () => page.evaluate(() => new DOMMatrix(document.querySelector('.progress > span').style.transform).a);
    const shares = [];
    for (const key of ['Home', 'Space', 'Space', 'End']) {
      await page.keyboard.press(key);
      shares.push(await share());
    }
    assert.deepEqual([shares[0], shares[3]], [0, 1]);
    assert.ok(shares[1] < shares[2] && shares[1] > 0, shares.join());
    await page.mouse.click(400, 719);
    assert.equal(await place(page), '2/0');
  });

  const formats = { true: ['1', '3.2', '7'], 'h.v': ['1', '3.2', '7'], 'h/v': ['1', '3/2', '7'], c: ['1', '4', '8'], 'c/t': ['1/8', '4/8', '8/8'] };
  for (const [format, numbers] of Object.entries(formats)) {
    test(`slideNumber: ${format}`, async () => {
      const page = await open(browser, fixture('talk', { config: { slideNumber: format === 'true' || format } }));
      const seen = [];
      for (const where of [[0, 0], [2, 1], [6, 0]]) {
        await page.evaluate(([h, v]) => window.Reveal.slide(h, v), where);
        seen.push((await page.textContent('.slide-number')).trim());
      }
      assert.deepEqual(seen, numbers);
    });
  }

  test('nothing of it is there when the configuration says so', async () => {
    const page = await open(browser, fixture('talk', { config: { controls: false, progress: false } }));
    for (const part of ['.controls', '.progress', '.slide-number']) assert.equal(await page.locator(part).isVisible(), false, part);
  });

  test('the arrows lead where they point, by mouse and by keys, and keep the focus', async () => {
    const page = await open(browser, fixture('talk') + '#/2');
    await page.getByRole('button', { name: 'Slide below' }).click();
    assert.equal(await place(page), '2/1/-1');
    await page.getByRole('button', { name: 'Slide above' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '2/0');
    assert.equal(await page.evaluate(() => document.activeElement.className.includes('navigate-up')), true);
    const enabled = await page.evaluate(() => [...document.querySelectorAll('.controls .enabled')].map((button) => button.ariaLabel).join());
    assert.equal(enabled, 'Previous slide,Next slide,Slide below');
  });
});
