import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { closePages, fixture, launch, open, place, print, ready } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const talk = (config = {}, options = {}) => fixture('speaker', { config, ...options });

/** What opens pages in one context, so that it outlives them. */
const context = async (from) => {
  const one = await from.newContext({ viewport: { width: 1280, height: 720 } });
  return { newPage: () => one.newPage(), addInitScript: (script) => one.addInitScript(script) };
};

/** Presses S and answers with the window that opens. */
async function speak(page, key = 's') {
  const [view] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press(key)]);
  view.complaints = [];
  view.on('console', (message) => view.complaints.push(message.text()));
  view.on('pageerror', (error) => view.complaints.push(error.message));
  await view.locator('#number').waitFor();
  return view;
}

/** Opens a deck with its speaker view. */
async function both(url) {
  const page = await open(browser, url);
  const view = await speak(page);
  await view.setViewportSize({ width: 1280, height: 720 });
  return { page, view };
}

const text = (view, id) => view.locator('#' + id).innerText();
const notes = async (view) => (await text(view, 'text')).replace(/\s+/g, ' ').trim();
/** The title of the slide in a picture, and which steps of it can be seen. */
const picture = (view, name) => view.evaluate((slot) => {
  const frame = document.querySelector('[slot=' + slot + ']');
  if (frame.hidden) return 'nothing';
  const steps = [...frame.querySelectorAll('.fragment')].map((step) => (step.classList.contains('visible') ? 'x' : '-'));
  return [frame.querySelector('h1, h2').textContent, steps.join('')].join(' ').trim();
}, name);
const pictures = async (view) => [await picture(view, 'now'), await picture(view, 'next')].join(' | ');
/** What the deck is told about time, so that no test waits. */
const wait = (page, seconds) => page.evaluate((ms) => {
  const real = Date.now;
  Date.now = () => real.call(Date) + ms;
}, seconds * 1000);
const timer = async (view) => (await text(view, 'timer')).trim();
const seen = (view, id, wanted) => view.waitForFunction(([part, words]) =>
  document.querySelector('body > div').shadowRoot.getElementById(part).textContent.includes(words), [id, wanted]);

