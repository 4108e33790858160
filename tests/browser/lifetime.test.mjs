// A deck that ends, one that begins again, and several on one page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, compose, fixture, launch, open, place, root, runtimeStyle, still, swipe, written } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const slides = readFileSync(`${root}/tests/browser/fixtures/by-hand.html`, 'utf8');
const style = '@layer runtime, theme; @layer theme { body { margin: 0; font: 28px/1.4 sans-serif } }';
/** A page that somebody wrote by hand. */
const byHand = (body, script = compose({}, undefined, { starts: false }), head = '') => written(`<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>By hand</title><style>${style}\n${runtimeStyle()}</style>${head}</head><body>${body}<script>${script}</script></body></html>`);
const deck = (id, content = slides) => `<div class="reveal"${id ? ` id="${id}"` : ''}><div class="slides">${content}</div></div>`;

/** The whole page as it is written, without its scripts. */
const markup = (page) => page.evaluate(() => {
  const copy = document.documentElement.cloneNode(true);
  for (const script of copy.querySelectorAll('script, style')) script.remove();
  return copy.outerHTML.replaceAll('><', '>\n<');
});
const destroy = (page) => page.evaluate(() => window.Reveal.destroy());
const KEYS = ['Space', 'ArrowRight', 'ArrowDown', 'n', 'End', 'Shift+ArrowLeft', 'Alt+ArrowRight', 'o', 'b', 'w', 'g', 'a', 's', 'q', 'd', 't', '?', '3', 'Enter',
  'Escape', 'Control+Shift+F', 'Home'];

/** What is done with a deck before it ends. */
const lives = {
  'nothing': async () => {},
  'moves in all directions': async (page) => {
    for (const key of ['ArrowRight', 'Space', 'Space', 'Space', 'Space', 'ArrowDown', 'Space', 'ArrowRight', 'End', 'Home', 'PageDown', 'ArrowLeft']) await page.keyboard.press(key);
  },
  'links and the focus that follows them': async (page) => {
    await page.evaluate(() => window.Reveal.slide(3));
    await page.getByText('there').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'there');
  },
  'the overview, left open': async (page) => {
    await page.keyboard.press('o');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
  },
  'the overview, closed again': async (page) => {
    await page.keyboard.press('o');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
  },
  'a pause': (page) => page.keyboard.press('b'),
  'a search': async (page) => {
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('needle');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
  },
  'the field to jump with': async (page) => {
    await page.keyboard.press('g');
    await page.keyboard.type('below');
  },
  'a number that is typed': (page) => page.keyboard.press('3'),
  'the list of keys': (page) => page.keyboard.press('?'),
  'another scheme': (page) => page.keyboard.press('t'),
  'a cursor that is hidden': async (page) => {
    await page.mouse.move(300, 300);
    await page.waitForFunction(() => document.querySelector('.cursor-hidden'));
  },
  'the pointer': async (page) => {
    await page.keyboard.press('q');
    await page.mouse.move(300, 300);
  },
  'a drawing': async (page) => {
    await page.keyboard.press('d');
    await page.mouse.move(300, 300);
    await page.mouse.down();
    await page.mouse.move(400, 400, { steps: 4 });
    await page.mouse.up();
  },
  'a zoom': (page) => page.locator('h1').click({ modifiers: ['Alt'] }),
  'auto-slide': async (page) => {
    await page.evaluate(() => window.Reveal.configure({ autoSlide: 50 }));
    await page.waitForFunction(() => window.Reveal.getIndices().h === 2);
  },
  'another configuration': async (page) => {
    await page.evaluate(() => {
      window.Reveal.configure({ slideNumber: 'c/t', fragments: false, rtl: true, controlsLayout: 'edges', showHiddenSlides: true });
      window.Reveal.configure({ fragments: true, showHiddenSlides: false });
    });
    await page.keyboard.press('End');
  },
  'a transition that runs': (page) => page.evaluate(() => window.Reveal.slide(1)),
};

