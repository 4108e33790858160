import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closePages, launch, open, page as html, still } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'deck-backgrounds-'));
let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => closePages(browser));

let number = 0;
async function deck(slides, { config, ...options } = {}) {
  const file = join(folder, `page-${number += 1}.html`);
  writeFileSync(file, html(slides, { config }));
  return open(browser, pathToFileURL(file).href, options);
}
const [red, green, blue] = ['rgb(200, 0, 0)', 'rgb(0, 160, 0)', 'rgb(0, 0, 200)'];
const slide = (colour, more = '') => `<section data-background-color="${colour}" ${more}><h2>${colour}</h2></section>`;
const talk = slide(red) + `<section>${slide(green)}${slide(blue)}</section>` + slide(red);

/** How the two layers look at the beginning of a move, while that stands still: what comes, then what goes. */
const atFirst = (page, move) => page.evaluate((move) => {
  window.Reveal[move]();
  const seen = ['.present', ':not(.present)'].map((which) => {
    const layer = document.querySelector(`.slide-background${which}`);
    const [animation] = layer.getAnimations();
    if (!animation) return 'still';
    animation.pause();
    animation.effect.updateTiming({ fill: 'both' });
    const at = (time) => {
      animation.currentTime = time * animation.effect.getComputedTiming().duration;
      const { opacity, transform } = getComputedStyle(layer);
      const { left, top, width, height } = layer.getBoundingClientRect();
      const flat = /^(none|matrix\()/.test(transform);
      return [`opacity ${opacity}`, flat ? [left, top, width, height].map(Math.round).join(' ') : 'turned'].join(', ');
    };
    return at(which === '.present' ? 0 : 1);
  });
  for (const animation of document.getAnimations()) animation.finish();
  return seen;
}, move);
const clear = (page) => page.waitForFunction(() => !document.querySelector('.backgrounds').getAnimations({ subtree: true }).length);

describe('the change of backgrounds', () => {
  const here = '0 0 1280 720';

  test('fades, unless something else is said', async () => {
    const page = await deck(talk);
    assert.deepEqual(await atFirst(page, 'next'), [`opacity 0, ${here}`, `opacity 0, ${here}`]);
    await clear(page);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.slide-background.present')).backgroundColor), green);
    assert.deepEqual(page.complaints, []);
  });

  test('lets nothing of the page through between two colours', async () => {
    const page = await deck(slide(red) + slide(red, 'data-background-opacity="0.9"'));
    await page.evaluate(() => {
      document.body.style.background = 'white';
      window.Reveal.next();
      for (const animation of document.querySelector('.backgrounds').getAnimations({ subtree: true })) {
        animation.pause();
        animation.currentTime = 100;
      }
    });
    const [r, g, b] = await pixel(page, 20, 20);
    assert.ok(r > 197 && r < 203 && g < 3 && b < 3, `${r} ${g} ${b}`);
  });

  test('slides in the direction of the move, in both axes and from right to left', async () => {
    const page = await deck(talk, { config: { backgroundTransition: 'slide' } });
    const seen = [];
    for (const move of ['right', 'down', 'up', 'left']) {
      seen.push(await atFirst(page, move));
      await clear(page);
    }
    const at = (x, y) => `opacity 1, ${x} ${y} 1280 720`;
    assert.deepEqual(seen, [[at(1280, 0), at(-1280, 0)], [at(0, 720), at(0, -720)], [at(0, -720), at(0, 720)], [at(-1280, 0), at(1280, 0)]]);
    const other = await deck(talk, { config: { backgroundTransition: 'slide', rtl: true } });
    assert.deepEqual(await atFirst(other, 'left'), [at(-1280, 0), at(1280, 0)]);
  });

  test('each slide says for itself how its background comes and goes', async () => {
    const page = await deck(slide(red, 'data-background-transition="none"') + slide(green, 'data-background-transition="zoom"') +
      slide(blue, 'data-background-transition="convex"') + slide(red, 'data-background-transition="concave" data-transition-speed="slow"'));
    const seen = [];
    for (const move of ['next', 'next', 'next', 'prev']) {
      seen.push(await atFirst(page, move));
      await clear(page);
    }
    assert.deepEqual(seen, [
      ['opacity 0, 384 216 512 288', 'still'],
      ['opacity 1, turned', 'opacity 0, -384 -216 2048 1152'],
      ['opacity 1, turned', 'opacity 1, turned'],
      ['opacity 1, turned', 'opacity 1, turned'],
    ]);
    const duration = () => page.evaluate(() => document.querySelector('.slide-background.present').getAnimations()[0].effect.getComputedTiming().duration);
    await page.evaluate(() => window.Reveal.next());
    assert.equal(await duration(), 600);
  });

  test('does not move where nothing changes, nothing moves, or motion is not wanted', async () => {
    const moving = (page) => page.evaluate(() => document.querySelector('.backgrounds').getAnimations({ subtree: true }).length);
    const same = await deck(slide(red) + slide(red));
    await same.keyboard.press('PageDown');
    assert.equal(await moving(same), 0);
    const calm = await deck(talk, { reducedMotion: 'reduce' });
    await calm.keyboard.press('PageDown');
    assert.equal(await moving(calm), 0);
    const none = await deck(talk, { config: { backgroundTransition: 'none' } });
    await none.keyboard.press('PageDown');
    assert.equal(await moving(none), 0);
    assert.equal(await none.evaluate(() => getComputedStyle(document.querySelector('.slide-background.present')).backgroundColor), green);
  });

  test('is right however quickly one moves', async () => {
    const page = await deck(talk, { config: { backgroundTransition: 'zoom' } });
    for (const key of ['PageDown', 'PageDown', 'PageDown', 'PageUp', 'PageUp']) await page.keyboard.press(key);
    await still(page);
    await clear(page);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.slide-background')].map((layer) => {
      const { opacity, backgroundColor } = getComputedStyle(layer);
      return opacity === '1' ? backgroundColor : '';
    }).join('')), green);
  });
});