describe('the speaker view', () => {
  test('opens with S over a file, with this slide, the next one, notes, number and clock', async () => {
    const { page, view } = await both(talk());
    assert.equal(await text(view, 'number'), 'Slide 1 of 7');
    assert.equal(await pictures(view), 'Begin | First part');
    assert.equal(await notes(view), 'Welcome all, see the steps');
    assert.match(await text(view, 'clock'), /\d:\d\d/);
    assert.equal(await view.title(), 'Speaker view – Fixture');
    assert.equal(await view.evaluate(() => document.compatMode), 'CSS1Compat');
    assert.equal(await view.locator('#paceBox').isVisible(), true);
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });

  test('looks as the deck does, in a box as wide as a slide is, without the notes', async () => {
    const { view } = await both(talk({}, { style: '#steps h2 { color: rgb(1, 2, 3) }' }) + '#/steps');
    const look = await view.evaluate(() => {
      const frame = document.querySelector('[slot=now]');
      const box = frame.getBoundingClientRect();
      const slide = frame.querySelector('section').getBoundingClientRect();
      const heading = getComputedStyle(frame.querySelector('h2'));
      return { whole: Math.abs(slide.width - box.width) < 1 && Math.abs(slide.height - box.height) < 1, wide: box.width > 600,
        ratio: (box.width / box.height).toFixed(2), color: heading.color, size: heading.fontFamily, asides: frame.querySelectorAll('aside').length };
    });
    assert.deepEqual(look, { whole: true, wide: true, ratio: '1.78', color: 'rgb(1, 2, 3)', size: 'sans-serif', asides: 0 });
  });

  test('goes through steps, stacks and sections with the deck, whichever window has the key', async () => {
    const { page, view } = await both(talk());
    await view.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0');
    await page.keyboard.press('Space');
    assert.equal(await pictures(view), 'Steps --- | Steps x--');
    assert.equal(await notes(view), 'Written in the attribute Notes of the slide');
    assert.equal(await text(view, 'nowTitle'), 'This slide, step 0 of 3');
    assert.equal(await text(view, 'nextTitle'), 'Next step');
    assert.equal(await text(view, 'where'), 'First part › Steps');
    await view.keyboard.press('Space');
    assert.equal(await pictures(view), 'Steps x-- | Steps xx-');
    assert.equal(await notes(view), 'Say this at one Written in the attribute Notes of the slide');
    await view.keyboard.press('Space');
    assert.equal(await notes(view), 'Aside of two Written in the attribute Notes of the slide');
    await view.keyboard.press('Space');
    assert.equal(await pictures(view), 'Steps xxx | Above');
    assert.equal(await text(view, 'nextTitle'), 'Next slide');
    await view.keyboard.press('n');
    assert.equal(await place(page), '3/0');
    assert.equal(await pictures(view), 'Above | Below');
    await view.keyboard.press('ArrowDown');
    assert.equal(await place(page), '3/1');
    assert.equal(await pictures(view), 'Below | Second part');
    assert.equal(await notes(view), 'No notes for this slide.');
    await page.keyboard.press('End');
    assert.equal(await pictures(view), 'Last | nothing');
    assert.equal(await text(view, 'nextTitle'), 'The end');
    assert.equal(await text(view, 'where'), 'Second part › Last');
    await view.keyboard.press('Shift+Space');
    await view.keyboard.press('ArrowLeft');
    assert.equal(await place(page), '3/1', 'a stack is entered where it was left');
    await page.keyboard.press('Home');
    await page.evaluate(() => window.Reveal.slide(2, 0, 1));
    assert.equal(await pictures(view), 'Steps xx- | Steps xxx');
    assert.deepEqual([...page.complaints, ...view.complaints], []);
  });

  test('backgrounds are there, also those of a stack, and nothing in a copy plays or runs', async () => {
    const { page, view } = await both(talk() + '#/3/1');
    const layer = (slot) => view.evaluate((name) =>
      getComputedStyle(document.querySelector('[slot=' + name + '] .slide-background')).backgroundColor, slot);
    assert.equal(await layer('now'), 'rgb(32, 64, 96)');
    assert.equal(await view.evaluate(() => document.querySelectorAll('script, video[autoplay]').length), 0);
    assert.equal(await view.evaluate(() => document.querySelectorAll('[slot=now] video').length), 1);
    await page.keyboard.press('Space');
    assert.equal(await layer('next'), 'rgb(254, 220, 186)');
    assert.equal(await layer('now'), 'rgba(0, 0, 0, 0)');
  });

  test('follows slides that are exchanged, the pause and the colour scheme', async () => {
    const { page, view } = await both(talk() + '#/second');
    await page.evaluate(() => {
      document.querySelector('#second h2').textContent = 'Exchanged';
      document.querySelector('#last').outerHTML = '<section><h2>New last</h2></section>';
      window.Reveal.sync();
    });
    assert.equal(await pictures(view), 'Exchanged | New last');
    assert.equal(await view.locator('#state').isVisible(), false);
    await view.keyboard.press('b');
    assert.equal(await page.evaluate(() => window.Reveal.isPaused()), true);
    assert.equal(await text(view, 'state'), 'The screen is paused');
    await view.keyboard.press('b');
    assert.equal(await view.locator('#state').isVisible(), false);
    await view.keyboard.press('t');
    const scheme = () => view.evaluate(() => document.documentElement.dataset.scheme);
    await view.waitForFunction(() => document.documentElement.dataset.scheme);
    assert.equal(await scheme(), await page.evaluate(() => document.documentElement.dataset.scheme));
  });

  test('a deck without notes says so', async () => {
    const { view } = await both(fixture('plain'));
    assert.equal(await notes(view), 'This deck has no notes.');
    assert.equal(await view.locator('#paceBox').isVisible(), false);
  });

  test('a link in the notes leads through the deck', async () => {
    const { page, view } = await both(talk());
    await view.getByRole('link', { name: 'the steps' }).click();
    await seen(view, 'where', 'Steps');
    assert.equal(await place(page), '2/0/-1');
    assert.equal(page.context().pages().length, 2);
  });

  test('layouts by the select and L, type size by keys and buttons; the keys stay the deck\'s', async () => {
    const { page, view } = await both(talk());
    const layout = () => view.evaluate(() => document.querySelector('body > div').shadowRoot.querySelector('[data-layout]').dataset.layout);
    await view.getByLabel('Layout').selectOption('tall');
    assert.equal(await layout(), 'tall');
    await view.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0');
    await view.keyboard.press('l');
    assert.equal(await layout(), 'notes-only');
    assert.equal(await view.getByLabel('Layout').inputValue(), 'notes-only');
    assert.equal(await view.locator('#now').isVisible(), false);
    await view.keyboard.press('l');
    assert.equal(await layout(), 'default');
    assert.equal(await place(page), '1/0');
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
    await view.keyboard.press('Space');
    assert.equal(await place(page), '2/0/-1', 'after a click on a button Space is next');
  });

  for (const [width, height] of [[1280, 720], [1024, 768]]) {
    test(`all is in sight at ${width} x ${height} in every layout, and regions and controls have names`, async () => {
      const { view } = await both(talk() + '#/steps/1');
      await view.setViewportSize({ width, height });
      for (const layout of ['default', 'wide', 'tall', 'notes-only']) {
        await view.getByLabel('Layout').selectOption(layout);
        const outside = await view.evaluate(() => {
          const shadow = document.querySelector('body > div').shadowRoot;
          const parts = [...shadow.querySelectorAll('section, .box, button, select, p, h1, h2')].filter((part) => part.checkVisibility());
          const bad = parts.filter((part) => {
            const { left, top, right, bottom } = part.getBoundingClientRect();
            return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
          });
          return [...bad.map((part) => part.id || part.textContent), ...(document.documentElement.scrollWidth > innerWidth ? ['scrolls'] : [])];
        });
        assert.deepEqual(outside, [], layout);
        const crowded = await view.evaluate(() => {
          const shadow = document.querySelector('body > div').shadowRoot;
          const boxes = ['now', 'next', 'notes', 'time'].map((id) => shadow.getElementById(id).getBoundingClientRect()).filter((box) => box.width);
          return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
        });
        assert.equal(crowded, false, `${layout} overlaps`);
      }
      await view.getByLabel('Layout').selectOption('default');
      for (const name of ['This slide', 'Next slide', 'Notes', 'Time']) assert.equal(await view.getByRole('region', { name, exact: true }).count(), 1, name);
      assert.deepEqual(await view.locator('#page').getByRole('heading').allInnerTexts(),
        ['Slide 3 of 7First part › Steps', 'This slide, step 2 of 3', 'Clock', 'Timer', 'Pace', 'Next step', 'Notes']);
      assert.deepEqual(await view.getByRole('button').evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.textContent)),
        ['Smaller notes', 'Larger notes', 'Timer 0:00', 'Reset']);
      const stops = [];
      for (let i = 0; i < 6; i += 1) {
        await view.keyboard.press('Tab');
        stops.push(await view.evaluate(() => document.activeElement.shadowRoot?.activeElement.id));
      }
      assert.deepEqual(stops, ['layout', 'smaller', 'larger', 'timer', 'reset', 'text'], 'what is in the slides is no stop');
    });
  }
});