describe('a deck that ends', () => {
  test('leaves the page as it was found, whatever was done with it', async () => {
    const page = await open(browser, byHand(deck() + '<p>After it</p>'), { waits: false });
    const found = await markup(page);
    for (const [name, live] of Object.entries(lives)) {
      await page.evaluate(() => {
        window.history.replaceState(null, '', '#');
        return window.Reveal.initialize({ hideCursorTime: 50, autoSlide: 0, rtl: false });
      });
      assert.notEqual(await markup(page), found, name);
      await live(page);
      await destroy(page);
      assert.equal(await markup(page), found, name);
      assert.deepEqual(await page.evaluate(() => [window.Reveal.isReady(), document.adoptedStyleSheets.length, CSS.highlights.size]), [false, 0, 0], name);
    }
    assert.deepEqual(page.complaints, []);
  });

  test('leaves a page of the compiler as it is without scripts', async () => {
    const url = fixture('talk');
    const without = await open(browser, url, { waits: false, context: { javaScriptEnabled: false } });
    const page = await open(browser, `${url}#/2/1/0`);
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'End']) await page.keyboard.press(key);
    await destroy(page);
    const bare = (html) => html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '').replaceAll('><', '>\n<').trim();
    assert.equal(await markup(page), bare((await without.content()).replace('<!DOCTYPE html>', '')));
    assert.deepEqual(page.complaints, []);
  });

  test('hears no key, pointer, finger, window or address any more, and none of its methods does anything', async () => {
    const url = byHand(deck() + '<div style="height: 3000px">After it</div>');
    const page = await open(browser, url, { waits: false, context: { hasTouch: true } });
    const found = await markup(page);
    await page.evaluate(async () => {
      await window.Reveal.initialize({ autoSlide: 100 });
      window.Reveal.slide(1);
      window.Reveal.destroy();
      window.told = [];
      for (const type of ['slidechanged', 'fragmentshown', 'paused', 'overviewshown', 'resize', 'autoslideresumed', 'sync', 'ready']) {
        document.addEventListener(type, () => window.told.push(type));
      }
    });
    assert.equal(await markup(page), found);
    const address = page.url();
    for (const key of KEYS) await page.keyboard.press(key);
    await page.mouse.move(200, 200);
    await page.mouse.click(200, 200, { modifiers: ['Alt'] });
    await page.mouse.click(640, 718);
    await swipe(page, -300, 0);
    await page.setViewportSize({ width: 700, height: 500 });
    await page.evaluate(() => {
      window.location.hash = '#/3';
      const kept = /^(initialize|on|off|addEventListener|removeEventListener|dispatchEvent|registerPlugin|addKeyBinding|removeKeyBinding|registerKeyboardShortcut|removeHiddenSlides)$/;
      for (const [name, method] of Object.entries(window.Reveal)) if (typeof method === 'function' && !kept.test(name)) method();
    });
    await page.waitForTimeout(200);
    assert.equal(await markup(page), found);
    assert.deepEqual(await page.evaluate(() => window.told), []);
    assert.equal(page.url(), `${address.split('#')[0]}#/3`);
    assert.deepEqual(page.complaints, []);
  });

  test('can be ended twice, and before it has begun', async () => {
    const page = await open(browser, byHand(deck()), { waits: false });
    const found = await markup(page);
    await page.evaluate(async () => {
      new window.Reveal(document.querySelector('.reveal')).destroy();
      const ready = window.Reveal.initialize();
      window.Reveal.destroy();
      window.Reveal.destroy();
      await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, 50))]);
    });
    assert.equal(await markup(page), found);
    assert.deepEqual(page.complaints, []);
  });

  test('can end while it tells of a slide', async () => {
    const page = await open(browser, byHand(deck()), { waits: false });
    const found = await markup(page);
    await page.evaluate(async () => {
      await window.Reveal.initialize({ transition: 'none' });
      window.Reveal.on('slidechanged', () => window.Reveal.destroy());
      window.Reveal.slide(2);
    });
    assert.equal(await markup(page), found);
    assert.deepEqual(page.complaints, []);
  });

  test('keeps what others changed in the meantime', async () => {
    const page = await open(browser, byHand(deck()), { waits: false });
    await page.evaluate(async () => {
      await window.Reveal.initialize();
      const slide = window.Reveal.getCurrentSlide();
      slide.classList.add('answered');
      slide.style.color = 'red';
      document.body.classList.add('mine');
      window.Reveal.destroy();
    });
    assert.equal(await page.evaluate(() => document.querySelector('section').outerHTML.split('>')[0]), '<section class="answered" style="color: red;"');
    assert.equal(await page.evaluate(() => document.body.className), 'mine');
  });
});

