import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, print, still, swipe } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const autoSlide = (time, more = {}) => ({ config: { autoSlide: time, transition: 'none', ...more } });
const control = (page) => page.getByRole('button', { name: 'Advance automatically' });
const sliding = (page) => page.evaluate(() => window.Reveal.isAutoSliding());
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Waits until the deck stands at a place. */
const reach = (page, there) => page.waitForFunction((wanted) => {
  const { h, v, f } = window.Reveal.getIndices();
  return [h, v, f].filter((part) => part !== undefined).join('/') === wanted;
}, there, { timeout: 2000, polling: 10 });

/** Whether the deck stays where it is, a time in which it would have moved twice. */
async function stays(page, time) {
  const from = await place(page);
  await pause(time * 2);
  return await place(page) === from;
}

/** The places that a deck goes through by itself, and after how many milliseconds, until there are so many. */
const watch = (page, count) => page.evaluate((wanted) => new Promise((resolve) => {
  const { Reveal } = window;
  const log = [];
  let last = performance.now();
  const note = () => {
    const { h, v, f } = Reveal.getIndices();
    const now = performance.now();
    log.push({ at: [h, v, f].filter((part) => part !== undefined).join('/'), after: now - last });
    last = now;
    if (log.length === wanted) resolve(log);
  };
  for (const type of ['slidechanged', 'fragmentshown']) Reveal.on(type, note);
}), count);

describe('a deck that moves by itself', () => {
  test('goes through steps and stacks, and stands at the end', async () => {
    const page = await open(browser, fixture('talk', autoSlide(0)));
    const seen = watch(page, 13);
    await page.evaluate(() => window.Reveal.configure({ autoSlide: 60 }));
    const order = '1/0/-1 1/0/0 1/0/1 1/0/2 2/0 2/1/-1 2/1/0 2/1/1 2/2 3/0 4/0 5/0 6/0';
    assert.equal((await seen).map(({ at }) => at).join(' '), order);
    assert.ok(await stays(page, 60));
    assert.deepEqual(page.complaints, []);
  });

  test('goes round where it loops', async () => {
    const page = await open(browser, fixture('plain', autoSlide(100, { loop: true })));
    const seen = await watch(page, 5);
    const order = ['0/0', '1/0', '2/0'];
    const first = order.indexOf(seen[0].at);
    assert.deepEqual(seen.map(({ at }) => at), seen.map((_, i) => order[(first + i) % 3]));
  });

  test('gives a step, a slide and a stack the time they ask for', async () => {
    const page = await open(browser, fixture('talk', autoSlide(0)));
    await page.evaluate(() => {
      const { Reveal } = window;
      const [one, two, three] = [Reveal.getSlide(1), Reveal.getSlide(1).querySelectorAll('.fragment'), Reveal.getSlide(2)];
      one.dataset.autoslide = '150';
      two[1].dataset.autoslide = '450';
      three.dataset.autoslide = '300';
      three.querySelector('#b').dataset.autoslide = '100';
    });
    assert.equal(await sliding(page), false);
    const seen = watch(page, 9);
    await page.evaluate(() => window.Reveal.slide(1));
    const times = await seen;
    assert.deepEqual(times.slice(0, -1).map(({ at }) => at), ['1/0/-1', '1/0/0', '1/0/1', '1/0/2', '2/0', '2/1/-1', '2/1/0', '2/1/1']);
    // How long each was shown: no less than it asked for, and not as long as another asks for.
    const shown = times.slice(1).map(({ after }) => after);
    [150, 150, 450, 150, 300, 100, 100, 100].forEach((time, i) => assert.ok(shown[i] > time - 40, `${times[i].at}: ${shown[i]} of ${time} ms`));
    const least = (...of) => Math.min(...of.map((i) => shown[i]));
    assert.ok(least(0, 1, 3) < 400 && least(5, 6, 7) < 280, String(shown));
    // The last one says when its stack moves on.
    assert.equal(times.at(-1).at, '2/2');
    await reach(page, '3/0');
    assert.equal(await sliding(page), false);
  });

  test('uses the way that a script gives it', async () => {
    const page = await open(browser, fixture('talk', autoSlide(0)));
    await page.evaluate(() => {
      const { Reveal } = window;
      window.way = [];
      Reveal.on('slidechanged', ({ indexh, indexv }) => window.way.push([indexh, indexv].join('/')));
      Reveal.configure({ autoSlide: 50, autoSlideMethod: () => Reveal.right({ skipFragments: true }) });
    });
    await reach(page, '4/0');
    assert.deepEqual(await page.evaluate(() => window.way.slice(0, 4)), ['1/0', '2/0', '3/0', '4/0']);
  });
});