describe('timer and pace', () => {
  test('the timer runs from the first move, is halted by a click and put back by a double click or a button', async () => {
    const { page, view } = await both(talk());
    await wait(page, 100);
    await page.keyboard.press('ArrowRight');
    assert.equal(await timer(view), '0:00');
    await wait(page, 75);
    await page.keyboard.press('ArrowRight');
    assert.equal(await timer(view), '1:15');
    await view.locator('#timer').click();
    assert.match(await text(view, 'timerState'), /^paused/);
    await wait(page, 50);
    await page.keyboard.press('ArrowRight');
    assert.equal(await timer(view), '1:15');
    await view.locator('#timer').click();
    await wait(page, 3600);
    await page.keyboard.press('ArrowRight');
    assert.match(await timer(view), /^1:01:1[5-9]$/);
    await view.locator('#timer').dblclick();
    assert.equal(await timer(view), '0:00');
    assert.match(await text(view, 'timerState'), /^starts with the first move/);
    await view.keyboard.press('ArrowLeft');
    assert.match(await text(view, 'timerState'), /^running/);
    await view.getByRole('button', { name: 'Reset' }).click();
    assert.match(await text(view, 'timerState'), /^starts/);
  });

  test('the clock and the timer go on by themselves', async () => {
    const { page, view } = await both(talk());
    await page.keyboard.press('ArrowRight');
    await seen(view, 'timer', '0:01');
  });

  test('slides share the time of their section and the rest of the deck\'s, and the pace is told in words', async () => {
    // 60 seconds for the first part: 20 for the steps, so 13.3 for each of the three others; 40 seconds left for three.
    const { page, view } = await both(talk({ totalTime: 100 }));
    assert.match(await text(view, 'timerState'), /1:40 planned$/);
    const pace = async () => [await text(view, 'pace'), await text(view, 'paceMore')].filter(Boolean).join(', ');
    assert.equal(await pace(), 'On time, 0:13 left for this slide');
    await page.keyboard.press('ArrowRight');
    assert.equal(await pace(), '0:13 ahead, 0:27 left for this slide');
    await wait(page, 20);
    await page.keyboard.press('ArrowRight');
    assert.match(await pace(), /^0:0[67] ahead, 0:2[67] left for this slide$/);
    await wait(page, 20);
    await page.keyboard.press('ArrowRight');
    assert.match(await pace(), /^On time, 0:0[67] left for this slide$/);
    await wait(page, 20);
    await page.keyboard.press('ArrowRight');
    assert.match(await pace(), /^0:1[34] behind$/);
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
    assert.equal(await text(view, 'pace'), '0:30 ahead');
  });
});

