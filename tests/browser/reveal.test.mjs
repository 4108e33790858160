import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, compose, fixture, launch, open, place, runtimeStyle, written } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** A page with decks that it starts itself. */
const byHand = (body, start) => written(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>By hand</title>
<style>${runtimeStyle()}</style></head><body>${body}<script>${compose({}, undefined, { starts: false })}</script><script>${start}</script></body></html>`);

/** Runs a function in a page over the talk. */
async function inDeck(body, argument, options = {}) {
  const page = await open(browser, fixture('talk', options));
  const result = await page.evaluate(body, argument);
  assert.deepEqual(page.complaints, []);
  await page.close();
  return result;
}

describe('window.Reveal', () => {
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
          // These need what they are given; the deck's end is tried at the end.
          if (/^(VERSION|on|off|addEventListener|removeEventListener|registerPlugin|unloadSlide|loadSlide|destroy)$/.test(method)) return [];
          const takesSlide = /^(sync|getSlideNotes|shouldAutoAnimate)/.test(method);
          return [[], ...(takesSlide ? [] : [[1, 1, 1]]), [document.createElement('section')]].flatMap((given) => {
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
        await page.evaluate(() => window.Reveal.destroy());
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

  test('tells notes, sizes, the background and what the address says', async () => {
    const page = await open(browser, fixture('talk', { config: { margin: 0.1 } }) + '?receiver&zoom=1.5&fast=true&name=a%20b');
    const notes = await page.locator('#intro .notes').innerHTML();
    assert.match(notes, /Secret notes/);
    const seen = await page.evaluate(() => {
      const { Reveal } = window;
      const [first, second] = Reveal.getSlides();
      second.dataset.notes = 'written';
      return {
        notes: [Reveal.getSlideNotes(), Reveal.getSlideNotes(second), Reveal.getSlideNotes(Reveal.getSlide(3))],
        sizes: [Reveal.getComputedSlideSize(), Reveal.getComputedSlideSize(1000, 500)],
        backgrounds: [Reveal.getSlideBackground(0) === Reveal.getSlideBackground(first), Reveal.getSlideBackground(0).className],
        query: Reveal.getQueryHash(),
        speaker: Reveal.isSpeakerNotes(),
        print: [Reveal.isPrintView(), Reveal.isPrintingPDF()],
      };
    });
    assert.deepEqual(seen, {
      notes: [notes, 'written', ''],
      sizes: [{ width: 1280, height: 720, presentationWidth: 1152, presentationHeight: 648 },
        { width: 1280, height: 720, presentationWidth: 900, presentationHeight: 450 }],
      backgrounds: [true, 'slide-background present'],
      query: { receiver: true, zoom: 1.5, fast: true, name: 'a b' },
      speaker: true,
      print: [false, false],
    });
    assert.equal(await inDeck(() => window.Reveal.isSpeakerNotes()), false);
  });

  test('settings in the address count, before those of the deck, and nothing else there does', async () => {
    const page = await open(browser, fixture('talk', { config: { slideNumber: 'h/v', transition: 'zoom' } }) +
      '?transition=none&slideNumber=c/t&controls=false&margin=0.25&plugins=x&isReady=false&nonsense=1#/2/2');
    const seen = await page.evaluate(() => {
      const { transition, slideNumber, controls, margin, nonsense, isReady } = window.Reveal.getConfig();
      return [transition, slideNumber, controls, margin, nonsense, isReady, window.Reveal.isReady()];
    });
    assert.deepEqual(seen, ['none', 'c/t', false, 0.25, undefined, undefined, true]);
    assert.equal(await page.locator('.controls').isVisible(), false);
    assert.equal((await page.locator('.slide-number').textContent()).replace(/\s/g, ''), '5/8');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.querySelector('.slides').dataset.moving), undefined);
    assert.deepEqual(page.complaints, []);
  });

  test('slides and steps hear it themselves when they are shown or hidden', async () => {
    const told = await inDeck(() => {
      const { Reveal } = window;
      const log = [];
      for (const type of ['visible', 'hidden']) {
        for (const element of document.querySelectorAll('section, .fragment')) {
          element.addEventListener(type, (event) => log.push([type, element.id || element.firstElementChild?.id || element.textContent, event.bubbles].join(' ')));
        }
      }
      Reveal.slide(1);
      Reveal.next();
      Reveal.prev();
      Reveal.slide(2, 0);
      Reveal.down();
      Reveal.sync();
      return log;
    });
    assert.deepEqual(told, ['visible steps false', 'visible step one false', 'hidden step one false', 'visible a false', 'visible a false', 'visible b false']);
  });

  test('an event of a script is told as the deck tells its own', async () => {
    const seen = await inDeck(() => {
      const { Reveal } = window;
      const log = [];
      const hear = (event) => {
        log.push([event.type, event.answer, event.currentTarget.className.split(' ')[0]]);
        event.preventDefault();
      };
      Reveal.on('question', hear);
      document.body.addEventListener('question', hear);
      const told = Reveal.dispatchEvent({ type: 'question', data: { answer: 42 } });
      Reveal.dispatchEvent({ type: 'question', bubbles: false });
      Reveal.dispatchEvent({ target: document.body, type: 'question' });
      return [...log, told.defaultPrevented];
    });
    const [deck, page] = ['reveal', 'reveal-viewport'];
    assert.deepEqual(seen, [['question', 42, deck], ['question', 42, page], ['question', undefined, deck], ['question', undefined, page], true]);
  });

  test('states of slides are classes of the viewport while they last, and events when they begin', async () => {
    const seen = await inDeck(() => {
      const { Reveal } = window;
      const log = [];
      Reveal.getSlide(1).dataset.state = 'alarm  bright';
      Reveal.getSlide(2).dataset.state = 'bright';
      Reveal.getSlide(2, 1).dataset.state = 'deep';
      for (const type of ['alarm', 'bright', 'deep']) Reveal.on(type, () => log.push(type));
      const now = () => log.push(['alarm', 'bright', 'deep'].filter((name) => Reveal.getViewportElement().classList.contains(name)));
      for (const [h, v] of [[1], [2, 0], [2, 1], [3], [1]]) {
        Reveal.slide(h, v);
        now();
      }
      Reveal.nextFragment();
      Reveal.getSlide(1).dataset.state = 'deep';
      Reveal.sync();
      now();
      Reveal.destroy();
      now();
      return log;
    });
    assert.deepEqual(seen, ['alarm', 'bright', ['alarm', 'bright'], ['bright'], 'deep', ['bright', 'deep'], [],
      'alarm', 'bright', ['alarm', 'bright'], 'deep', ['deep'], []]);
  });

  test('hidden slides are shown where the configuration says so, and can be taken out for good', async () => {
    const counts = async (config) => {
      const page = await open(browser, fixture('talk', { config }) + '#/unseen');
      const seen = await page.evaluate(() => [window.Reveal.getCurrentSlide().id, window.Reveal.getTotalSlides(), getComputedStyle(document.getElementById('unseen')).display]);
      await page.evaluate(() => window.Reveal.removeHiddenSlides());
      return [...seen, await page.locator('#unseen').count()];
    };
    assert.deepEqual(await counts({}), ['intro', 8, 'none', 0]);
    assert.deepEqual(await counts({ showHiddenSlides: true }), ['unseen', 9, 'block', 1]);
    const left = await inDeck(() => {
      for (const slide of document.querySelectorAll('.stack > section')) slide.dataset.visibility = 'hidden';
      window.Reveal.removeHiddenSlides();
      window.Reveal.sync();
      return [document.querySelectorAll('.stack').length, window.Reveal.getTotalSlides()];
    });
    assert.deepEqual(left, [0, 5]);
  });

  test('steps and a slide that a script has changed are read again', async () => {
    const seen = await inDeck(() => {
      const { Reveal } = window;
      const log = [];
      Reveal.on('slidesync', (event) => log.push(event.slide.id));
      Reveal.slide(1, 0, 1);
      const slide = Reveal.getCurrentSlide();
      slide.insertAdjacentHTML('beforeend', '<p class="fragment">more</p>');
      const steps = Reveal.syncFragments(slide).map((step) => step.textContent);
      Reveal.slide(1, 0, 9);
      log.push(Reveal.getIndices().f);
      for (const step of slide.querySelectorAll('.fragment:not(:first-of-type)')) step.remove();
      Reveal.syncSlide();
      return [steps, ...log, Reveal.getIndices().f];
    });
    assert.deepEqual(seen, [['step one', 'step two only', 'step two too', 'gone at three', 'more'], 3, 'steps', 1]);
  });

  test('what lies over the deck is told, and can be asked for', async () => {
    const seen = await inDeck(() => {
      const { Reveal } = window;
      const log = [Reveal.isOverlayOpen()];
      for (const type of ['showhelp', 'closeoverlay']) Reveal.on(type, () => log.push(type));
      Reveal.toggleHelp();
      log.push(Reveal.isOverlayOpen());
      Reveal.hidePreview();
      return [...log, Reveal.isOverlayOpen()];
    });
    assert.deepEqual(seen, [false, 'showhelp', true, 'closeoverlay', false]);
  });
});

describe('keys of scripts', () => {
  const deck = (id) => `<div style="position:relative;height:300px"><div class="reveal" id="${id}" style="height:300px"><div class="slides">
<section><h2>One</h2><button id="${id}-button">press</button></section><section><h2>Two</h2></section><section><h2>Three</h2></section></div></div></div>`;

  test('a key is bound by its number to a function or a method, before the table, and freed again', async () => {
    const page = await open(browser, fixture('talk'));
    await page.evaluate(() => {
      window.heard = [];
      window.Reveal.addKeyBinding(84, (event) => window.heard.push(event.key));
      window.Reveal.addKeyBinding({ keyCode: 32, key: 'Space', description: 'Ask' }, () => window.heard.push('space'));
      window.Reveal.addKeyBinding(13, 'next');
      window.Reveal.addKeyBinding(88, 'no method');
      window.Reveal.addKeyBinding(78, null);
    });
    for (const key of ['t', 'Space', 'Shift+Space', 'Shift+T', 'x', 'n', 'Control+t']) await page.keyboard.press(key);
    assert.equal(await place(page), '0/0');
    assert.deepEqual(await page.evaluate(() => window.heard), ['t', 'space', 'space']);
    await page.keyboard.press('Enter');
    assert.equal(await place(page), '1/0/-1');
    await page.evaluate(() => [32, 84, 13, 78].forEach((code) => window.Reveal.removeKeyBinding(code)));
    for (const key of ['t', 'Space', 'Enter', 'n']) await page.keyboard.press(key);
    assert.equal(await place(page), '1/0/1');
    assert.deepEqual(await page.evaluate(() => window.heard.length), 3);
    assert.deepEqual(page.complaints, []);
  });

  test('bound keys keep out of fields, and their descriptions are in the help as long as they are', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.evaluate(() => {
      window.heard = [];
      window.Reveal.addKeyBinding({ keyCode: 89, key: 'Y', description: 'Ask <all>' }, () => window.heard.push('y'));
      window.Reveal.addKeyBinding({ keyCode: 90 }, () => {});
      window.Reveal.registerKeyboardShortcut('Ctrl + M', 'Make a note');
    });
    await page.focus('#field');
    await page.keyboard.type('y');
    assert.deepEqual(await page.evaluate(() => [window.heard, document.activeElement.value]), [[], 'y']);
    await page.evaluate(() => document.activeElement.blur());
    const lines = async () => {
      await page.keyboard.press('?');
      const texts = await page.locator('.deck-help dl > div').allTextContents();
      await page.keyboard.press('Escape');
      return texts.map((text) => text.trim()).filter((text) => /Ask|note|Z$/.test(text));
    };
    assert.deepEqual(await lines(), ['Ask <all>Y', 'Make a noteCtrl + M']);
    await page.evaluate(() => window.Reveal.removeKeyBinding(89));
    assert.deepEqual(await lines(), ['Make a noteCtrl + M']);
    assert.deepEqual(page.complaints, []);
  });

  test('the configuration binds keys to functions and methods, and turns them off', async () => {
    const page = await open(browser, fixture('talk'));
    await page.evaluate(() => {
      window.heard = [];
      window.Reveal.addKeyBinding(13, () => window.heard.push('too late'));
      window.Reveal.configure({ keyboard: { 13: 'next', 27: (event) => window.heard.push(event.key), 32: null, 66: 'toggleOverview', 77: 'nothing' } });
    });
    for (const key of ['Enter', 'Escape', 'Space', 'm']) await page.keyboard.press(key);
    assert.equal(await place(page), '1/0/-1');
    assert.deepEqual(await page.evaluate(() => [window.heard, window.Reveal.isOverview(), window.Reveal.isPaused()]), [['Escape'], false, false]);
    await page.keyboard.press('b');
    assert.deepEqual(await page.evaluate(() => [window.Reveal.isOverview(), window.Reveal.isPaused()]), [true, false]);
    assert.deepEqual(page.complaints, []);
  });

  test('a condition decides whether a key is the deck\'s', async () => {
    const page = await open(browser, fixture('talk'));
    await page.evaluate(() => window.Reveal.configure({ keyboardCondition: (event) => event.key !== 'n' }));
    for (const key of ['n', 'ArrowRight', 'n']) await page.keyboard.press(key);
    assert.equal(await place(page), '1/0/-1');
    await page.evaluate(() => window.Reveal.configure({ keyboardCondition: 'focused' }));
    await page.keyboard.press('n');
    assert.equal(await place(page), '1/0/0');
    assert.deepEqual(page.complaints, []);
  });

  test('a script presses keys by their numbers', async () => {
    const page = await open(browser, fixture('talk'));
    const places = await page.evaluate(() => {
      const { Reveal } = window;
      const press = (...codes) => {
        for (const code of codes) Reveal.triggerKey(code);
        const { h, v, f } = Reveal.getIndices();
        return [h, v, f].filter((part) => part !== undefined).join('/');
      };
      const log = [press(39), press(32, 32, 32), press(78), press(40, 75), press(36), press(35)];
      press(66);
      log.push(Reveal.isPaused());
      press(190);
      log.push(Reveal.isPaused());
      press(27);
      log.push(Reveal.isOverview());
      press(27, 63);
      log.push(Reveal.isOverlayOpen());
      Reveal.toggleHelp(false);
      Reveal.configure({ keyboard: false });
      log.push(press(37));
      Reveal.addKeyBinding(200, () => log.push('own'));
      press(200);
      return log;
    });
    assert.deepEqual(places, ['1/0/-1', '1/0/2', '2/0', '2/0', '0/0', '6/0', true, false, true, true, '5/0', 'own']);
    assert.deepEqual(page.complaints, []);
  });

  test('a deck can be made deaf, and hears again', async () => {
    const page = await open(browser, fixture('talk'));
    await page.evaluate(() => window.Reveal.removeEventListeners());
    await page.evaluate(() => window.Reveal.removeEventListeners());
    for (const key of ['ArrowRight', 'n', 'o']) await page.keyboard.press(key);
    assert.equal(await place(page), '0/0');
    await page.evaluate(() => window.Reveal.next());
    assert.equal(await place(page), '1/0/-1');
    await page.evaluate(() => window.Reveal.addEventListeners());
    await page.keyboard.press('n');
    assert.equal(await place(page), '1/0/0');
    assert.deepEqual(page.complaints, []);
  });

  test('of two decks the one that was pressed or focused last has the keys, also when what had the focus is gone', async () => {
    const page = await open(browser, byHand(`${deck('one')}<p id="between">Between <input id="beside"></p>${deck('two')}`,
      `window.decks = ['one', 'two'].map((id) => new Reveal(document.getElementById(id), { embedded: true, keyboardCondition: 'focused', transition: 'none' }));
window.decks.forEach((deck) => deck.initialize());`), { waits: false });
    await page.waitForFunction(() => window.decks.every((deck) => deck.isReady()));
    const state = () => page.evaluate(() => window.decks.map((deck) => deck.getIndices().h + (deck.isFocused() ? '*' : '')).join(' '));
    await page.keyboard.press('n');
    assert.equal(await state(), '0 0');
    await page.focus('#two-button');
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    assert.equal(await state(), '0 2*');
    await page.locator('#one').click({ position: { x: 600, y: 20 } });
    await page.keyboard.press('n');
    assert.equal(await state(), '1* 2');
    await page.click('#between', { position: { x: 2, y: 5 } });
    await page.keyboard.press('n');
    assert.equal(await state(), '1 2');
    assert.deepEqual(await page.evaluate(() => window.decks.map((deck) => { deck.triggerKey(36); return deck.getIndices().h; })), [0, 0]);
    assert.deepEqual(page.complaints, []);
  });

  test('a key that is pressed in a deck is no other one\'s', async () => {
    const page = await open(browser, byHand(`${deck('one')}${deck('two')}`,
      `window.decks = ['one', 'two'].map((id) => new Reveal(document.getElementById(id), { embedded: true, transition: 'none' }));
window.decks.forEach((deck) => deck.initialize());`), { waits: false });
    await page.waitForFunction(() => window.decks.every((one) => one.isReady()));
    const places = () => page.evaluate(() => window.decks.map((one) => one.getIndices().h));
    // One key moves one deck: where none has been pressed, the first.
    await page.keyboard.press('n');
    assert.deepEqual(await places(), [1, 0]);
    await page.focus('#two-button');
    await page.keyboard.press('n');
    assert.deepEqual(await places(), [1, 1]);
    await page.evaluate(() => window.decks[1].triggerKey(78));
    assert.deepEqual(await places(), [1, 2]);
    await page.locator('#one').click({ position: { x: 600, y: 20 } });
    await page.keyboard.press('n');
    assert.deepEqual(await places(), [2, 2]);
    assert.deepEqual(page.complaints, []);
  });
});