describe('a deck that begins again', () => {
  test('is a new one on the same slides, which keeps its configuration', async () => {
    const page = await open(browser, byHand(deck()), { waits: false });
    const found = await markup(page);
    const first = await page.evaluate(async () => {
      await window.Reveal.initialize({ slideNumber: true, transition: 'none' });
      const before = document.body.outerHTML;
      window.Reveal.slide(2, 1);
      return before;
    });
    await destroy(page);
    assert.equal(await page.evaluate(async () => {
      window.history.replaceState(null, '', '#');
      await window.Reveal.initialize({ progress: false });
      return document.body.outerHTML;
    }), first.replace('class="progress" aria-hidden="true"', 'class="progress" aria-hidden="true" hidden=""'));
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0/-1');
    assert.equal(await page.locator('.slide-number').textContent(), '2');
    await page.keyboard.press('b');
    assert.equal(await page.evaluate(() => window.Reveal.isPaused()), true);
    await destroy(page);
    assert.equal(await markup(page), found);
    assert.deepEqual(page.complaints, []);
  });

  test('can be another one', async () => {
    const page = await open(browser, byHand(deck('one') + deck('two')), { waits: false });
    await page.evaluate(async () => {
      const deck = new window.Reveal(document.querySelector('#two'), { transition: 'none' });
      await deck.initialize();
      deck.slide(1);
      deck.destroy();
      window.history.replaceState(null, '', '#');
      await deck.initialize();
      window.deck = deck;
    });
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await page.evaluate(() => [window.deck.getIndices().h, document.querySelector('#one .present')]), [1, null]);
    assert.deepEqual(page.complaints, []);
  });
});

describe('a deck that cannot begin', () => {
  test('says what it needs', async () => {
    const page = await open(browser, byHand('<div id="empty" class="reveal"></div>'), { waits: false });
    const thrown = await page.evaluate(() => [
      () => window.Reveal.initialize(),
      () => new window.Reveal(document.querySelector('#nowhere'), { embedded: true }),
      () => new window.Reveal(document.querySelector('#empty')),
    ].map((attempt) => {
      try {
        attempt();
      } catch (error) {
        return error.message;
      }
    }));
    assert.deepEqual(thrown, Array(3).fill('A deck needs <div class="reveal"><div class="slides"> in the page before its script runs.'));
    assert.equal(await page.evaluate(() => document.documentElement.className), '');
  });

  test('says so when its element has a deck already, which goes on', async () => {
    const page = await open(browser, byHand(deck()), { waits: false });
    const thrown = await page.evaluate(async () => {
      await window.Reveal.initialize();
      try {
        new window.Reveal(document.querySelector('.reveal')).initialize();
      } catch (error) {
        return error.message;
      }
    });
    assert.equal(thrown, 'This element is a deck already; destroy() ends it.');
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0/-1');
  });
});

