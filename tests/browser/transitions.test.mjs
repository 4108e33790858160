// What moves between slides and within one: transitions, the effects of steps, and nothing at all for who asked for that.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, fixture, launch, open, place, root, still } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Presses a key, and holds what moves at a share of its time. */
async function hold(page, key, share) {
  await page.evaluate(() => document.addEventListener('keydown', () => document.getAnimations().forEach((animation) => animation.pause()), { once: true }));
  await page.keyboard.press(key);
  await page.evaluate((share) => {
    for (const animation of document.getAnimations()) {
      animation.pause();
      const { delay, duration } = animation.effect.getTiming();
      animation.currentTime = delay + duration * share;
    }
  }, share);
}

/** How the slides that are seen look: where their middle is from that of the canvas, their size, and whether they are turned. */
const look = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.slides section:not(.stack, .near)')]
  .filter((slide) => slide.checkVisibility({ visibilityProperty: true })).map((slide) => {
    const { x, y, width, height } = slide.getBoundingClientRect();
    const style = getComputedStyle(slide);
    const turned = style.transform !== 'none' && !new DOMMatrix(style.transform).is2D;
    return [slide.id, { x: Math.round(x + width / 2 - 640), y: Math.round(y + height / 2 - 360), size: Math.round((width / 1280) * 100) / 100,
      opacity: Math.round(style.opacity * 100) / 100, turned, matrix: turned ? [...new DOMMatrix(style.transform).toFloat64Array()].map((one) => Math.sign(Math.round(one * 1e5))) : null }];
  })));

/** Even, so that half of the time is half of the way. */
const even = '@layer author { .slides section { animation-timing-function: linear !important } }';
const slides = (config, at = '') => open(browser, fixture('talk', { config, style: even }) + at);
const finish = (page) => page.evaluate(async () => {
  document.getAnimations().forEach((animation) => animation.finish());
  await new Promise((resolve) => { setTimeout(resolve); });
});