describe('stopping', () => {
  test('A stops it and lets it go on, scripts are told', async () => {
    const page = await open(browser, fixture('plain', autoSlide(300, { loop: true })));
    await page.evaluate(() => {
      window.told = [];
      for (const type of ['autoslidepaused', 'autoslideresumed']) window.Reveal.on(type, () => window.told.push(type));
    });
    await page.keyboard.press('a');
    assert.equal(await sliding(page), false);
    assert.ok(await stays(page, 300));
    const seen = watch(page, 1);
    await page.keyboard.press('Shift+A');
    assert.equal(await sliding(page), true);
    await seen;
    await page.evaluate(() => [false, false, true, undefined].forEach((on) => window.Reveal.toggleAutoSlide(on)));
    assert.equal(await sliding(page), false);
    assert.deepEqual(await page.evaluate(() => window.told),
      ['autoslidepaused', 'autoslideresumed', 'autoslidepaused', 'autoslideresumed', 'autoslidepaused']);
  });

  test('whoever moves the deck stops it, with a key or a button', async () => {
    for (const move of [(page) => page.keyboard.press('Space'), (page) => page.keyboard.press('End'),
      (page) => page.getByRole('button', { name: 'Next slide' }).click()]) {
      const page = await open(browser, fixture('plain', autoSlide(400, { loop: true })));
      await move(page);
      assert.equal(await sliding(page), false);
      assert.ok(await stays(page, 400));
    }
  });

  test('a finger stops it before it has moved anything', async () => {
    const page = await open(browser, fixture('plain', autoSlide(400, { loop: true })), { context: { hasTouch: true } });
    await swipe(page, -10, 0);
    assert.equal(await sliding(page), false);
  });

  test('other keys, a click on the slide and a move from a script do not', async () => {
    const page = await open(browser, fixture('talk', autoSlide(8000)));
    for (const key of ['x', 'Tab', 't']) await page.keyboard.press(key);
    await page.mouse.click(640, 360);
    await pause(50);
    await page.evaluate(() => window.Reveal.slide(3));
    assert.equal(await sliding(page), true);
    await page.focus('#field');
    await page.keyboard.type('a n');
    assert.deepEqual([await sliding(page), await page.inputValue('#field'), await place(page)], [true, 'a n', '3/0']);
  });

  test('a move from a slide that had a time stops it also where the next has none', async () => {
    const page = await open(browser, fixture('plain'));
    await page.evaluate(() => {
      window.Reveal.getSlide(0).dataset.autoslide = '5000';
      window.Reveal.sync();
    });
    assert.equal(await sliding(page), true);
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+Space');
    assert.equal(await sliding(page), false);
  });

  test('nothing stops it where that is not allowed, but a move begins its time anew', async () => {
    const page = await open(browser, fixture('plain', autoSlide(600, { autoSlideStoppable: false, loop: true })), { context: { hasTouch: true } });
    assert.equal(await page.locator('.auto-slide').isVisible(), false);
    const seen = watch(page, 3);
    await page.keyboard.press('a');
    await swipe(page, -10, 0);
    await pause(200);
    await page.keyboard.press('End');
    assert.equal(await sliding(page), true);
    const steps = await seen;
    const end = steps.findIndex(({ at }) => at === '2/0');
    assert.equal(steps[end + 1].at, '0/0');
    assert.ok(steps[end + 1].after > 590, String(steps[end + 1].after));
  });
});

describe('waiting', () => {
  test('it waits while the deck is paused, and goes on afterwards', async () => {
    const page = await open(browser, fixture('plain', autoSlide(250, { loop: true })));
    await page.keyboard.press('b');
    assert.ok(await stays(page, 250));
    const seen = watch(page, 1);
    await page.keyboard.press('b');
    await seen;
    assert.equal(await sliding(page), true);
  });

  test('a finger that ends the pause does not stop it', async () => {
    const page = await open(browser, fixture('plain', autoSlide(8000)), { context: { hasTouch: true } });
    await page.keyboard.press('b');
    await page.touchscreen.tap(640, 360);
    assert.deepEqual([await page.evaluate(() => window.Reveal.isPaused()), await sliding(page)], [false, true]);
  });

  test('it waits while nobody sees the page', async () => {
    const page = await open(browser, fixture('plain', autoSlide(250, { loop: true })));
    const hide = (hidden) => page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await hide(true);
    assert.ok(await stays(page, 250));
    const seen = watch(page, 1);
    await hide(false);
    await seen;
  });

  test('what was stopped stays so until the configuration gives another time', async () => {
    const page = await open(browser, fixture('plain', autoSlide(8000)));
    await page.keyboard.press('a');
    const states = await page.evaluate(() => [{ controls: false }, { autoSlide: 8000 }, { autoSlide: 9000 }].map((options) => {
      window.Reveal.configure(options);
      return window.Reveal.isAutoSliding();
    }));
    assert.deepEqual(states, [false, false, true]);
  });

  test('it begins and ends with its configuration', async () => {
    const page = await open(browser, fixture('plain', { config: { loop: true, transition: 'none' } }));
    await page.keyboard.press('a');
    assert.deepEqual([await sliding(page), await page.locator('.auto-slide').isVisible()], [false, false]);
    const seen = watch(page, 1);
    await page.evaluate(() => window.Reveal.configure({ autoSlide: 250 }));
    await seen;
    await page.evaluate(() => window.Reveal.configure({ autoSlide: 0 }));
    assert.ok(await stays(page, 250));
    await page.evaluate(() => {
      window.Reveal.getSlide(0).dataset.autoslide = window.Reveal.getSlide(1).dataset.autoslide = window.Reveal.getSlide(2).dataset.autoslide = '250';
      window.Reveal.configure({ autoSlide: false });
    });
    assert.ok(await stays(page, 250));
  });
});

