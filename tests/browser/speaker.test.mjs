import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, exposeKernel, fixture, launch, open, page as pageOver, place, print, ready, written } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const talk = (config = {}, options = {}) => fixture('speaker', { config, ...options });

/** What opens pages in one context, so that it outlives them. */
const context = async (from = browser) => {
  const one = await from.newContext({ viewport: { width: 1280, height: 720 } });
  return { newPage: () => one.newPage(), addInitScript: (script) => one.addInitScript(script) };
};

/** Waits until what is read is what is expected: two windows talk by messages. */
async function soon(read, expected, message) {
  const match = (value) => (expected instanceof RegExp ? expected.test(value) : JSON.stringify(value) === JSON.stringify(expected));
  let value = await read();
  for (const end = Date.now() + 4000; !match(value) && Date.now() < end; value = await read()) await new Promise((resolve) => setTimeout(resolve, 20));
  if (expected instanceof RegExp) assert.match(value, expected, message);
  else assert.deepEqual(value, expected, message);
}

/** Presses S and answers with the window that opens. */
async function speak(page, key = 's') {
  const [view] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press(key)]);
  view.setDefaultTimeout(10_000);
  view.complaints = [];
  view.on('console', (message) => view.complaints.push(message.text()));
  view.on('pageerror', (error) => view.complaints.push(error.message));
  await linked(view);
  return view;
}

/** Waits until a speaker's window has found the deck. */
async function linked(view) {
  await ready(view);
  await exposeKernel(view);
  await view.waitForFunction(() => window.deck.speaker.isLinked());
}

/** Opens a deck with its speaker view. */
async function both(url, options) {
  const page = await open(browser, url, options);
  const view = await speak(page);
  await view.setViewportSize({ width: 1280, height: 720 });
  return { page, view };
}

const text = (view, id) => view.locator('#' + id).innerText();
const notes = async (view) => (await text(view, 'text')).replace(/\s+/g, ' ').trim();
/** The titles of this slide and the next one, and which steps of them can be seen. */
const pictures = (view) => view.evaluate(() => {
  const { frame } = Object.fromEntries([...document.querySelector('.deck-speaker').shadowRoot.querySelectorAll('iframe')].map((one) => [one.id, one]));
  const next = frame.hidden ? null : frame.contentDocument.querySelector('.slides');
  return [document.querySelector('.slides'), next].map((slides) => {
    const slide = slides && [...slides.querySelectorAll('section:not(.stack)')].find((section) => section.classList.contains('present'));
    if (!slide) return 'nothing';
    const steps = [...slide.querySelectorAll('.fragment')].filter((step) => !step.closest('aside')).map((step) => (step.classList.contains('visible') ? 'x' : '-'));
    return [slide.querySelector('h1, h2').textContent, steps.join('')].join(' ').trim();
  }).join(' | ');
});
/** What the page is told about time, so that no test waits. */
const wait = (page, seconds) => page.evaluate((ms) => {
  const real = Date.now;
  Date.now = () => real.call(Date) + ms;
}, seconds * 1000);
const timer = async (view) => (await text(view, 'timer')).trim();