describe('transitions', () => {
  test('none: the next slide is there at once', async () => {
    const page = await slides({ transition: 'none' });
    await page.evaluate(() => window.Reveal.next());
    assert.deepEqual(Object.keys(await look(page)), ['steps']);
    assert.equal(await page.evaluate(() => document.querySelectorAll('.leaving, [data-moving]').length), 0);
  });

  test('fade: one fades into the other where it stands', async () => {
    const page = await slides({ transition: 'fade' });
    await hold(page, 'ArrowRight', 0.5);
    const at = { x: 0, y: 0, size: 1, opacity: 0.5, turned: false, matrix: null };
    assert.deepEqual(await look(page), { intro: at, steps: at });
  });

  const ways = [['ArrowRight', '', 'intro', 'steps', 1, 0], ['ArrowLeft', '#/steps', 'steps', 'intro', -1, 0], ['ArrowDown', '#/2/1/1', 'b', 'c', 0, 1], ['ArrowUp', '#/2/1', 'b', 'a', 0, -1]];
  const talk = readFileSync(join(root, 'tests/browser/fixtures/talk.html'), 'utf8');
  assert.ok(talk.includes('<section><h2>Stack C'));
  const name = (seen) => Object.fromEntries(Object.entries(seen).map(([id, one]) => [id || 'c', one]));

  for (const [key, at, from, to, x, y] of ways) {
    test(`slide: ${key} moves both slides`, async () => {
      const page = await slides({ transition: 'slide' }, at);
      await hold(page, key, 0.5);
      const seen = name(await look(page));
      assert.deepEqual([seen[from].x, seen[from].y, seen[to].x, seen[to].y].map((one) => one + 0), [-640 * x, -360 * y, 640 * x, 360 * y].map((one) => one + 0));
      assert.deepEqual([seen[from].opacity, seen[to].opacity], [0.5, 0.5]);
    });

    for (const [style, turn] of [['convex', 1], ['concave', -1]]) {
      test(`${style}: ${key} turns both slides in space`, async () => {
        const page = await slides({ transition: style }, at);
        await hold(page, key, 0.5);
        const seen = name(await look(page));
        assert.ok(seen[from].turned && seen[to].turned, JSON.stringify(seen));
        assert.ok(Math.sign(seen[to].x) === x && Math.sign(seen[from].x) === -x && Math.sign(seen[to].y) === y && Math.sign(seen[from].y) === -y, JSON.stringify(seen));
        // The share of perspective in the matrix says which edge is nearer: of what comes from the right, on a box seen from without, the left one.
        const [nearer, further] = [seen[to].matrix, seen[from].matrix].map((matrix) => [matrix[3], matrix[7]]);
        assert.deepEqual(nearer, [x * turn, y * turn].map((one) => one || 0));
        assert.deepEqual(further, [-x * turn, -y * turn].map((one) => one || 0));
        await finish(page);
        assert.deepEqual(Object.values(await look(page)), [{ x: 0, y: 0, size: 1, opacity: 1, turned: false, matrix: null }]);
      });
    }
  }

  test('zoom: ahead the slide comes closer, back it goes away', async () => {
    for (const [key, at, from, to, grows] of [['ArrowRight', '', 'intro', 'steps', 1], ['ArrowLeft', '#/steps', 'steps', 'intro', -1]]) {
      const page = await slides({ transition: 'zoom' }, at);
      await hold(page, key, 0.5);
      const seen = await look(page);
      assert.deepEqual([Math.sign(seen[from].size - 1), Math.sign(seen[to].size - 1)], [grows, -grows]);
      assert.deepEqual([seen[from].x, seen[to].x], [0, 0]);
    }
  });

  test('a deck from right to left comes from the left', async () => {
    for (const [style, turn] of [['slide', 0], ['convex', 1]]) {
      const page = await slides({ transition: style, rtl: true });
      await hold(page, 'ArrowLeft', 0.5);
      const seen = await look(page);
      assert.ok(seen.steps.x < 0 && seen.intro.x > 0, JSON.stringify(seen));
      if (turn) assert.equal(seen.steps.matrix[3], -1);
    }
  });

  test('a slide says how it comes and how it goes, and on the way back goes as it came', async () => {
    const page = await slides({ transition: 'slide' });
    await page.evaluate(() => { document.querySelector('#steps').dataset.transition = 'zoom-in fade-out'; });
    const names = () => page.evaluate(() => {
      const style = (way) => document.querySelector(`[data-moving~=${way}]`).dataset.moving.split(' ').at(-1);
      return [style('out'), style('in')].join();
    });
    const seen = [];
    for (const [h, step] of [[1], [2], [1], [0]]) {
      await page.evaluate(([h, step]) => window.Reveal.slide(h, 0, step), [h, step]);
      seen.push(await names());
      await finish(page);
    }
    assert.deepEqual(seen, ['slide,zoom', 'fade,slide', 'slide,fade', 'zoom,slide']);
  });

  test('reveal.js names of old', async () => {
    for (const [old, name] of [['linear', 'slide'], ['default', 'convex']]) {
      const page = await slides({ transition: old });
      await page.evaluate(() => window.Reveal.next());
      assert.equal(await page.evaluate(() => document.querySelector('[data-moving~=in]').dataset.moving.split(' ').at(-1)), name);
    }
  });

  test('speeds of the deck and of a slide', async () => {
    const duration = (page) => page.evaluate(() => document.querySelector('.slides section.present:not(.stack)').getAnimations()[0].effect.getTiming().duration);
    const speeds = {};
    for (const speed of ['default', 'fast', 'slow']) {
      const page = await slides({ transitionSpeed: speed });
      await page.evaluate(() => window.Reveal.next());
      speeds[speed] = await duration(page);
      await finish(page);
      await page.evaluate(() => {
        document.querySelector('#a').dataset.transitionSpeed = 'slow';
        window.Reveal.slide(2);
      });
      assert.equal(await duration(page), 600);
      await finish(page);
    }
    assert.deepEqual(speeds, { default: 300, fast: 200, slow: 600 });
  });

  test('the end is told when both slides stand, and an end that never comes is not waited for', async () => {
    const page = await slides({ transition: 'slide' });
    await page.evaluate(() => {
      window.told = [];
      window.Reveal.on('slidetransitionend', ({ currentSlide }) => window.told.push(currentSlide.id));
    });
    await hold(page, 'ArrowRight', 0.5);
    assert.deepEqual(await page.evaluate(() => window.told), []);
    await finish(page);
    assert.deepEqual(await page.evaluate(() => window.told), ['steps']);
    await page.evaluate(() => window.Reveal.slide(2));
    await page.keyboard.press('o');
    await page.waitForFunction(() => window.told.length === 2);
    assert.equal(await page.evaluate(() => document.querySelectorAll('.leaving, [data-moving]').length), 0);
    await page.keyboard.press('o');
    await page.evaluate(() => {
      document.querySelector('#intro').animate([{ opacity: 1 }, { opacity: 1 }], { duration: 1000, iterations: Infinity });
      window.Reveal.slide(0);
    });
    await page.waitForFunction(() => window.told.length === 3);
    assert.deepEqual(page.complaints, []);
  });

  test('a deck that is taken down in the middle of it leaves nothing', async () => {
    const page = await slides({ transition: 'slide' });
    await page.keyboard.press('ArrowRight');
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await page.evaluate(() => document.querySelectorAll('.leaving, [data-moving], .slides [inert]:not(.near)').length), 0);
    assert.deepEqual(page.complaints, []);
  });
});

