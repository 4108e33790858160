import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Runs a function in a page over the talk. */
async function inDeck(body, argument, options = {}) {
  const page = await open(browser, fixture('talk', options));
  const result = await page.evaluate(body, argument);
  assert.deepEqual(page.complaints, []);
  await page.close();
  return result;
}

describe('window.Reveal', () => {
  test('has the core of reveal.js', async () => {
    const names = ['initialize', 'isReady', 'slide', 'next', 'prev', 'left', 'right', 'up', 'down', 'navigateLeft', 'navigateRight', 'navigateUp',
      'navigateDown', 'navigateNext', 'navigatePrev', 'navigateFragment', 'nextFragment', 'prevFragment', 'getIndices', 'getSlides', 'getSlide',
      'getCurrentSlide', 'getPreviousSlide', 'getTotalSlides', 'getSlidePastCount', 'getProgress', 'getHorizontalSlides', 'getVerticalSlides',
      'hasHorizontalSlides', 'hasVerticalSlides', 'isFirstSlide', 'isLastSlide', 'isLastVerticalSlide', 'isVerticalSlide', 'isVerticalStack',
      'getState', 'setState', 'availableRoutes', 'availableFragments', 'sync', 'layout', 'configure', 'getConfig', 'getScale', 'getSlidePath',
      'getRevealElement', 'getSlidesElement', 'getViewportElement', 'on', 'off', 'addEventListener', 'removeEventListener'];
    const missing = await inDeck((all) => all.filter((name) => typeof window.Reveal[name] !== 'function'), names);
    assert.deepEqual(missing, []);
  });

  test('answers in the shapes of reveal.js', async () => {
    const seen = await inDeck(() => {
      const { Reveal } = window;
      const answers = { first: Reveal.getIndices() };
      Reveal.slide(2, 1, 0);
      return {
        ...answers,
        stack: Reveal.getIndices(),
        other: Reveal.getIndices(Reveal.getSlide(0)),
        inStack: Reveal.getIndices(Reveal.getSlide(2, 2)),
        state: Reveal.getState(),
        routes: Reveal.availableRoutes(),
        fragments: Reveal.availableFragments(),
        counts: [Reveal.getTotalSlides(), Reveal.getSlides().length, Reveal.getSlidePastCount(), Reveal.getHorizontalSlides().length, Reveal.getVerticalSlides().length],
        ids: [Reveal.getCurrentSlide().id, Reveal.getPreviousSlide().id, Reveal.getSlide(2).className.includes('stack')],
        ends: [Reveal.isFirstSlide(), Reveal.isLastSlide(), Reveal.isVerticalSlide(), Reveal.isLastVerticalSlide()],
        config: [Reveal.getConfig().width, Reveal.getConfig().transition],
        path: Reveal.getSlidePath(),
      };
    });
    assert.deepEqual(seen, {
      first: { h: 0, v: 0, f: undefined },
      stack: { h: 2, v: 1, f: 0 },
      other: { h: 0, v: undefined, f: undefined },
      inStack: { h: 2, v: 2, f: undefined },
      state: { indexh: 2, indexv: 1, indexf: 0, paused: false, overview: false },
      routes: { left: true, right: true, up: true, down: true },
      fragments: { prev: true, next: true },
      counts: [8, 8, 3, 7, 3],
      ids: ['b', 'intro', true],
      ends: [false, false, true, false],
      config: [1280, 'slide'],
      path: '/b/0',
    });
  });

  test('tells its events on the deck and on the element, with their data on the event', async () => {
    const told = await inDeck(() => {
      const { Reveal } = window;
      const log = [];
      const element = Reveal.getRevealElement();
      Reveal.on('beforeslidechange', (event) => log.push(['beforeslidechange', event.indexh, event.indexv]));
      Reveal.on('slidechanged', (event) => log.push(['slidechanged', event.indexh, event.indexv, event.previousSlide.id, event.currentSlide.id]));
      for (const type of ['fragmentshown', 'fragmenthidden']) {
        element.addEventListener(type, (event) => log.push([type, event.fragment.textContent, event.fragments.length, event.target === element]));
      }
      Reveal.next();
      Reveal.nextFragment();
      Reveal.nextFragment();
      Reveal.prevFragment();
      Reveal.slide(0);
      return log;
    });
    assert.deepEqual(told, [
      ['beforeslidechange', 1, 0], ['slidechanged', 1, 0, 'intro', 'steps'],
      ['fragmentshown', 'step one', 1, true], ['fragmentshown', 'step two only', 2, true], ['fragmenthidden', 'step two only', 2, true],
      ['beforeslidechange', 0, 0], ['slidechanged', 0, 0, 'steps', 'intro'],
    ]);
  });

  test('a listener can keep the deck where it is, until it is taken away', async () => {
    const places = await inDeck(() => {
      const { Reveal } = window;
      const stay = (event) => event.preventDefault();
      Reveal.on('beforeslidechange', stay);
      Reveal.next();
      const kept = Reveal.getIndices().h;
      Reveal.off('beforeslidechange', stay);
      Reveal.next();
      return [kept, Reveal.getIndices().h, Reveal.getSlides().findIndex((slide) => slide.classList.contains('present'))];
    });
    assert.deepEqual(places, [0, 1, 1]);
  });

  test('initialize keeps its promise and takes a configuration', async () => {
    const [ready, width] = await inDeck(async () => {
      await window.Reveal.initialize({ width: 800 });
      return [window.Reveal.isReady(), document.querySelector('.slides').offsetWidth];
    });
    assert.deepEqual([ready, width], [true, 800]);
  });

  test('a state brings the deck back, also as text', async () => {
    const places = await inDeck(() => {
      const { Reveal } = window;
      Reveal.slide(1, 0, 1);
      const state = Reveal.getState();
      Reveal.slide(6);
      Reveal.setState(state);
      const first = Reveal.getIndices();
      Reveal.setState({ indexh: '2', indexv: '1', indexf: '1' });
      return [first, Reveal.getIndices()];
    });
    assert.deepEqual(places, [{ h: 1, v: 0, f: 1 }, { h: 2, v: 1, f: 1 }]);
  });

  test('sync reads slides and steps that scripts put there, and keeps the place', async () => {
    const seen = await inDeck(() => {
      const { Reveal } = window;
      Reveal.slide(1, 0, 0);
      const slide = document.createElement('section');
      slide.innerHTML = '<h2>New</h2><p class="fragment">x</p><p class="fragment" data-fragment-index="7">y</p>';
      Reveal.getSlidesElement().prepend(slide);
      Reveal.sync();
      const kept = Reveal.getIndices();
      Reveal.slide(0);
      return [kept, Reveal.getTotalSlides(), Reveal.availableFragments(), [...slide.querySelectorAll('.fragment')].map((step) => step.dataset.fragmentIndex), slide.hidden];
    });
    assert.deepEqual(seen, [{ h: 2, v: 0, f: 0 }, 9, { prev: true, next: false }, ['1', '0'], false]);
  });

  for (const name of ['hidden', 'empty']) {
    test(`nothing throws on a deck without a slide to show: ${name}`, async () => {
      for (const config of [{ slideNumber: true }, { slideNumber: 'c/t', loop: true, navigationMode: 'linear', rtl: true, fragments: false }]) {
        const page = await open(browser, fixture(name, { config }) + '#/2/1/0');
        const thrown = await page.evaluate(() => Object.entries(window.Reveal).flatMap(([method, call]) => {
          if (/^(on|off|addEventListener|removeEventListener)$/.test(method)) return [];
          return [[], [1, 1, 1], [document.createElement('section')]].flatMap((given) => {
            try {
              call(...given);
              return [];
            } catch (error) {
              return [`${method}: ${error.message}`];
            }
          });
        }));
        assert.deepEqual(thrown, []);
        for (const key of ['Space', 'Shift+Space', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Shift+ArrowDown', 'Alt+n']) await page.keyboard.press(key);
        await page.mouse.click(400, 719);
        await page.evaluate(() => { window.location.hash = '#/3'; });
        await page.setViewportSize({ width: 600, height: 400 });
        assert.equal(await page.locator('.slide-number').isVisible(), false);
        assert.equal(await page.evaluate(() => window.Reveal.isVerticalStack()), false);
        assert.deepEqual(page.complaints, []);
      }
    });
  }

  test('a step that is no number is the one before the first', async () => {
    const steps = await inDeck(() => {
      window.Reveal.slide(1, 0, 1);
      window.Reveal.navigateFragment('none');
      return window.Reveal.getIndices().f;
    });
    assert.equal(steps, -1);
  });

  test('with fragments: false everything is shown at once', async () => {
    const seen = await inDeck(() => {
      window.Reveal.slide(1);
      window.Reveal.next();
      return [window.Reveal.getIndices().h, document.querySelectorAll('.fragment:not(.visible)').length];
    }, undefined, { config: { fragments: false } });
    assert.deepEqual(seen, [2, 0]);
  });
});