/** Runs something with the address of a talk in a file, and with one from a server. */
function everywhere(name, act) {
  test(`${name}, from a file`, () => act(talk()));
  test(`${name}, from a server`, async () => {
    const file = readFileSync(new URL(talk()));
    const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(file)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      await act(`http://127.0.0.1:${server.address().port}/`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

describe('the speaker view', () => {
  test('opens with S over a file, with this slide, the next one, notes, number and clock', async () => {
    const { page, view } = await both(talk());
    assert.equal(await text(view, 'number'), 'Slide 1 of 7');
    assert.equal(await pictures(view), 'Begin | First part');
    assert.equal(await notes(view), 'Welcome all, see the steps');
    assert.match(await text(view, 'clock'), /\d:\d\d/);
    assert.equal(await view.title(), 'Speaker view – Fixture');
    assert.equal(await view.locator('#paceBox').isVisible(), true);
    const next = view.frames()[1];
    assert.deepEqual(await next.evaluate(() => [document.compatMode, document.querySelectorAll('script, aside').length]), ['CSS1Compat', 0]);
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });

  test('looks as the deck does, in boxes as wide as a slide is', async () => {
    const { view } = await both(talk({}, { style: '#steps h2 { color: rgb(1, 2, 3) }' }) + '#/steps');
    await soon(() => pictures(view), 'Steps --- | Steps x--');
    const look = () => {
      const box = document.querySelector('.reveal').getBoundingClientRect();
      const slide = document.querySelector('section.present:not(.stack)').getBoundingClientRect();
      const heading = getComputedStyle(document.querySelector('section.present h2'));
      return { whole: Math.abs(slide.width - box.width) < 1 && Math.abs(slide.height - box.height) < 1, wide: box.width > 400,
        ratio: (box.width / box.height).toFixed(1), color: heading.color, size: heading.fontFamily };
    };
    const expected = { whole: true, wide: true, ratio: '1.8', color: 'rgb(1, 2, 3)', size: 'sans-serif' };
    for (const frame of view.frames()) assert.deepEqual(await frame.evaluate(look), expected);
  });

  test('goes through steps, stacks and sections with the deck, whichever window has the key', async () => {
    const { page, view } = await both(talk());
    await view.keyboard.press('ArrowRight');
    await soon(() => place(page), '1/0');
    await page.keyboard.press('Space');
    await soon(() => pictures(view), 'Steps --- | Steps x--');
    assert.equal(await notes(view), 'Written in the attribute Notes of the slide');
    assert.equal(await text(view, 'nowTitle'), 'This slide, step 0 of 3');
    assert.equal(await text(view, 'nextTitle'), 'Next step');
    assert.equal(await text(view, 'where'), 'First part › Steps');
    await view.keyboard.press('Space');
    await soon(() => pictures(view), 'Steps x-- | Steps xx-');
    assert.equal(await notes(view), 'Say this at one Written in the attribute Notes of the slide');
    await view.keyboard.press('Space');
    await soon(() => notes(view), 'Aside of two Written in the attribute Notes of the slide');
    await view.keyboard.press('Space');
    await soon(() => pictures(view), 'Steps xxx | Above');
    assert.equal(await text(view, 'nextTitle'), 'Next slide');
    await view.keyboard.press('n');
    await soon(() => pictures(view), 'Above | Below');
    assert.equal(await place(page), '3/0');
    await view.keyboard.press('ArrowDown');
    await soon(() => pictures(view), 'Below | Second part');
    assert.equal(await place(page), '3/1');
    assert.equal(await notes(view), 'No notes for this slide.');
    await page.keyboard.press('End');
    await soon(() => pictures(view), 'Last | nothing');
    assert.equal(await text(view, 'nextTitle'), 'The end');
    assert.equal(await text(view, 'where'), 'Second part › Last');
    await view.keyboard.press('Shift+Space');
    await view.keyboard.press('ArrowLeft');
    await soon(() => place(page), '3/1', 'a stack is entered where it was left');
    await page.keyboard.press('Home');
    await page.evaluate(() => window.Reveal.slide(2, 0, 1));
    await soon(() => pictures(view), 'Steps xx- | Steps xxx');
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });

  test('ten keys at once are ten moves', async () => {
    const { page, view } = await both(talk());
    for (let i = 0; i < 10; i += 1) await view.keyboard.press('Space');
    await soon(() => pictures(view), 'Last | nothing');
    for (let i = 0; i < 10; i += 1) await view.keyboard.press('Shift+Space');
    await soon(() => pictures(view), 'Begin | First part');
    assert.equal(await place(page), '0/0');
  });

  test('the address and the history are the deck\'s alone', async () => {
    const { page, view } = await both(talk());
    const count = await view.evaluate(() => window.history.length);
    await view.keyboard.press('ArrowRight');
    await soon(() => page.evaluate(() => window.location.hash), '#/part');
    assert.equal(await view.evaluate(() => window.location.hash), '');
    assert.equal(await view.evaluate(() => window.history.length), count);
  });

  test('backgrounds are there, also those of a stack', async () => {
    const { page, view } = await both(talk() + '#/3/1');
    const layer = (i) => view.frames()[i].evaluate(() => getComputedStyle(document.querySelector('.slide-background.present')).backgroundColor);
    await soon(() => layer(0), 'rgb(32, 64, 96)');
    assert.equal(await view.evaluate(() => document.querySelector('video').paused), true);
    await page.keyboard.press('Space');
    await soon(() => layer(1), 'rgb(254, 220, 186)');
    await soon(() => layer(0), 'rgba(0, 0, 0, 0)');
  });

  test('follows slides that are exchanged, the pause and the colour scheme', async () => {
    const { page, view } = await both(talk() + '#/second');
    await page.evaluate(() => {
      document.querySelector('#second h2').textContent = 'Exchanged title';
      document.querySelector('#last').outerHTML = '<section><h2>New last</h2></section>';
      window.Reveal.sync();
    });
    await soon(() => pictures(view), 'Exchanged title | New last');
    assert.equal(await view.locator('#paused').isVisible(), false);
    await view.keyboard.press('b');
    await soon(() => text(view, 'paused'), 'The screen is paused');
    assert.equal(await page.evaluate(() => window.Reveal.isPaused()), true);
    await view.keyboard.press('b');
    await view.locator('#paused').waitFor({ state: 'hidden' });
    await view.keyboard.press('t');
    await page.waitForFunction(() => document.documentElement.dataset.scheme);
    const scheme = (one) => one.evaluate(() => document.documentElement.dataset.scheme);
    for (const frame of view.frames()) await soon(() => scheme(frame), await scheme(page));
  });

  test('a canvas of another size has it in both windows', async () => {
    const { page, view } = await both(talk({ width: 960, height: 720 }));
    const size = () => view.evaluate(() => [document.querySelector('.slides').offsetWidth, document.querySelector('.slides').offsetHeight]);
    await soon(size, [960, 720]);
    await page.evaluate(() => window.Reveal.configure({ width: 1600, height: 900 }));
    await soon(size, [1600, 900]);
    const { width, height } = await view.locator('#now .box').boundingBox();
    assert.ok(Math.abs(width / height - 16 / 9) < 0.01);
  });

  test('a deck without notes says so', async () => {
    const { view } = await both(fixture('plain'));
    assert.equal(await notes(view), 'This deck has no notes.');
    assert.equal(await view.locator('#paceBox').isVisible(), false);
  });

  test('a link in the notes leads through the deck', async () => {
    const { page, view } = await both(talk());
    await view.getByRole('link', { name: 'the steps' }).click();
    await soon(() => text(view, 'where'), 'First part › Steps');
    assert.equal(await place(page), '2/0/-1');
    assert.equal(page.context().pages().length, 2);
  });

  test('jumps from the speaker\'s window are made there and seen in both', async () => {
    const { page, view } = await both(talk());
    await view.keyboard.press('g');
    await view.keyboard.type('last');
    await view.keyboard.press('Enter');
    await soon(() => pictures(view), 'Last | nothing');
    assert.equal(await place(page), '5/0');
    assert.equal(await page.locator('.deck-jump').count(), 0);
  });

  test('the overview is the speaker\'s own, and what is chosen there is shown to all', async () => {
    const { page, view } = await both(talk());
    await view.keyboard.press('o');
    await view.keyboard.press('ArrowRight');
    await view.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => window.Reveal.isOverview()), false);
    assert.equal(await place(page), '0/0');
    await view.keyboard.press('Enter');
    await soon(() => pictures(view), 'Steps --- | Steps x--');
    await soon(() => place(page), '2/0/-1');
    assert.equal(await view.evaluate(() => window.Reveal.isOverview()), false);
    await view.keyboard.press('Space');
    await soon(() => place(page), '2/0/0');
  });

  test('the list of keys has the window\'s own, and is the window\'s own', async () => {
    const { page, view } = await both(talk());
    await view.keyboard.press('?');
    const list = await view.getByRole('dialog').innerText();
    for (const words of ['Layout of the speaker view', 'Larger notes', 'Pointer', 'Black screen']) assert.ok(list.includes(words), words);
    assert.equal(await page.getByRole('dialog').count(), 0);
  });

  test('layouts by the select and L, type size by keys and buttons; the keys stay the deck\'s', async () => {
    const { page, view } = await both(talk());
    const layout = () => view.evaluate(() => document.querySelector('.deck-speaker').shadowRoot.querySelector('[data-layout]').dataset.layout);
    await view.getByLabel('Layout').selectOption('tall');
    assert.equal(await layout(), 'tall');
    await view.keyboard.press('ArrowRight');
    await soon(() => place(page), '1/0');
    await view.keyboard.press('l');
    assert.equal(await layout(), 'notes-only');
    assert.equal(await view.getByLabel('Layout').inputValue(), 'notes-only');
    assert.equal(await view.locator('#now').isVisible(), false);
    await view.keyboard.press('l');
    assert.equal(await layout(), 'default');
    const size = () => view.locator('#text').evaluate((box) => Math.round(Number.parseFloat(getComputedStyle(box).fontSize)));
    const sizes = [await size()];
    for (const key of ['+', '+', '-']) {
      await view.keyboard.press(key);
      sizes.push(await size());
    }
    await view.getByRole('button', { name: 'Smaller notes' }).click();
    await view.getByRole('button', { name: 'Smaller notes' }).click();
    sizes.push(await size());
    assert.deepEqual(sizes, [20, 23, 26, 23, 17]);
    assert.equal(await place(page), '1/0');
    await view.keyboard.press('Space');
    await soon(() => place(page), '2/0/-1', 'after a click on a button Space is next');
  });

  for (const [width, height] of [[1280, 720], [1024, 768]]) {
    test(`all is in sight at ${width} x ${height} in every layout, and regions and controls have names`, async () => {
      const { view } = await both(talk() + '#/steps/1');
      await view.setViewportSize({ width, height });
      for (const layout of ['default', 'wide', 'tall', 'notes-only']) {
        await view.getByLabel('Layout').selectOption(layout);
        const outside = await view.evaluate(() => {
          const shadow = document.querySelector('.deck-speaker').shadowRoot;
          const parts = [...shadow.querySelectorAll('section, .box, button, select, p, h1, h2')].filter((part) => part.checkVisibility());
          const bad = parts.filter((part) => {
            const { left, top, right, bottom } = part.getBoundingClientRect();
            return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
          });
          return [...bad.map((part) => part.id || part.textContent), ...(document.documentElement.scrollWidth > innerWidth ? ['scrolls'] : [])];
        });
        assert.deepEqual(outside, [], layout);
        const crowded = await view.evaluate(() => {
          const shadow = document.querySelector('.deck-speaker').shadowRoot;
          const boxes = ['now', 'next', 'notes', 'time'].map((id) => shadow.getElementById(id).getBoundingClientRect()).filter((box) => box.width);
          return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
        });
        assert.equal(crowded, false, `${layout} overlaps`);
      }
      await view.getByLabel('Layout').selectOption('default');
      for (const name of ['This slide', 'Next slide', 'Notes', 'Time']) assert.equal(await view.getByRole('region', { name, exact: true }).count(), 1, name);
      assert.deepEqual(await view.locator('#page').getByRole('heading').allInnerTexts(),
        ['Slide 3 of 7First part › Steps', 'This slide, step 2 of 3', 'Clock', 'Timer', 'Pace', 'Next step', 'Notes']);
      const stops = [];
      for (let i = 0; i < 6; i += 1) {
        await view.keyboard.press('Tab');
        stops.push(await view.evaluate(() => document.activeElement.shadowRoot?.activeElement.id ?? document.activeElement.className));
      }
      assert.deepEqual(stops, ['layout', 'smaller', 'larger', 'timer', 'reset', 'text'], 'what is in the slides is no stop');
    });
  }

  test('axe-core finds nothing in it', async () => {
    const { view } = await both(talk() + '#/steps/1');
    await view.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    for (const layout of ['default', 'notes-only']) {
      await view.getByLabel('Layout').selectOption(layout);
      const { found, judged } = await view.evaluate(async () => {
        const { violations, passes } = await window.axe.run(document, { preload: false });
        return { found: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' '))}`), judged: passes.flatMap(({ nodes }) => nodes).length };
      });
      assert.deepEqual(found, [], layout);
      assert.ok(judged > 60, `${judged} are too few`);
    }
  });
});

describe('notes of steps', () => {
  const slides = '<section id="one"><h2>One</h2><p class="fragment" data-fragment-index="1" data-notes="Of the attribute">a</p>' +
    '<div class="fragment" data-fragment-index="3">b <aside class="notes">Inside b</aside></div><p class="fragment" data-fragment-index="7">c</p>' +
    '<aside class="notes">Of the slide</aside><aside class="notes fragment" data-fragment-index="3">A step itself</aside>' +
    '<aside class="notes" data-fragment-index="7">By its number</aside></section>';
  const count = (view) => view.evaluate(() => window.Reveal.getCurrentSlide().querySelectorAll('.fragment').length);

  test('they come first, whether they are written in an attribute, lie in the step, are steps or have the number of one', async () => {
    const { page, view } = await both(written(pageOver(slides)));
    const seen = [await notes(view)];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('Space');
      await soon(() => text(view, 'nowTitle'), `This slide, step ${step + 1} of 3`);
      seen.push(await notes(view));
    }
    assert.deepEqual(seen, ['Of the slide', 'Of the attribute Of the slide', 'Inside b A step itself Of the slide', 'By its number Of the slide']);
    assert.equal(await count(view), 4);
    await page.evaluate(() => window.Reveal.sync());
    await view.evaluate(() => window.Reveal.sync());
    assert.equal(await notes(view), 'By its number Of the slide', 'numbers that were put right stay right');
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });

  test('without written numbers a number is that of the step as it is shown', async () => {
    const { page, view } = await both(written(pageOver('<section><h2>One</h2><p class="fragment">a</p><p class="fragment">b</p>' +
      '<aside class="notes" data-fragment-index="1">With b</aside></section>')));
    assert.equal(await notes(view), 'No notes for this slide.');
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    await soon(() => notes(view), 'With b');
  });

  test('a step inside notes is a step of the slide, which the speaker sees come', async () => {
    const { page, view } = await both(written(pageOver('<section><h2>One</h2><p class="fragment">a</p>' +
      '<aside class="notes"><p>Say</p><p class="fragment">Then say</p></aside></section>')));
    const opacity = () => view.locator('#text .fragment').evaluate((part) => getComputedStyle(part).opacity);
    assert.equal(await notes(view), 'Say Then say');
    assert.equal(await opacity(), '0.65');
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    await soon(() => text(view, 'nowTitle'), 'This slide, step 2 of 2');
    assert.equal(await notes(view), 'Say Then say');
    assert.equal(await opacity(), '1');
  });
});

describe('timer and pace', () => {
  test('the timer runs from the first move, is halted by a click and put back by a double click or a button', async () => {
    const { page, view } = await both(talk() + '#/part');
    await soon(() => text(view, 'where'), 'First part');
    assert.match(await text(view, 'timerState'), /^starts with the first move/);
    await wait(view, 100);
    await page.keyboard.press('ArrowRight');
    await soon(() => text(view, 'timerState'), /^running/);
    assert.match(await timer(view), /^0:0\d$/);
    await wait(view, 75);
    await soon(() => timer(view), /^1:1[5-9]$/);
    await view.locator('#timer').click();
    assert.match(await text(view, 'timerState'), /^paused/);
    await wait(view, 50);
    await page.keyboard.press('ArrowRight');
    await soon(() => text(view, 'nowTitle'), 'This slide, step 1 of 3');
    assert.match(await timer(view), /^1:1\d$/);
    await view.locator('#timer').click();
    await wait(view, 3600);
    await soon(() => timer(view), /^1:01:1\d$/);
    await view.locator('#timer').dblclick();
    assert.equal(await timer(view), '0:00');
    assert.match(await text(view, 'timerState'), /^starts with the first move/);
    await view.keyboard.press('ArrowLeft');
    await soon(() => text(view, 'timerState'), /^running/);
    await view.getByRole('button', { name: 'Reset' }).click();
    assert.match(await text(view, 'timerState'), /^starts/);
  });

  test('the clock and the timer go on by themselves', async () => {
    const { page, view } = await both(talk());
    await page.keyboard.press('ArrowRight');
    await soon(() => timer(view), '0:01');
  });

  test('slides share the time of their section and the rest of the deck\'s, and the pace is told in words', async () => {
    // 60 seconds for the first part: 20 for the steps, so 13.3 for each of the three others; 40 seconds left for three.
    const { page, view } = await both(talk({ totalTime: 100 }));
    assert.match(await text(view, 'timerState'), /1:40 planned$/);
    const pace = async () => [await text(view, 'pace'), await text(view, 'paceMore')].filter(Boolean).join(', ');
    assert.equal(await pace(), 'On time, 0:13 left for this slide');
    await page.keyboard.press('ArrowRight');
    await soon(pace, '0:13 ahead, 0:27 left for this slide');
    await wait(view, 20);
    await page.keyboard.press('ArrowRight');
    await soon(pace, /^0:0[67] ahead, 0:2[67] left for this slide$/);
    await wait(view, 20);
    await page.keyboard.press('ArrowRight');
    await soon(pace, /^On time, 0:0[67] left for this slide$/);
    await wait(view, 20);
    await page.keyboard.press('ArrowRight');
    await soon(pace, /^0:1[34] behind$/);
    const colours = await view.locator('#pace').evaluate((part) => ['onTime', 'ahead', 'behind'].map((word) => {
      part.dataset.pace = word;
      return getComputedStyle(part).color;
    }));
    assert.equal(new Set(colours).size, 3);
  });

  test('without a time for the deck a slide takes the default', async () => {
    const { page, view } = await both(fixture('plain', { config: { defaultTiming: 30 } }));
    assert.match(await text(view, 'timerState'), /1:30 planned$/);
    await page.keyboard.press('ArrowRight');
    await soon(() => text(view, 'pace'), '0:30 ahead');
  });
});

describe('what lies over the slide is in both windows', () => {
  /** Where something lies, in parts of the slide, rounded to a hundredth. */
  const part = (one, selector) => one.evaluate((wanted) => {
    const element = [...document.querySelectorAll(wanted)].at(-1);
    if (!element?.checkVisibility()) return null;
    const slides = document.querySelector('.slides').getBoundingClientRect();
    const { left, top, width, height } = element.getBoundingClientRect();
    return [(left + width / 2 - slides.left) / slides.width, (top + height / 2 - slides.top) / slides.height].map((number) => Math.round(number * 100) / 100);
  }, selector);
  const dot = (one) => part(one, '.deck-pointer > span');
  const line = (one) => part(one, '.deck-drawing > g');
  const lines = (one) => one.locator('.deck-drawing > g').count();
  /** Moves the mouse to a place of the slide as it is shown without zoom. */
  const point = async (one, x, y, options) => {
    const { x: left, y: top, width, height } = await one.locator('.reveal').first().boundingBox();
    await one.mouse.move(left + x * width, top + y * height, options);
  };
  const stroke = async (one, [fromX, fromY], [toX, toY]) => {
    await point(one, fromX, fromY);
    await one.mouse.down();
    await point(one, toX, toY, { steps: 4 });
    await one.mouse.up();
  };
  const scale = (one) => one.evaluate(() => document.querySelector('.slides').getBoundingClientRect().width / document.querySelector('.reveal').clientWidth)
    .then((number) => Math.round(number * 10) / 10);

  test('the pointer, from either side, and it is gone with its window', async () => {
    const { page, view } = await both(talk());
    await page.keyboard.press('q');
    await point(page, 0.25, 0.75);
    await soon(() => dot(view), [0.25, 0.75]);
    await page.keyboard.press('q');
    await soon(() => dot(view), null);
    await view.keyboard.press('q');
    await point(view, 0.5, 0.2);
    await soon(() => dot(page), [0.5, 0.2]);
    assert.deepEqual(await dot(view), [0.5, 0.2]);
    await view.mouse.move(5, 5);
    await soon(() => dot(page), null);
    await point(view, 0.1, 0.2);
    await soon(() => dot(page), [0.1, 0.2]);
    await view.close({ runBeforeUnload: true });
    await soon(() => dot(page), null);
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });

  test('drawing, from either side, while the pen still moves, with eraser, undo and clear', async () => {
    const { page, view } = await both(talk());
    await page.keyboard.press('d');
    await stroke(page, [0.2, 0.2], [0.4, 0.6]);
    await soon(() => line(view), [0.3, 0.4]);
    await view.keyboard.press('d');
    await point(view, 0.5, 0.5);
    await view.mouse.down();
    await point(view, 0.7, 0.7, { steps: 4 });
    await soon(() => lines(page), 2);
    await soon(() => line(page), [0.6, 0.6], 'it is seen before it is finished');
    await view.mouse.up();
    await view.getByRole('button', { name: 'Blue' }).click();
    await stroke(view, [0.1, 0.8], [0.3, 0.8]);
    await soon(() => lines(page), 3);
    assert.equal(await page.locator('.deck-drawing > g').last().getAttribute('stroke'), '#2f80ed');
    await view.keyboard.press('Control+z');
    await soon(() => lines(page), 2);
    await view.keyboard.press('e');
    await stroke(view, [0.2, 0.55], [0.4, 0.3]);
    await soon(() => lines(page), 1);
    await view.keyboard.press('Delete');
    await soon(() => lines(page), 0);
    assert.equal(await place(page), '0/0');
    assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 0);
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });

  test('every slide has its own drawing in both, also one that was drawn before the window was opened', async () => {
    const page = await open(browser, talk());
    await page.keyboard.press('d');
    await stroke(page, [0.2, 0.2], [0.4, 0.2]);
    await page.keyboard.press('ArrowRight');
    await stroke(page, [0.6, 0.6], [0.8, 0.6]);
    const view = await speak(page);
    await soon(() => line(view), [0.7, 0.6]);
    await view.keyboard.press('ArrowLeft');
    await soon(() => line(view), [0.3, 0.2]);
    await view.keyboard.press('End');
    await soon(() => lines(view), 0);
  });

  test('zoom by Alt-click, from either side, and what is pointed at lies at the same place', async () => {
    const { page, view } = await both(talk(), { reducedMotion: 'reduce' });
    await view.emulateMedia({ reducedMotion: 'reduce' });
    await page.keyboard.down('Alt');
    await point(page, 0.5, 0.5);
    await page.mouse.click(640, 360);
    await page.keyboard.up('Alt');
    await soon(() => scale(view), 2);
    await page.keyboard.press('Escape');
    await soon(() => scale(view), 1);
    await view.keyboard.down('Alt');
    await point(view, 0.75, 0.25);
    await view.mouse.down();
    await view.mouse.up();
    await view.keyboard.up('Alt');
    await soon(() => scale(page), 2);
    const corner = (one) => one.evaluate(() => {
      const [slides, box] = ['.slides', '.reveal'].map((name) => document.querySelector(name).getBoundingClientRect());
      return [(slides.left - box.left) / box.width, (slides.top - box.top) / box.height].map((number) => Math.round(number * 50) / 50 || 0);
    });
    await soon(() => corner(page), [-1, 0]);
    assert.deepEqual(await corner(view), [-1, 0]);
    await view.keyboard.press('q');
    await point(view, 0.5, 0.5);
    await soon(() => dot(page), [0.75, 0.25]);
    await view.keyboard.press('ArrowRight');
    await soon(() => scale(page), 1);
    await soon(() => scale(view), 1);
    assert.equal(await place(page), '1/0');
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });
});

describe('two windows', () => {
  test('S again brings the window to the front, and opens it again once it is closed, with the timer going on', async () => {
    const { page, view } = await both(talk());
    await page.keyboard.press('ArrowRight');
    await soon(() => text(view, 'timerState'), /^running/);
    await view.keyboard.press('l');
    await page.bringToFront();
    await page.keyboard.press('s');
    assert.equal(page.context().pages().length, 2);
    await view.close({ runBeforeUnload: true });
    await page.waitForFunction(() => document.hasFocus());
    await page.keyboard.press('ArrowRight');
    const again = await speak(page, 'Shift+S');
    await soon(() => pictures(again), 'Steps --- | Steps x--');
    await soon(() => text(again, 'timerState'), /^running/);
    assert.equal(await again.getByLabel('Layout').inputValue(), 'wide');
    await again.keyboard.press('Space');
    await soon(() => place(page), '2/0/0');
    assert.equal(page.context().pages().length, 2);
    assert.deepEqual([...page.complaints, ...again.complaints], []);
  });

  everywhere('a deck that is loaded again finds its window by itself, with timer, layout and drawings', async (url) => {
    const { page, view } = await both(url);
    await page.keyboard.press('ArrowRight');
    await soon(() => text(view, 'timerState'), /^running/);
    await view.keyboard.press('l');
    await view.keyboard.press('d');
    const { x, y } = await view.locator('.reveal').first().boundingBox();
    await view.mouse.move(x + 50, y + 50);
    await view.mouse.down();
    await view.mouse.move(x + 150, y + 90);
    await view.mouse.up();
    await view.keyboard.press('d');
    await soon(() => page.locator('.deck-drawing > g').count(), 1);
    await wait(view, 100);
    for (let turn = 0; turn < 2; turn += 1) {
      await page.reload();
      await ready(page);
      await linked(view);
      await soon(() => page.locator('.deck-drawing > g').count(), 1 - turn);
      await view.keyboard.press('Space');
      await soon(() => place(page), ['2/0/-1', '2/0/0'][turn]);
    }
    await page.evaluate(() => window.Reveal.slide(1));
    assert.equal(await page.locator('.deck-drawing > g').count(), 1);
    await page.evaluate(() => window.Reveal.slide(2, 0, 0));
    assert.equal(await view.getByRole('alert').isVisible(), false);
    assert.match(await timer(view), /^1:4\d$/);
    assert.equal(await view.getByLabel('Layout').inputValue(), 'wide');
    await page.keyboard.press('Space');
    await soon(() => pictures(view), 'Steps xx- | Steps xxx');
    assert.equal(page.context().pages().length, 2, 'no window is opened by itself');
    await page.keyboard.press('s');
    assert.equal(page.context().pages().length, 2);
    assert.deepEqual(view.complaints, []);
  });

  everywhere('a speaker\'s window that is loaded again is as it was', async (url) => {
    const { page, view } = await both(url);
    await view.keyboard.press('ArrowRight');
    await view.keyboard.press('l');
    await soon(() => text(view, 'timerState'), /^running/);
    await wait(view, 100);
    await view.reload();
    await linked(view);
    await soon(() => pictures(view), 'First part | Steps ---');
    await soon(() => text(view, 'timerState'), /^running/);
    assert.equal(await view.getByLabel('Layout').inputValue(), 'wide');
    await view.keyboard.press('ArrowRight');
    await soon(() => place(page), '2/0/-1');
    assert.deepEqual(view.complaints, []);
  });

  everywhere('a deck that is closed and opened in a new window is found there', async (url) => {
    const pages = await context();
    const first = await open(pages, url);
    const view = await speak(first);
    await first.keyboard.press('ArrowRight');
    await soon(() => text(view, 'timerState'), /^running/);
    await first.close({ runBeforeUnload: true });
    await soon(() => view.getByRole('alert').innerText(), 'The deck is closed. Open it again to go on.');
    await view.keyboard.press('ArrowRight');
    await soon(() => pictures(view), 'Steps --- | Steps x--', 'what is in the window can still be read and gone through');
    const second = await open(pages, url + '#/last');
    await soon(() => pictures(view), 'Last | nothing');
    assert.equal(await view.getByRole('alert').isVisible(), false);
    await view.keyboard.press('Home');
    await soon(() => place(second), '0/0');
    await second.reload();
    await ready(second);
    await soon(() => text(view, 'gone'), '');
    await view.keyboard.press('End');
    await soon(() => place(second), '5/0');
    await view.reload();
    await linked(view);
    await soon(() => pictures(view), 'Last | nothing');
    assert.match(await text(view, 'timerState'), /^running/);
    // A window that nobody opened here cannot be brought to the front: another one takes its place.
    const again = await speak(second);
    await soon(() => view.isClosed(), true);
    await again.keyboard.press('Home');
    await soon(() => place(second), '0/0');
    assert.deepEqual([...second.complaints, ...again.complaints], []);
  });

  test('a deck that has a speaker\'s window does not take another one', async () => {
    const pages = await context();
    const url = talk();
    const [one, two] = [await open(pages, url), await open(pages, url)];
    const [left, right] = [await speak(one), await speak(two)];
    await left.keyboard.press('ArrowRight');
    await soon(() => place(one), '1/0');
    await one.close({ runBeforeUnload: true });
    await soon(() => left.getByRole('alert').isVisible(), true);
    await left.keyboard.press('End');
    await right.waitForTimeout(700);
    assert.equal(await place(two), '0/0');
    await right.keyboard.press('ArrowRight');
    await soon(() => place(two), '1/0');
  });

  test('when the deck ends its window goes with it', async () => {
    const { page, view } = await both(talk());
    await page.evaluate(() => window.Reveal.destroy());
    await soon(() => view.isClosed(), true);
    assert.equal(await page.locator('.speaker-message').count(), 0);
  });

  test('a page of another origin cannot ask the deck for anything', async () => {
    const page = await open(browser, talk());
    await page.evaluate(() => {
      // Neither the window itself nor a frame was opened by the deck.
      const message = { speaker: 0, from: 'stranger', to: '', kept: {}, fresh: true, alone: true };
      window.postMessage(message, '*');
      window.postMessage({ ...message, call: ['go', 3] }, '*');
    });
    await page.waitForTimeout(100);
    assert.equal(await place(page), '0/0');
    const { view } = { view: await speak(page) };
    await view.evaluate(() => window.opener.postMessage({ speaker: 0, from: 'stranger', to: '', call: ['go', 3] }, '*'));
    await page.waitForTimeout(100);
    assert.equal(await place(page), '0/0');
  });

  test('a browser that blocks the window is named in a message that goes and is never printed', async () => {
    const strict = await launch({ ignored: ['--disable-popup-blocking'] });
    try {
      const pages = await context(strict);
      // No key is down, so the browser does not let a window open.
      await pages.addInitScript(() => window.opener || document.addEventListener('DOMContentLoaded', () =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 's', bubbles: true }))));
      const page = await open(pages, talk());
      const message = page.getByRole('status').filter({ hasText: 'blocked the speaker view' });
      assert.equal(await message.isVisible(), true);
      assert.equal(page.context().pages().length, 1);
      assert.ok((await print(page)).every(({ text: words }) => !words.includes('blocked')));
      const view = await speak(page);
      assert.equal(await message.count(), 0);
      assert.equal(await pictures(view), 'Begin | First part');
    } finally {
      await strict.close();
    }
  });

  test('S in a field and a deck without keys open nothing, and the window\'s name is left alone', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.evaluate(() => { window.name = 'mine'; });
    await page.focus('#field');
    await page.keyboard.press('s');
    assert.equal(page.context().pages().length, 1);
    await page.evaluate(() => document.activeElement.blur());
    const view = await speak(page);
    await view.close();
    assert.equal(await page.evaluate(() => window.name), 'mine');
    await page.evaluate(() => window.Reveal.configure({ keyboard: false }));
    await page.keyboard.press('s');
    assert.equal(page.context().pages().length, 1);
  });
});