// ---- effects of steps --------------------------------------------------------------------------

/** How a step looks where nothing is done to it. */
const plain = { shown: true, opacity: '1', moved: '0,0', size: 1, struck: false, tint: '' };
const hidden = { ...plain, shown: false, opacity: '0' };

/** All effects of reveal.js 6: how a step looks before its turn, at it and after it. */
const EFFECTS = {
  'fade-in': [hidden, plain, plain],
  'fade-out': [plain, hidden, hidden],
  'fade-up': [{ ...hidden, moved: '0,40' }, plain, plain],
  'fade-down': [{ ...hidden, moved: '0,-40' }, plain, plain],
  'fade-left': [{ ...hidden, moved: '40,0' }, plain, plain],
  'fade-right': [{ ...hidden, moved: '-40,0' }, plain, plain],
  'fade-in-then-out': [hidden, plain, hidden],
  'current-visible': [hidden, plain, hidden],
  'fade-in-then-semi-out': [hidden, plain, { ...plain, opacity: '0.5' }],
  'semi-fade-out': [plain, { ...plain, opacity: '0.5' }, { ...plain, opacity: '0.5' }],
  grow: [plain, { ...plain, size: 1.3 }, { ...plain, size: 1.3 }],
  shrink: [plain, { ...plain, size: 0.7 }, { ...plain, size: 0.7 }],
  strike: [plain, { ...plain, struck: true }, { ...plain, struck: true }],
  'zoom-in': [{ ...hidden, size: 0.1 }, plain, plain],
  ...Object.fromEntries(['red', 'green', 'blue'].flatMap((colour) => [
    [`highlight-${colour}`, [plain, { ...plain, tint: colour }, { ...plain, tint: colour }]],
    [`highlight-current-${colour}`, [plain, { ...plain, tint: colour }, plain]],
  ])),
};

const looks = (page) => page.evaluate(() => {
  const slide = window.Reveal.getCurrentSlide();
  const probe = slide.appendChild(document.createElement('i'));
  const colour = (value) => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const tints = Object.fromEntries([...['red', 'green', 'blue'].map((name) => [colour(`var(--${name})`), name]), [getComputedStyle(slide).color, '']]);
  probe.remove();
  return Object.fromEntries([...slide.querySelectorAll('.fragment[id]')].map((step) => {
    const style = getComputedStyle(step);
    const matrix = new DOMMatrix(style.transform === 'none' ? '' : style.transform);
    return [step.id, { shown: step.checkVisibility({ visibilityProperty: true }), opacity: style.opacity, moved: [matrix.e, matrix.f].join(),
      size: matrix.a, struck: style.textDecorationLine === 'line-through', tint: tints[style.color] ?? style.color }];
  }));
});