describe('the control', () => {
  test('says whether it runs, and a press stops it or lets it go on and leaves the focus alone', async () => {
    const page = await open(browser, fixture('plain', autoSlide(8000)));
    const pressed = () => control(page).getAttribute('aria-pressed');
    const states = [await pressed()];
    for (let i = 0; i < 2; i += 1) {
      await control(page).click();
      states.push(await pressed());
    }
    assert.deepEqual(states, ['true', 'false', 'true']);
    assert.equal(await page.evaluate(() => document.activeElement.localName), 'body');
    await control(page).focus();
    await page.keyboard.press('Space');
    assert.deepEqual([await pressed(), await place(page)], ['false', '0/0']);
    await page.keyboard.press('Enter');
    assert.equal(await pressed(), 'true');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'auto-slide');
  });

  test('a finger on it stops it', async () => {
    const page = await open(browser, fixture('plain', autoSlide(8000)), { context: { hasTouch: true } });
    await control(page).tap();
    assert.equal(await sliding(page), false);
    await control(page).tap();
    assert.equal(await sliding(page), true);
  });

  test('its ring closes while the time goes, and stands still for those who want no motion', async () => {
    const ring = (page) => page.evaluate(() => document.querySelector('.auto-slide').getAnimations({ subtree: true })
      .filter(({ effect }) => effect.getKeyframes().some((frame) => 'strokeDashoffset' in frame)).map(({ effect }) => effect.getComputedTiming().duration));
    const page = await open(browser, fixture('plain', autoSlide(8000)));
    assert.deepEqual(await ring(page), [8000]);
    await page.keyboard.press('a');
    assert.deepEqual(await ring(page), []);
    const calm = await open(browser, fixture('plain', autoSlide(8000)), { reducedMotion: 'reduce' });
    assert.deepEqual(await ring(calm), []);
    assert.equal(await sliding(calm), true);
  });

  test('it is no stop for Tab where nothing moves by itself, and not on paper', async () => {
    const page = await open(browser, fixture('plain'));
    assert.equal(await page.locator('.auto-slide').isVisible(), false);
    const other = await open(browser, fixture('plain', autoSlide(8000)));
    await other.emulateMedia({ media: 'print' });
    assert.equal(await other.locator('.auto-slide').isVisible(), false);
    assert.deepEqual((await print(other)).map(({ text }) => text), ['One', 'Two', 'Three']);
  });
});

describe('the screen', () => {
  /** A browser that counts the locks that are held. */
  const counting = async (options) => {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      window.held = 0;
      Object.defineProperty(navigator, 'wakeLock', { value: { request: async (kind) => {
        window.held += 1;
        const lock = { kind, released: false, release: async () => {
          if (!lock.released) window.held -= 1;
          lock.released = true;
        } };
        window.lock = lock;
        return lock;
      } } });
    });
    await page.goto(fixture('plain', options));
    await page.waitForFunction(() => window.Reveal?.isReady());
    return page;
  };
  const held = (page) => page.evaluate(() => window.held);

  test('stays awake while the deck moves by itself, not while it is stopped or at its end', async () => {
    const page = await counting(autoSlide(8000));
    const counts = [await held(page)];
    for (const key of ['a', 'a', 'b', 'b']) {
      await page.keyboard.press(key);
      counts.push(await held(page));
    }
    await page.evaluate(() => window.Reveal.slide(2));
    counts.push(await held(page));
    assert.deepEqual(counts, [1, 0, 1, 0, 1, 0]);
  });

  test('stays awake in full screen, and again when the page has been away', async () => {
    const page = await counting({});
    const counts = [await held(page)];
    const toggle = async (full) => {
      await page.keyboard.press('f');
      await page.waitForFunction((wanted) => (document.fullscreenElement !== null) === wanted, full);
      await pause(50);
      counts.push(await held(page));
    };
    await toggle(true);
    await page.evaluate(async () => {
      await window.lock.release();
      document.dispatchEvent(new Event('visibilitychange'));
    });
    counts.push(await held(page));
    await toggle(false);
    assert.deepEqual(counts, [0, 1, 1, 0]);
  });

  test('a browser that cannot, or does not want to, says nothing', async () => {
    for (const refuses of [false, true]) {
      const page = await browser.newPage();
      const complaints = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.addInitScript((refusing) => Object.defineProperty(navigator, 'wakeLock', { value: refusing ? { request: () =>
        Promise.reject(new DOMException('no', 'NotAllowedError')) } : undefined }), refuses);
      await page.goto(fixture('plain', autoSlide(150)));
      await reach(page, '2/0');
      await still(page);
      assert.deepEqual(complaints, []);
    }
  });
});