describe('two decks on one page', () => {
  const boxes = `<style>.reveal { position: relative; margin: 10px } #one { width: 640px; height: 300px } #two { width: 320px; height: 300px }</style>`;
  const ids = (name) => slides.replaceAll('"links"', `"${name}-links"`).replaceAll('there"', `${name}-there"`);
  const both = async (config = {}, options = {}) => {
    const page = await open(browser, byHand(deck('one', ids('one')) + deck('two', ids('two')), undefined, boxes), { waits: false, ...options });
    page.found = await markup(page);
    await page.evaluate(async (more) => {
      const start = (id) => new window.Reveal(document.querySelector(id), { embedded: true, keyboardCondition: 'focused', transition: 'none', ...more });
      window.decks = [start('#one'), start('#two')];
      await Promise.all(window.decks.map((deck) => deck.initialize()));
    }, config);
    return page;
  };
  const places = (page) => page.evaluate(() => window.decks.map((deck) => Object.values(deck.getIndices()).join('/')));

  test('each fits its slides into its own box, whose size it follows', async () => {
    const page = await both();
    const sizes = () => page.evaluate(() => window.decks.map((deck) => {
      const { x, y, width, height } = deck.getCurrentSlide().getBoundingClientRect();
      const box = deck.getRevealElement().getBoundingClientRect();
      return [deck.getScale(), ...[x - box.x, y - box.y, width, height].map(Math.round)];
    }));
    assert.deepEqual(await sizes(), [[300 / 720, 53, 0, 533, 300], [0.25, 0, 60, 320, 180]]);
    await page.locator('#two').evaluate((box) => { box.style.width = '160px'; });
    await page.waitForFunction(() => window.decks[1].getScale() === 0.125);
    assert.deepEqual(await sizes(), [[300 / 720, 53, 0, 533, 300], [0.125, 0, 105, 160, 90]]);
    assert.deepEqual(await page.evaluate(() => window.decks.map((deck) => deck.getViewportElement().id)), ['one', 'two']);
    assert.equal(await page.evaluate(() => document.documentElement.className), 'scripted');
    assert.deepEqual(page.complaints, []);
  });

  test('a click gives one of them the keys, and only that one moves', async () => {
    const page = await both();
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await places(page), ['0/0/', '0/0/']);
    await page.locator('#two h1').click();
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await places(page), ['0/0/', '1/0/-1']);
    await page.locator('#one h1').click();
    await page.keyboard.press('End');
    assert.deepEqual(await places(page), ['5/0/', '1/0/-1']);
    for (const key of ['b', 'ArrowLeft', 'b', 'o', 'ArrowLeft', 'Enter', 'Control+Shift+F', 'Escape', 'g', 'Escape']) await page.keyboard.press(key);
    assert.deepEqual(await places(page), ['4/0/', '1/0/-1']);
    assert.deepEqual(await page.evaluate(() => document.querySelectorAll('.deck-search, .deck-jump').length), 0);
    assert.deepEqual(page.complaints, []);
  });

  test('the search and the overview open in the one that has the keys', async () => {
    const page = await both();
    await page.locator('#two h1').click();
    await page.keyboard.press('Control+Shift+F');
    assert.deepEqual([await page.locator('#one .deck-search').count(), await page.locator('#two .deck-search').count()], [0, 1]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('o');
    assert.deepEqual(await page.evaluate(() => window.decks.map((deck) => deck.isOverview())), [false, true]);
  });

  test('each has its own controls and links, and is swiped by itself', async () => {
    const page = await both({}, { context: { hasTouch: true } });
    await page.locator('#two').getByRole('button', { name: 'Next slide' }).click();
    assert.deepEqual(await places(page), ['0/0/', '1/0/-1']);
    await page.keyboard.press('Space');
    assert.deepEqual(await places(page), ['0/0/', '1/0/0']);
    await page.evaluate(() => window.decks[0].slide(3));
    await page.locator('#one').getByText('onwards').click();
    assert.deepEqual(await places(page), ['4/0/', '1/0/0']);
    await swipe(page, 120, 0, { x: 200, y: 150 });
    assert.deepEqual(await places(page), ['3/0/', '1/0/0']);
    assert.deepEqual(page.complaints, []);
  });

  test('neither writes nor follows the address, unless it is told to', async () => {
    const page = await both();
    const [url, entries] = [page.url(), await page.evaluate(() => window.history.length)];
    await page.evaluate(() => { for (const deck of window.decks) deck.slide(2, 1, 0); });
    assert.deepEqual([page.url(), await page.evaluate(() => window.history.length)], [url, entries]);
    await page.evaluate(() => { window.location.hash = '#/1'; });
    assert.deepEqual(await places(page), ['2/1/0', '2/1/0']);
    const told = await both({ hash: true });
    await told.evaluate(() => window.decks[0].slide(1));
    assert.match(told.url(), /#\/1$/);
    await told.evaluate(() => { window.location.hash = '#/3'; });
    await told.waitForFunction(() => window.decks[0].getIndices().h === 3);
  });

  test('no id is on the page twice', async () => {
    const page = await both();
    for (const id of ['#one', '#two']) {
      await page.locator(`${id} h1`).click();
      for (const key of ['g', 'Escape', 'd', 'd', 'q', 'q', 'ArrowRight']) await page.keyboard.press(key);
    }
    const found = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
    assert.deepEqual(found, [...new Set(found)]);
  });

  test('one that ends leaves the other working, and the page as it was when both have ended', async () => {
    const page = await both();
    await page.locator('#one h1').click();
    await page.keyboard.press('ArrowRight');
    await page.evaluate(() => window.decks[0].destroy());
    assert.equal(await page.evaluate(() => document.documentElement.className), 'scripted');
    await page.locator('#two h1').click();
    for (const key of ['ArrowRight', 'Space']) await page.keyboard.press(key);
    assert.deepEqual(await places(page), ['0/0/', '1/0/0']);
    await page.locator('#two').getByRole('button', { name: 'Next slide' }).click();
    await still(page);
    assert.deepEqual(await places(page), ['0/0/', '1/0/1']);
    await page.evaluate(() => window.decks[1].destroy());
    assert.equal(await markup(page), page.found);
    assert.deepEqual(page.complaints, []);
  });
});