describe('the twenty effects of steps', () => {
  const themes = {
    'the theme paper': () => address('tests/browser/decks/effects.md'),
    'the plain theme': () => fixture('effects', { style: readFileSync(join(root, 'themes/base/theme.css'), 'utf8') }),
  };

  test('are those of reveal.js', () => {
    const css = readFileSync(join(root, 'tests/browser/node_modules/reveal.js/css/reveal.scss'), 'utf8');
    const names = new Set([...css.matchAll(/^\.reveal \.fragment\.([\w-]+)/gm)].map(([, name]) => name));
    names.add('fade-in');
    for (const name of names) assert.ok(EFFECTS[name], name);
    assert.equal(Object.keys(EFFECTS).length, 20);
    assert.equal(names.size, 20);
  });

  for (const [theme, url] of Object.entries(themes)) {
    for (const colorScheme of ['light', 'dark']) {
      test(`before their step, at it, after it and back, under ${theme}, ${colorScheme}`, async () => {
        const page = await open(browser, `${await url()}#/all`, { colorScheme });
        // Before all steps, one before, at it, one after, and back again.
        for (const [step, state] of [[-1, 0], [0, 0], [1, 1], [2, 2], [1, 1], [0, 0]]) {
          await page.evaluate((step) => window.Reveal.navigateFragment(step), step);
          await still(page);
          const wanted = Object.fromEntries(Object.entries(EFFECTS).map(([name, states]) => [name, states[state]]));
          assert.deepEqual(await looks(page), wanted, `step ${step}`);
        }
        assert.deepEqual(page.complaints, []);
      });
    }

    test(`a text that grows or shrinks keeps its beginning, under ${theme}`, async () => {
      const page = await open(browser, `${await url()}#/all`);
      const left = async (id) => (await page.locator(`#${id}`).boundingBox()).x;
      const before = [await left('grow'), await left('shrink')];
      await page.evaluate(() => window.Reveal.navigateFragment(1));
      await still(page);
      for (const [i, id] of ['grow', 'shrink'].entries()) assert.ok(Math.abs(await left(id) - before[i]) < 0.1, id);
    });

    test(`the words that they colour can be read, under ${theme}`, async () => {
      const page = await open(browser, `${await url()}#/all/1`);
      await still(page);
      const contrast = await page.evaluate(() => {
        const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const light = (colour) => {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
        };
        const ground = light(getComputedStyle(document.body).backgroundColor);
        return ['red', 'green', 'blue'].map((name) => ground / light(getComputedStyle(document.getElementById(`highlight-${name}`)).color));
      });
      assert.ok(contrast.every((ratio) => ratio >= 4.5), String(contrast));
    });
  }

  test('words in a line grow and come up, too, and custom steps are left to the author', async () => {
    for (const [theme, url] of Object.entries(themes)) {
      const page = await open(browser, `${await url()}#/words`);
      const line = await page.locator('#words p').boundingBox();
      const grow = await page.locator('#words .grow').boundingBox();
      await page.keyboard.press('ArrowRight');
      await still(page);
      assert.ok(Math.abs((await page.locator('#words .grow').boundingBox()).width / grow.width - 1.3) < 0.01, theme);
      assert.equal((await page.locator('#words p').boundingBox()).height, line.height, 'and the line stays');
      const custom = page.locator('#words .custom');
      const state = () => custom.evaluate((step) => [getComputedStyle(step).opacity, getComputedStyle(step).visibility, step.classList.contains('visible'), step.classList.contains('current-fragment')].join(' '));
      assert.equal(await state(), '1 visible false false');
      const up = await page.locator('#words .fade-up').boundingBox();
      await page.keyboard.press('ArrowRight');
      await still(page);
      assert.equal(Math.round(up.y - (await page.locator('#words .fade-up').boundingBox()).y), 40, theme);
      await page.keyboard.press('ArrowRight');
      assert.equal(await state(), '1 visible true true');
    }
  });

  test('a step takes a moment to come, unless nothing shall move', async () => {
    for (const [reducedMotion, expected] of [['no-preference', true], ['reduce', false]]) {
      const page = await open(browser, `${fixture('effects')}#/all/0`, { reducedMotion });
      await page.keyboard.press('ArrowRight');
      const moving = await page.evaluate(() => document.querySelector('.slides').getAnimations({ subtree: true }).map(({ effect }) => effect.target.id));
      assert.equal(moving.includes('fade-up'), expected);
      assert.equal(moving.length > 10, expected, String(moving));
    }
  });
});

