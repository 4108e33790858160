import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, print, root } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const theme = readFileSync(join(root, 'themes/base/theme.css'), 'utf8');
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The arrows with a class, by where they point. */
const having = (page, name) => page.evaluate((name) => [...document.querySelectorAll(`.controls .${name}`)]
  .map((button) => button.className.match(/navigate-(\w+)/)[1]).join(), name);
const seen = (page) => page.evaluate(() => [...document.querySelectorAll('.controls button')]
  .filter((button) => button.checkVisibility({ visibilityProperty: true })).map((button) => button.ariaLabel).join());
const go = (page, ...where) => page.evaluate((where) => window.Reveal.slide(...where), where);
const boxes = (page, selector) => page.evaluate((selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility({ visibilityProperty: true })).map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  }), selector);

/** How many pixels around something stand out from their ground by 3:1. */
async function standOut(page, selector) {
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  const clip = { x: x - 5, y: y - 5, width: width + 10, height: height + 10 };
  const picture = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (picture) => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${picture}` });
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const light = (i) => [0.2126, 0.7152, 0.0722].reduce((sum, share, j) => {
      const value = data[i + j] / 255;
      return sum + share * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0.05);
    const ground = light(0);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [low, high] = [ground, light(i)].sort((a, b) => a - b);
      if (high / low >= 3) count += 1;
    }
    return count;
  }, picture);
}

describe('controls', () => {
  test('only what leads somewhere is seen and is a stop for Tab, and the end of the deck leads back alone', async () => {
    const page = await open(browser, fixture('talk'));
    assert.equal(await seen(page), 'Next slide');
    await go(page, 2, 1);
    assert.equal(await seen(page), 'Previous slide,Next slide,Slide above,Slide below');
    await page.keyboard.press('End');
    assert.equal(await place(page), '6/0');
    assert.equal(await seen(page), 'Previous slide');
    const stops = await page.evaluate(() => [...document.querySelectorAll('.controls button')].map(({ tabIndex }) => tabIndex).join());
    assert.equal(stops, '0,-1,-1,-1');
    assert.deepEqual(page.complaints, []);
  });

  test('steps are told by the arrow that leads to them, also on the last slide', async () => {
    const page = await open(browser, fixture('talk') + '#/1');
    assert.equal(await having(page, 'fragmented'), 'right');
    await page.getByRole('button', { name: 'Next slide' }).click();
    assert.equal(await place(page), '1/0/0');
    assert.equal(await having(page, 'fragmented'), 'left,right');
    await go(page, 1, 0, 2);
    assert.equal(await having(page, 'fragmented'), 'left');
    const last = await open(browser, fixture('plain'));
    await last.evaluate(() => {
      document.querySelector('#three').insertAdjacentHTML('beforeend', '<p class="fragment">more</p>');
      window.Reveal.sync();
      window.Reveal.slide(2);
    });
    assert.equal(await having(last, 'enabled'), 'left,right');
    await last.getByRole('button', { name: 'Next slide' }).click();
    assert.equal(await having(last, 'enabled'), 'left');
  });

  test('in a deck from right to left the arrows point the other way and have the names of what they do', async () => {
    const page = await open(browser, fixture('talk', { config: { rtl: true } }));
    assert.equal(await having(page, 'enabled'), 'left');
    await page.getByRole('button', { name: 'Next slide' }).click();
    assert.equal(await place(page), '1/0/-1');
    assert.equal(await having(page, 'back'), 'right,up');
    assert.equal(await having(page, 'fragmented'), 'left');
    await page.getByRole('button', { name: 'Previous slide' }).click();
    assert.equal(await place(page), '0/0');
    await page.evaluate(() => window.Reveal.configure({ rtl: false }));
    assert.equal(await having(page, 'enabled'), 'right');
    assert.equal(await seen(page), 'Next slide');
  });

  test('a linear deck has two arrows, which walk through its stacks', async () => {
    const page = await open(browser, fixture('talk', { config: { navigationMode: 'linear' } }) + '#/2');
    assert.equal(await seen(page), 'Previous slide,Next slide');
    await page.getByRole('button', { name: 'Next slide' }).click();
    assert.equal(await place(page), '2/1/-1');
    await page.getByRole('button', { name: 'Previous slide' }).click();
    assert.equal(await place(page), '2/0');
    await page.keyboard.press('End');
    assert.equal(await seen(page), 'Previous slide');
  });

  test('controls for the speaker alone are not on the stage', async () => {
    for (const controls of ['speaker', 'speaker-only', false]) {
      const page = await open(browser, fixture('talk', { config: { controls } }));
      assert.equal(await page.locator('.controls').isVisible(), false, String(controls));
      await page.evaluate(() => window.Reveal.configure({ controls: true }));
      assert.equal(await page.locator('.controls .navigate-right').isVisible(), true);
    }
  });

  test('arrows back are thin, or not there, or as all others', async () => {
    const thickness = (page) => page.evaluate(() => ['left', 'right'].map((way) =>
      getComputedStyle(document.querySelector(`.navigate-${way} > span`)).borderTopWidth).join());
    const page = await open(browser, fixture('plain') + '#/1');
    assert.equal(await thickness(page), '2px,3px');
    await page.evaluate(() => window.Reveal.configure({ controlsBackArrows: 'visible' }));
    assert.equal(await thickness(page), '3px,3px');
    await page.evaluate(() => window.Reveal.configure({ controlsBackArrows: 'hidden' }));
    assert.equal(await seen(page), 'Next slide');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await place(page), '0/0');
  });

  test('what is in a slide and called so leads, as in reveal.js', async () => {
    const page = await open(browser, fixture('plain') + '#/1');
    await page.evaluate(() => document.querySelector('#two').insertAdjacentHTML('beforeend',
      '<p><a href="#/0" class="navigate-next">on</a> <span class="big navigate-left"><b>back</b></span> <i class="navigate-elsewhere">no</i></p>'));
    await page.click('.navigate-elsewhere');
    assert.equal(await place(page), '1/0');
    await page.click('.navigate-next');
    assert.equal(await place(page), '2/0');
    await go(page, 1);
    await page.click('b');
    assert.equal(await place(page), '0/0');
    assert.deepEqual(page.complaints, []);
  });
});

describe('the hint', () => {
  const hinting = (page) => page.evaluate(() => document.getAnimations().filter(({ animationName }) => animationName === 'controls-hint')
    .map(({ effect }) => effect.target.parentElement.className.match(/navigate-(\w+)/)[1]).join());

  test('moves on the arrow ahead at the start, then on the one down at the first stack, until each was used', async () => {
    const page = await open(browser, fixture('talk'));
    assert.equal(await having(page, 'highlight'), 'right');
    assert.equal(await hinting(page), '');
    await page.waitForFunction(() => document.querySelector('.controls.hinting'));
    assert.equal(await hinting(page), 'right');
    await page.keyboard.press('ArrowRight');
    assert.equal(await having(page, 'highlight'), '');
    assert.equal(await hinting(page), '');
    assert.deepEqual(await page.evaluate(() => [window.Reveal.hasNavigatedHorizontally(), window.Reveal.hasNavigatedVertically()]), [true, false]);
    await go(page, 2);
    assert.equal(await having(page, 'highlight'), 'down');
    await page.getByRole('button', { name: 'Slide below' }).click();
    assert.equal(await having(page, 'highlight'), '');
    await page.getByRole('button', { name: 'Slide above' }).click();
    assert.equal(await having(page, 'highlight'), '');
    assert.equal(await page.evaluate(() => window.Reveal.hasNavigatedVertically()), true);
    assert.deepEqual(page.complaints, []);
  });

  test('is not given for a key that walks the whole deck, to those who want no motion, or where it is not wanted', async () => {
    const page = await open(browser, fixture('talk'));
    await page.keyboard.press('Space');
    await go(page, 2);
    assert.equal(await having(page, 'highlight'), '');
    const calm = await open(browser, fixture('talk'), { reducedMotion: 'reduce' });
    await calm.waitForFunction(() => document.querySelector('.controls.hinting'));
    assert.equal(await hinting(calm), '');
    const silent = await open(browser, fixture('talk', { config: { controlsTutorial: false } }));
    assert.equal(await having(silent, 'highlight'), '');
    const rtl = await open(browser, fixture('talk', { config: { rtl: true } }));
    assert.equal(await having(rtl, 'highlight'), 'left');
  });
});

describe('controls for fingers', () => {
  for (const [width, height] of [[390, 844], [844, 390]]) {
    for (const style of ['', theme]) {
      test(`are large, in the window and apart at ${width} x ${height}${style && ' under the theme'}`, async () => {
        const config = { slideNumber: 'c/t', scrollActivationWidth: 0 };
        const page = await open(browser, fixture('talk', { style, config }) + '#/2/1', { context: { ...phone, viewport: { width, height } } });
        for (const layout of ['bottom-right', 'edges']) {
          await page.evaluate((controlsLayout) => window.Reveal.configure({ controlsLayout }), layout);
          const arrows = await boxes(page, '.controls button');
          assert.equal(arrows.length, 4);
          for (const { left, top, right, bottom } of arrows) {
            assert.ok(right - left >= 44 && bottom - top >= 44, `${right - left} x ${bottom - top}`);
            assert.ok(left >= 0 && top >= 0 && right <= width && bottom <= height, [left, top, right, bottom].join());
          }
          const all = [...arrows, ...await boxes(page, '.deck-menu-button, .slide-number a')];
          assert.equal(all.length, 6);
          all.forEach((one, i) => all.slice(i + 1).forEach((other) => {
            const apart = one.right <= other.left + 0.5 || other.right <= one.left + 0.5 || one.bottom <= other.top + 0.5 || other.bottom <= one.top + 0.5;
            assert.ok(apart, `${layout}: ${JSON.stringify([one, other])}`);
          }));
        }
        await page.evaluate(() => window.Reveal.configure({ controlsLayout: 'bottom-right' }));
        await page.getByRole('button', { name: 'Slide above' }).tap();
        assert.equal(await place(page), '2/0');
        await page.getByRole('button', { name: 'Next slide' }).tap();
        assert.equal(await place(page), '3/0');
      });
    }
  }

  test('lie side by side where there are no stacks', async () => {
    const page = await open(browser, fixture('plain', { style: theme, config: { scrollActivationWidth: 0 } }) + '#/1', { context: phone });
    const [left, right] = await boxes(page, '.controls button');
    assert.deepEqual([left.top, right.top, right.left - left.left], [right.top, left.top, 44]);
    assert.ok(right.right <= 390 && right.bottom <= 844);
  });
});

describe('the arrows stand out', () => {
  const grounds = ['', '#fff', '#000', '#777', '#00da00', '#ffcc00', '#c00', 'linear-gradient(#f8f8f8, #e8e8e8)', 'linear-gradient(#111, #223)'];
  for (const colorScheme of ['light', 'dark']) {
    for (const style of [':root { color-scheme: light dark }', theme.replace('--color-scheme: light;', '--color-scheme: light dark;')]) {
      test(`from every ground, ${style.length > 99 ? 'with' : 'without'} a theme, in the ${colorScheme} scheme`, async () => {
        const page = await open(browser, fixture('plain', { style }), { colorScheme, reducedMotion: 'reduce' });
        for (const ground of grounds) {
          await page.evaluate((ground) => {
            const slide = document.querySelector('#two');
            slide.classList.remove('has-dark-background', 'has-light-background');
            slide.removeAttribute('style');
            delete slide.dataset.backgroundColor;
            delete slide.dataset.backgroundGradient;
            if (ground) slide.dataset[ground.startsWith('linear') ? 'backgroundGradient' : 'backgroundColor'] = ground;
            window.Reveal.sync();
            window.Reveal.slide(0);
            window.Reveal.slide(1);
          }, ground);
          for (const way of ['left', 'right']) {
            const count = await standOut(page, `.navigate-${way} > span`);
            assert.ok(count >= 12, `${way} on ${ground || 'the page'}: ${count} pixels`);
          }
        }
      });
    }
  }

  test('where a planted fault makes them as their ground, that is found', async () => {
    const page = await open(browser, fixture('plain', { style: '@layer theme { .controls { color: #eee !important } }' }) + '#/1');
    assert.equal(await standOut(page, '.navigate-left > span'), 0);
  });
});

test('nothing of the arrows or the menu is in print', async () => {
  const page = await open(browser, fixture('talk'));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.controls').isVisible(), false);
  assert.equal(await page.locator('.deck-menu-button').isVisible(), false);
  assert.equal((await print(page)).length, 9);
});