describe('what stands in the slides', () => {
  test('is read again on sync, and is as it was found after destroy', async () => {
    const page = await deck(slide(red) + '<section data-background-image="data:image/png;base64,x"><h2>Picture</h2></section>');
    const colour = () => page.evaluate(() => getComputedStyle(document.querySelector('.slide-background.present')).backgroundColor);
    const told = await page.evaluate(() => {
      const told = [];
      window.Reveal.on('slidesync', (event) => told.push(event.slide.dataset.backgroundColor));
      window.Reveal.getCurrentSlide().dataset.backgroundColor = '#ffffff';
      window.Reveal.syncSlide();
      return told;
    });
    assert.deepEqual([await colour(), told], ['rgb(255, 255, 255)', ['#ffffff']]);
    assert.deepEqual(await page.evaluate(() => [document.body.classList.contains('has-light-background'), document.body.classList.contains('has-dark-background'),
      window.Reveal.getSlideBackground(0).className, window.Reveal.getSlideBackground(1)]), [true, false, 'slide-background present', undefined]);
    await page.evaluate(() => window.Reveal.destroy());
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('section')].map((section) => [section.getAttribute('style'), section.className].join())), [',', ',']);
    assert.equal(await page.evaluate(() => /has-/.test(document.body.className)), false);
  });
});

describe('parallax', () => {
  const picture = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="10" fill="red"/></svg>';
  const position = (page) => page.evaluate(() => document.querySelector('.backgrounds').style.backgroundPosition);
  const slides = '<section><h2>One</h2></section><section><section><h2>Two</h2></section><section><h2>Three</h2></section></section><section><h2>Four</h2></section>';

  test('the picture goes from one end to the other, a part with each slide', async () => {
    const page = await deck(slides, { config: { parallaxBackgroundImage: picture, parallaxBackgroundSize: '2280px 1020px' } });
    const seen = [];
    for (const key of ['', 'ArrowRight', 'ArrowDown', 'ArrowRight']) {
      if (key) await page.keyboard.press(key);
      seen.push(await position(page));
    }
    assert.deepEqual(seen, ['0px 0px', '-500px 0px', '-500px -300px', '-1000px 0px']);
    assert.match(await page.evaluate(() => getComputedStyle(document.querySelector('.backgrounds')).backgroundImage), /^url\("data:image\/svg/);
    assert.equal(await page.evaluate(() => document.querySelector('.reveal').classList.contains('has-parallax-background')), true);
    await page.setViewportSize({ width: 1180, height: 720 });
    await page.waitForFunction(() => document.querySelector('.backgrounds').style.backgroundPosition.startsWith('-1100px'));
    assert.deepEqual(page.complaints, []);
  });

  test('goes as far as is set, and nowhere without an image', async () => {
    const page = await deck(slides, { config: { parallaxBackgroundImage: picture, parallaxBackgroundSize: '2280px 1020px', parallaxBackgroundHorizontal: 200, parallaxBackgroundVertical: 0 } });
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    assert.equal(await position(page), '-200px 0px');
    await page.evaluate(() => window.Reveal.configure({ parallaxBackgroundImage: '' }));
    assert.equal(await page.evaluate(() => document.querySelector('.backgrounds').style.backgroundImage), '');
    assert.equal(await page.evaluate(() => document.querySelector('.reveal').classList.contains('has-parallax-background')), false);
  });
});

/** A pixel of what is seen. */
async function pixel(page, x, y) {
  const shot = (await page.screenshot({ clip: { x, y, width: 1, height: 1 } })).toString('base64');
  return page.evaluate(async (shot) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + shot;
    await image.decode();
    const context = document.createElement('canvas').getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, shot);
}