// ---- nothing moves -----------------------------------------------------------------------------

describe('for who asked for no motion', () => {
  /** Everything that ever began to move, also for less than a frame. */
  async function watch(page) {
    await page.evaluate(() => {
      window.moved = [];
      const nameOf = (element) => `${element.closest('.reveal > *')?.className} > ${element.className}`;
      const { animate } = Element.prototype;
      Element.prototype.animate = function (...given) {
        window.moved.push(`animate ${nameOf(this)}`);
        return animate.apply(this, given);
      };
      for (const type of ['transitionrun', 'animationstart']) {
        document.addEventListener(type, ({ target }) => window.moved.push(`${type} ${nameOf(target)}`), true);
      }
      const look = () => {
        for (const { effect } of document.getAnimations()) window.moved.push(`runs ${nameOf(effect.target)}`);
        requestAnimationFrame(look);
      };
      look();
    });
  }
  const moved = (page) => page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve([...new Set(window.moved.splice(0))])));
  }));
  const acts = {
    'to the next slide': (page) => page.keyboard.press('ArrowRight'),
    'a step': (page) => page.keyboard.press('Space'),
    'and another': (page) => page.keyboard.press('Space'),
    'a step back': (page) => page.keyboard.press('Shift+Space'),
    'down a stack': async (page) => {
      await page.keyboard.press('Alt+ArrowRight');
      await page.keyboard.press('ArrowDown');
    },
    'to a background': (page) => page.evaluate(() => window.Reveal.slide(4)),
    'the overview': (page) => page.keyboard.press('o'),
    'along in it': (page) => page.keyboard.press('ArrowLeft'),
    'out of it': (page) => page.keyboard.press('Enter'),
    'closer': async (page) => {
      await page.keyboard.down('Alt');
      await page.mouse.click(300, 300);
      await page.keyboard.up('Alt');
    },
    'and away': (page) => page.keyboard.press('Escape'),
    'to black': (page) => page.keyboard.press('b'),
    'and back': (page) => page.keyboard.press('b'),
  };

  for (const transition of ['slide', 'convex', 'zoom', 'fade']) {
    test(`nothing moves at all, with the transition ${transition}`, async () => {
      const config = { transition, backgroundTransition: transition };
      const page = await open(browser, fixture('talk', { config }), { reducedMotion: 'reduce' });
      await watch(page);
      for (const [name, act] of Object.entries(acts)) {
        await act(page);
        assert.deepEqual(await moved(page), [], name);
      }
      assert.equal(await place(page), '3/0');
      assert.deepEqual(page.complaints, []);
    });
  }

  test('nothing moves in auto-animate', async () => {
    const page = await open(browser, fixture('auto-animate'), { reducedMotion: 'reduce' });
    await watch(page);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) {
      await page.keyboard.press(key);
      assert.deepEqual(await moved(page), [], key);
    }
  });

  test('nothing moves where the deck is a page that is scrolled', async () => {
    for (const name of ['talk', 'auto-animate']) {
      const page = await open(browser, fixture(name), { context: { viewport: { width: 390, height: 844 } } });
      assert.equal(await page.evaluate(() => window.Reveal.isScrollView()), true);
      await watch(page);
      await page.evaluate(() => window.Reveal.next());
      assert.equal(await place(page), '1/0/-1');
      assert.deepEqual((await moved(page)).filter((one) => !one.includes(' progress >')), []);
      assert.equal(await page.evaluate(() => document.querySelectorAll('.leaving, .slides[data-moving], [data-auto-animate=running]').length), 0);
    }
  });

  test('and with motion, what is watched here sees it', async () => {
    const page = await open(browser, fixture('talk'));
    await watch(page);
    const still = [];
    for (const [name, act] of Object.entries(acts)) {
      await act(page);
      if (!(await moved(page)).length) still.push(name);
      await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
      await moved(page);
    }
    // The overview is there at once, for everyone.
    assert.deepEqual(still.filter((name) => !/overview|in it|out of it|black|and back$/.test(name)), []);
  });
});