describe('two windows', () => {
  test('S again brings the window to the front, and opens it again once it is closed, with the timer going on', async () => {
    const { page, view } = await both(talk());
    await page.keyboard.press('ArrowRight');
    await view.keyboard.press('l');
    await page.bringToFront();
    await page.keyboard.press('s');
    assert.equal(page.context().pages().length, 2);
    await view.close();
    await wait(page, 30);
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => window.name), '');
    const again = await speak(page, 'Shift+S');
    assert.equal(await pictures(again), 'Steps --- | Steps x--');
    assert.match(await timer(again), /^0:3\d$/);
    assert.equal(await again.getByLabel('Layout').inputValue(), 'wide');
    await again.keyboard.press('Space');
    assert.equal(await place(page), '2/0/0');
    assert.deepEqual([...page.complaints, ...again.complaints], []);
  });

  test('a window that is loaded again by its key is filled again', async () => {
    const { page, view } = await both(talk());
    for (const key of ['F5', 'Control+r']) {
      await view.keyboard.press(key);
      await view.keyboard.press('ArrowRight');
    }
    assert.equal(await place(page), '2/0/-1');
    assert.equal(await pictures(view), 'Steps --- | Steps x--');
    assert.equal(await view.locator('#number').count(), 1);
  });

  test('when the deck goes the window says so; a file that is loaded again takes it along at the next S', async () => {
    const { page, view } = await both(talk());
    await page.keyboard.press('ArrowRight');
    await page.reload();
    await ready(page);
    assert.equal(await view.getByRole('alert').innerText(), 'The deck was closed or loaded again. If it is open, press S there to go on.');
    await page.locator('.speaker-message').filter({ hasText: 'Press S to go on with the speaker view.' }).waitFor();
    assert.equal(page.context().pages().length, 2, 'no window is opened by itself');
    await wait(page, 40);
    const again = await speak(page);
    assert.equal(view.isClosed(), true);
    assert.equal(await pictures(again), 'First part | Steps ---');
    assert.match(await timer(again), /^0:4\d$/);
    assert.equal(await page.locator('.speaker-message').isVisible(), false);
    await again.keyboard.press('ArrowRight');
    assert.equal(await place(page), '2/0/-1');
    assert.deepEqual(page.complaints, []);
  });

  test('a deck from a server finds its window again by itself', async () => {
    const file = readFileSync(new URL(talk()));
    const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(file)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const { page, view } = await both(`http://127.0.0.1:${server.address().port}/`);
      await page.keyboard.press('ArrowRight');
      await page.reload();
      await ready(page);
      await view.locator('#gone').waitFor({ state: 'hidden' });
      assert.equal(await pictures(view), 'First part | Steps ---');
      await view.keyboard.press('ArrowRight');
      assert.equal(await place(page), '2/0/-1');
      assert.equal(await pictures(view), 'Steps --- | Steps x--');
      assert.equal(page.context().pages().length, 2);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('after the deck is closed the window stands still and says why', async () => {
    const page = await open(await context(browser), talk());
    const view = await speak(page);
    await page.close({ runBeforeUnload: true });
    await view.getByRole('alert').waitFor();
    await view.keyboard.press('ArrowRight');
    assert.deepEqual(view.complaints, []);
  });

  test('a browser that blocks the window is named in a message that goes and is never printed', async () => {
    const strict = await launch({ ignored: ['--disable-popup-blocking'] });
    try {
      const pages = await context(strict);
      // No key is down, so the browser does not let a window open.
      await pages.addInitScript(() => document.addEventListener('DOMContentLoaded', () =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 's', bubbles: true }))));
      const page = await open(pages, talk());
      const message = page.getByRole('status').filter({ hasText: 'blocked the speaker view' });
      assert.equal(await message.isVisible(), true);
      assert.equal(page.context().pages().length, 1);
      assert.ok((await print(page)).every(({ text: words }) => !words.includes('blocked')));
      const view = await speak(page);
      assert.equal(await message.count(), 0);
      assert.equal(await picture(view, 'now'), 'Begin');
    } finally {
      await strict.close();
    }
  });

  test('S in a field and a deck without keys open nothing, and a window\'s own name comes back', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.evaluate(() => { window.name = 'mine'; });
    await page.reload();
    await page.focus('#field');
    await page.keyboard.press('s');
    assert.equal(page.context().pages().length, 1);
    await page.evaluate(() => document.activeElement.blur());
    const view = await speak(page);
    await view.close();
    await page.waitForFunction(() => window.name === 'mine');
    await page.evaluate(() => window.Reveal.configure({ keyboard: false }));
    await page.keyboard.press('s');
    assert.equal(page.context().pages().length, 1);
  });
});
