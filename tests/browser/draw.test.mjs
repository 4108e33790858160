import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, openAndHear, place, print, swipe } from './support.mjs';

/** The stage also in a narrow window. */
const stage = { config: { scrollActivationWidth: null } };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Opens a page and gathers what the deck tells about drawings. */
const listen = (url, options) => openAndHear('drawn', browser, url, options);

/** A line with the mouse. */
async function line(page, [x, y], ...points) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const [toX, toY] of points) await page.mouse.move(toX, toY, { steps: 4 });
  await page.mouse.up();
}

const strokes = (page) => page.locator('.deck-drawing > g').count();
const tools = (page) => page.getByRole('group', { name: 'Drawing' });
const button = (page, name) => tools(page).getByRole('button', { name });
/** The box of what is drawn in the window, rounded. */
const box = (page) => page.evaluate(() => {
  const { left, top, right, bottom } = document.querySelector('.deck-drawing > g').getBoundingClientRect();
  return [left, top, right, bottom].map(Math.round);
});

describe('drawing', () => {
  test('D turns it on and off, and what is drawn stays', async () => {
    const page = await open(browser, fixture('talk'));
    await line(page, [200, 200], [400, 200]);
    assert.equal(await strokes(page), 0);
    assert.equal(await tools(page).isVisible(), false);
    await page.keyboard.press('d');
    const names = await tools(page).getByRole('button').evaluateAll((all) => all.map((one) => one.ariaLabel));
    assert.deepEqual(names, ['Red', 'Orange', 'Green', 'Blue', 'Pen width: medium', 'Eraser', 'Undo', 'Clear slide', 'Close drawing']);
    await line(page, [200, 200], [400, 220]);
    await line(page, [200, 300], [400, 320], [300, 400]);
    assert.equal(await strokes(page), 2);
    await page.keyboard.press('Shift+D');
    assert.equal(await tools(page).isVisible(), false);
    await line(page, [200, 500], [400, 500]);
    assert.equal(await strokes(page), 2);
    assert.equal(await page.locator('.deck-drawing path').first().isVisible(), true);
    assert.deepEqual(page.complaints, []);
  });

  test('lines lie where the mouse was, in every window, and keep to the slide when the window changes', async () => {
    const page = await listen(fixture('talk', stage), { context: { viewport: { width: 640, height: 360 } } });
    await page.keyboard.press('d');
    await line(page, [100, 100], [200, 100], [200, 150]);
    const [{ slide, strokes: [stroke] }] = await page.evaluate(() => window.told);
    assert.deepEqual(slide, { h: 0, v: 0 });
    assert.deepEqual(Object.keys(stroke), ['colour', 'width', 'points']);
    assert.deepEqual([stroke.colour, stroke.width], [0, 6]);
    assert.ok(stroke.points.every((number) => Number.isFinite(number)));
    assert.deepEqual(stroke.points.slice(0, 3), [200, 200, 0.5]);
    assert.deepEqual(stroke.points.slice(-3), [400, 300, 0.5]);
    assert.deepEqual(await box(page), [100, 100, 200, 150]);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.waitForFunction(() => window.Reveal.getScale() === 1);
    assert.deepEqual(await box(page), [200, 200, 400, 300]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => window.Reveal.getScale() < 0.31);
    const { y } = await page.locator('.slides').boundingBox();
    assert.deepEqual(await box(page), [61, Math.round(y + 60.9), 122, Math.round(y + 91.4)]);
    await line(page, [200, 400], [300, 420]);
    const { points } = await page.evaluate(() => window.told.at(-1).strokes.at(-1));
    assert.ok(Math.abs(points[0] - 200 / (390 / 1280)) < 0.1 && Math.abs(points[1] - (400 - y) / (390 / 1280)) < 0.1, points.slice(0, 2).join());
  });

  test('every slide has its own drawing, in stacks and over steps, and keys go on moving the deck', async () => {
    const page = await listen(fixture('talk') + '#/2/1');
    await page.keyboard.press('d');
    await line(page, [200, 200], [400, 200]);
    const seen = [];
    for (const key of ['Space', 'Space', 'Space', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'Home', 'ArrowRight']) {
      await page.keyboard.press(key);
      seen.push(`${await place(page)}:${await strokes(page)}`);
    }
    assert.equal(seen.join(' '), '2/1/0:1 2/1/1:1 2/2:0 2/1/1:1 2/1/0:1 2/1/-1:1 0/0:0 1/0/-1:0');
    await line(page, [200, 200], [400, 200]);
    await line(page, [200, 300], [400, 300]);
    await page.evaluate(() => window.Reveal.slide(2, 1));
    assert.equal(await strokes(page), 1);
    await page.evaluate(() => window.Reveal.slide(1));
    assert.equal(await strokes(page), 2);
    assert.deepEqual(await page.evaluate(() => window.told.map(({ slide }) => `${slide.h}/${slide.v}`)), ['2/1', '1/0', '1/0']);
  });

  test('a line that is being drawn when the slide changes belongs to the slide where it began', async () => {
    const page = await open(browser, fixture('plain'));
    await page.keyboard.press('d');
    await page.mouse.move(200, 200);
    await page.mouse.down();
    await page.mouse.move(300, 200);
    await page.keyboard.press('ArrowRight');
    await page.mouse.move(400, 200);
    await page.mouse.up();
    assert.equal(await strokes(page), 0);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await strokes(page), 1);
    assert.deepEqual(await box(page), [200, 200, 300, 200]);
  });

  test('a slide that is exchanged while it is shown keeps its drawing', async () => {
    const page = await open(browser, fixture('plain'));
    await page.keyboard.press('d');
    await line(page, [200, 200], [400, 200]);
    await page.evaluate(() => {
      const slide = document.querySelector('#one');
      slide.replaceWith(Object.assign(document.createElement('section'), { id: 'one', textContent: 'Another' }));
      window.Reveal.sync();
    });
    assert.equal(await strokes(page), 1);
  });

  test('undo, eraser and clear by keys; a stroke of the eraser is undone as one', async () => {
    const page = await listen(fixture('plain'));
    await page.keyboard.press('d');
    for (const y of [150, 250, 350]) await line(page, [200, y], [600, y]);
    await page.keyboard.press('Control+z');
    assert.equal(await strokes(page), 2);
    await page.keyboard.press('e');
    assert.equal(await button(page, 'Eraser').getAttribute('aria-pressed'), 'true');
    await line(page, [700, 100], [700, 400]);
    assert.equal(await strokes(page), 2);
    await line(page, [400, 100], [400, 400]);
    assert.equal(await strokes(page), 0);
    await page.keyboard.press('Meta+z');
    assert.equal(await strokes(page), 2);
    await line(page, [300, 230], [300, 258]);
    assert.equal(await strokes(page), 1);
    assert.deepEqual((await box(page))[1], 150);
    await page.keyboard.press('e');
    await line(page, [200, 450], [600, 450]);
    await page.keyboard.press('Delete');
    assert.equal(await strokes(page), 0);
    for (const count of [2, 1, 2, 1, 0, 0]) {
      await page.keyboard.press('Control+z');
      assert.equal(await strokes(page), count);
    }
    const counts = await page.evaluate(() => window.told.map((one) => one.strokes.length));
    assert.deepEqual(counts, [1, 2, 3, 2, 0, 2, 1, 2, 0, 2, 1, 2, 1, 0]);
  });

  test('the buttons do the same, and say what is chosen and what there is to do', async () => {
    const page = await listen(fixture('plain'));
    await page.keyboard.press('d');
    const state = (name, attribute) => button(page, name).getAttribute(attribute);
    assert.deepEqual([await state('Red', 'aria-pressed'), await state('Undo', 'aria-disabled'), await state('Clear slide', 'aria-disabled')], ['true', 'true', 'true']);
    await button(page, 'Blue').click();
    await button(page, 'Pen width: medium').click();
    assert.deepEqual([await state('Red', 'aria-pressed'), await state('Blue', 'aria-pressed')], ['false', 'true']);
    await line(page, [200, 200], [400, 200]);
    const [drawn] = await page.evaluate(() => window.told.at(-1).strokes);
    assert.deepEqual([drawn.colour, drawn.width], [3, 12]);
    assert.deepEqual([await state('Undo', 'aria-disabled'), await state('Clear slide', 'aria-disabled')], ['false', 'false']);
    await button(page, 'Eraser').click();
    await line(page, [300, 150], [300, 250]);
    assert.equal(await strokes(page), 0);
    await button(page, 'Undo').click();
    assert.equal(await strokes(page), 1);
    await button(page, 'Green').click();
    assert.equal(await state('Eraser', 'aria-pressed'), 'false');
    await button(page, 'Clear slide').click();
    assert.equal(await strokes(page), 0);
    await button(page, 'Close drawing').click();
    assert.equal(await tools(page).isVisible(), false);
  });

  test('all four colours show on white and on black', async () => {
    const page = await open(browser, fixture('plain'));
    const colours = await page.evaluate(() => [...document.querySelectorAll('.deck-draw-tools span')]
      .map((one) => getComputedStyle(one).backgroundColor.match(/\d+/g).map(Number)).slice(0, 4));
    assert.equal(new Set(colours.map(String)).size, 4);
    for (const colour of colours) {
      const [red, green, blue] = colour.map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
      const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      const contrasts = [1.05 / (light + 0.05), (light + 0.05) / 0.05];
      assert.ok(contrasts.every((contrast) => contrast >= 3), `${colour}: ${contrasts}`);
    }
  });

  test('a pen draws as hard as it is pressed, a mouse is always the same', async () => {
    const page = await listen(fixture('plain'));
    await page.keyboard.press('d');
    const client = await page.context().newCDPSession(page);
    const pen = (type, x, y, force) => client.send('Input.dispatchMouseEvent',
      { type, x, y, force, pointerType: 'pen', clickCount: 1, button: 'left', buttons: 1 });
    await pen('mousePressed', 200, 200, 0.1);
    for (let i = 1; i <= 20; i += 1) await pen('mouseMoved', 200 + 20 * i, 200, 0.1 + 0.045 * i);
    await pen('mouseReleased', 600, 200, 0);
    const widths = () => page.evaluate(() => [...document.querySelectorAll('.deck-drawing > g:last-child path')].map((path) => Number(path.getAttribute('stroke-width'))));
    const thick = await widths();
    assert.ok(thick.length > 4 && thick.every((width, i) => i === 0 || width > thick[i - 1]), thick.join());
    assert.ok(thick[0] < 4 && thick.at(-1) > 7, thick.join());
    assert.deepEqual(await box(page), [200, 200, 600, 200]);
    await line(page, [200, 400], [600, 400]);
    assert.deepEqual(await widths(), [6]);
  });

  test('a dot is a line, too', async () => {
    const page = await listen(fixture('plain'));
    await page.keyboard.press('d');
    await page.mouse.click(300, 300);
    const { points } = await page.evaluate(() => window.told[0].strokes[0]);
    assert.deepEqual(points, [300, 300, 0.5]);
    const shot = await page.screenshot({ clip: { x: 299, y: 299, width: 1, height: 1 } });
    const pixel = await page.evaluate(async (data) => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + data;
      await image.decode();
      const context = document.createElement('canvas').getContext('2d');
      context.drawImage(image, 0, 0);
      return [...context.getImageData(0, 0, 1, 1).data];
    }, shot.toString('base64'));
    assert.deepEqual(pixel, [0xe5, 0x32, 0x2d, 255]);
  });

  test('a finger draws and does not swipe, and a second finger does nothing', async () => {
    const page = await listen(fixture('plain') + '#/two', { context: { hasTouch: true } });
    await page.keyboard.press('d');
    await swipe(page, -300, 0);
    assert.equal(await place(page), '1/0');
    assert.deepEqual(await box(page), [340, 360, 640, 360]);
    const client = await page.context().newCDPSession(page);
    const touch = (type, ...touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
    const one = (x) => ({ x, y: 200, id: 0 });
    const two = (x) => ({ x, y: 500, id: 1 });
    await touch('touchStart', one(300));
    await touch('touchMove', one(320));
    await touch('touchStart', one(320), two(600));
    for (const d of [20, 40, 60]) await touch('touchMove', one(320 + d), two(600 + d));
    await touch('touchEnd');
    assert.equal(await strokes(page), 2);
    const { points } = await page.evaluate(() => window.told.at(-1).strokes[1]);
    assert.ok(points.filter((_, i) => i % 3 === 1).every((y) => y === 200), points.join());
    assert.equal(points.at(-3), 380);
    await touch('touchStart', one(300));
    await touch('touchMove', one(400));
    await touch('touchCancel');
    assert.equal(await strokes(page), 2);
    await page.keyboard.press('d');
    await swipe(page, -300, 0);
    assert.equal(await place(page), '2/0');
  });

  test('keys in a field are letters, and keys of drawing are nothing while it is off', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.keyboard.press('d');
    await line(page, [200, 500], [400, 500]);
    await page.focus('#field');
    for (const key of ['e', 'd', 'x', 'Backspace']) await page.keyboard.press(key);
    assert.equal(await page.inputValue('#field'), 'ed');
    await page.keyboard.press('Control+z');
    assert.equal(await strokes(page), 1);
    assert.equal(await button(page, 'Eraser').getAttribute('aria-pressed'), 'false');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('d');
    for (const key of ['e', 'Delete', 'Backspace', 'Control+z']) await page.keyboard.press(key);
    assert.equal(await strokes(page), 1);
    await page.evaluate(() => window.Reveal.configure({ keyboard: false }));
    await page.keyboard.press('d');
    assert.equal(await tools(page).isVisible(), false);
  });

  test('Escape ends drawing and nothing else, and the focus comes back', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.focus('#link');
    await page.keyboard.press('d');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'link');
    await button(page, 'Blue').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'link');
    await button(page, 'Red').focus();
    await page.keyboard.press('Space');
    assert.equal(await place(page), '3/0');
    assert.equal(await button(page, 'Red').getAttribute('aria-pressed'), 'true');
    await page.evaluate(() => window.addEventListener('keydown', (event) => { window.prevented = event.defaultPrevented; }));
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => window.prevented), true);
    assert.equal(await tools(page).isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'link');
    assert.equal(await page.evaluate(() => window.Reveal.isOverview?.() ?? false), false);
    // What is hidden is no stop for Tab.
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.closest('.deck-draw-tools') === null), true);
    }
  });

  test('the arrows of the deck can be clicked while it is on, and links again when it is off', async () => {
    const page = await open(browser, fixture('talk') + '#/3');
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Next slide' }).click();
    assert.equal(await place(page), '4/0');
    await page.getByRole('button', { name: 'Previous slide' }).click();
    await page.keyboard.press('d');
    await page.click('#link');
    assert.equal(await place(page), '1/0/2');
  });

  test('the tools fit into a narrow window and leave the arrows free', async () => {
    const page = await open(browser, fixture('talk', stage), { context: { viewport: { width: 390, height: 844 } } });
    await page.keyboard.press('d');
    const { x, y, width, height } = await tools(page).boundingBox();
    assert.ok(x >= 0 && x + width <= 390, `${x} to ${x + width}`);
    const arrows = await page.locator('.controls').boundingBox();
    assert.ok(y + height <= arrows.y, `${y + height} above ${arrows.y}`);
  });

  test('what was drawn in another window can be put here, and is not told again', async () => {
    const page = await listen(fixture('talk') + '#/2/1');
    const drawing = (y) => [{ colour: 1, width: 3, points: [100, y, 0.5, 300, y, 0.5] }];
    await page.evaluate((strokes) => window.deck.emit('mirror', { drawing: { slide: { h: 2, v: 1 }, strokes } }), drawing(200));
    assert.deepEqual(await box(page), [100, 200, 300, 200]);
    await page.evaluate((strokes) => window.deck.emit('mirror', { drawing: { slide: { h: 0, v: 0 }, strokes } }), drawing(300));
    assert.deepEqual(await box(page), [100, 200, 300, 200]);
    await page.evaluate(() => window.deck.emit('mirror', { drawing: { slide: { h: 9, v: 9 }, strokes: [] } }));
    await page.keyboard.press('Home');
    assert.deepEqual(await box(page), [100, 300, 300, 300]);
    assert.deepEqual(await page.evaluate(() => window.told), []);
  });

  test('nothing of it is on paper', async () => {
    const page = await open(browser, fixture('plain'));
    await page.keyboard.press('d');
    await line(page, [200, 200], [400, 220]);
    assert.equal(await page.locator('.deck-drawing path').isVisible(), true);
    const pages = await print(page);
    assert.deepEqual(pages.map(({ text }) => text), ['One', 'Two', 'Three']);
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.deck-drawing', '.deck-drawing path', '.deck-draw-tools']) assert.equal(await page.locator(part).first().isVisible(), false, part);
  });
});
