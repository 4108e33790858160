import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { closePages, fixture, launch, open, place, print, swipe } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shared = ".asset-1 { content: url(\"data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg' width='20' height='40'%3E%3Crect width='20' height='40' fill='green'/%3E%3C/svg%3E\") }";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

const start = (at = '', { config, policy, style = '', ...options } = {}) =>
  open(browser, fixture('lightbox', { config, policy, style: shared + style }) + at, options);
const shown = (page) => page.locator('dialog.deck-lightbox').count();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.localName);
/** The size in the window, rounded, of what the lightbox shows; waits for it. */
const size = async (page, selector = 'img, svg, video') => {
  const content = page.locator(`.deck-lightbox-stage > :is(${selector})`);
  await content.waitFor();
  const { width, height } = await content.boundingBox();
  return [width, height].map(Math.round);
};
/** A pair of names and what the deck tells of them. */
const listen = (page) => page.evaluate(() => {
  window.told = [];
  for (const type of ['previewimage', 'previewvideo', 'previewiframe', 'closeoverlay', 'slidechanged', 'fragmentshown']) {
    window.Reveal.on(type, ({ url }) => window.told.push(url ? `${type} ${url.slice(0, 30)}` : type));
  }
});
const told = (page) => page.evaluate(() => window.told.splice(0));

/** Pages of the network for a page: what is answered at each address. */
const network = async (page, answers) => {
  for (const [address, answer] of Object.entries(answers)) {
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', ...answer }));
  }
};

describe('the lightbox', () => {
  test('a click on a picture shows it as large as there is room for, and Escape, the button, and a click beside or on it close it', async () => {
    const page = await start();
    const ways = [() => page.keyboard.press('Escape'), () => page.mouse.click(8, 400), () => page.locator('.deck-lightbox img').click(),
      () => page.getByRole('button', { name: 'Close' }).click()];
    for (const way of ways) {
      await page.click('#own');
      assert.equal(await page.getByRole('dialog', { name: 'A wall' }).isVisible(), true);
      assert.deepEqual(await size(page), [1165, 582]);
      await way();
      assert.equal(await shown(page), 0, String(way));
    }
    assert.equal(await place(page), '0/0');
    assert.equal(await focused(page), 'reveal-viewport');
    assert.deepEqual(page.complaints, []);
  });

  test('it fits a phone', async () => {
    const page = await start('', { context: { viewport: { width: 390, height: 844 } } });
    await page.click('#own');
    assert.deepEqual(await size(page), [355, 177]);
  });

  test('a caption is shown under it, and a click on that does not close it', async () => {
    const page = await start();
    await page.click('#framed');
    assert.deepEqual(await size(page), [20, 40]);
    const caption = page.locator('.deck-lightbox-caption');
    assert.equal(await caption.innerHTML(), 'A <em>blue</em> door');
    const [picture, words] = [await page.locator('.deck-lightbox img').boundingBox(), await caption.boundingBox()];
    assert.ok(words.y >= picture.y + picture.height && words.y - picture.y - picture.height < 30, JSON.stringify([picture, words]));
    await caption.click();
    assert.equal(await shown(page), 1);
  });

  test('another picture can be shown than the one in the slide, and fill the window', async () => {
    const page = await start();
    await page.click('#other');
    assert.deepEqual(await size(page), [1280, 720]);
    assert.equal(await page.evaluate(() => document.querySelector('.deck-lightbox img').naturalWidth), 120);
  });

  test('the picture in the slide is shown where the larger one is not there', async () => {
    const page = await start();
    await page.click('#missing');
    assert.deepEqual(await size(page), [304, 608]);
    assert.equal(await page.evaluate(() => document.querySelector('.deck-lightbox img').src === document.querySelector('#missing').src), true);
  });

  test('a picture that is used more than once and stands in the style is shown, too', async () => {
    const page = await start('#/1/0');
    await page.click('#asset');
    assert.deepEqual(await size(page), [304, 608]);
    assert.match(await page.evaluate(() => document.querySelector('.deck-lightbox img').src), /fill='green'/);
    assert.equal(await page.evaluate(() => document.querySelector('.deck-lightbox img').alt), 'A shared one');
    assert.deepEqual(page.complaints, []);
  });

  test('a drawing is shown with names of its own, in the colours and at the step of the slide', async () => {
    const style = '@layer theme { #drawing { background: rgb(250, 240, 230); color: rgb(9, 9, 99) } #drawing svg { color: var(--ink); --ink: rgb(1, 99, 9) } }';
    const page = await start('#/1/1/-1', { style });
    await page.locator('#plan').click({ position: { x: 290, y: 5 } });
    assert.deepEqual(await size(page), [1165, 388]);
    const seen = await page.evaluate(() => {
      const copy = document.querySelector('.deck-lightbox svg');
      const [rect, use, text] = ['rect', 'use', 'text'].map((name) => copy.querySelector(name));
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return {
        twice: ids.length - new Set(ids).size,
        fill: rect.getAttribute('fill'), there: copy.querySelector('linearGradient').id, use: use.getAttribute('href'), rect: rect.id,
        stroke: getComputedStyle(rect).stroke, text: text.textContent, name: copy.getAttribute('aria-label'), role: copy.getAttribute('role'),
        tab: copy.getAttribute('tabindex'), hidden: getComputedStyle(text).visibility, color: getComputedStyle(copy).color,
        font: getComputedStyle(copy).fontFamily, ground: getComputedStyle(copy).backgroundColor,
      };
    });
    assert.deepEqual(seen, {
      twice: 0, fill: 'url(#lightbox-shade)', there: 'lightbox-shade', use: '#lightbox-one', rect: 'lightbox-one',
      stroke: 'rgb(1, 2, 3)', text: '#one', name: 'A plan', role: 'img', tab: null, hidden: 'hidden', color: 'rgb(1, 99, 9)',
      font: 'monospace', ground: 'rgb(250, 240, 230)',
    });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Space');
    assert.equal(await place(page), '1/1/0');
    await page.click('#plan');
    assert.equal(await page.locator('.deck-lightbox text').evaluate((text) => getComputedStyle(text).visibility), 'visible');
    await page.evaluate(() => window.Reveal.sync());
    assert.deepEqual([await shown(page), await place(page), await page.evaluate(() => document.querySelectorAll('#drawing .fragment').length)], [0, '1/1/0', 1]);
  });

  test('pictures are buttons with a name; Enter and Space open them, and the focus goes back', async () => {
    const page = await start();
    for (const [id, name, key] of [['own', 'Enlarge: A wall', 'Enter'], ['framed', 'Enlarge: A door', ' ']]) {
      await page.focus('#' + id);
      const button = page.getByRole('button', { name, exact: true });
      assert.equal(await button.evaluate((one) => one === document.activeElement), true);
      await page.keyboard.press(key);
      assert.equal(await shown(page), 1, name);
      assert.equal(await focused(page), 'deck-over deck-lightbox');
      await page.keyboard.press('Escape');
      assert.equal(await focused(page), id);
    }
    await page.evaluate(() => window.Reveal.slide(1, 1));
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'plan');
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('dialog', { name: 'A plan' }).count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'plan');
    assert.equal(await place(page), '1/1/-1');
  });

  test('keys in it do not move the deck, and the focus stays in it', async () => {
    const page = await start();
    await page.click('#own');
    for (const key of ['ArrowRight', 'ArrowDown', 'Space', 'PageDown', 'End', 'b', 'o', '2', 'Enter', 'Control+Shift+F']) await page.keyboard.press(key);
    for (let i = 0; i < 4; i += 1) {
      await page.keyboard.press('Tab');
      assert.match(await focused(page), /^reveal-viewport$|lightbox/);
    }
    assert.deepEqual([await place(page), await shown(page)], ['0/0', 1]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    assert.equal(await place(page), '1/0');
  });

  test('a double click opens it once, and after a click with the mouse Space goes on', async () => {
    const page = await start();
    await page.dblclick('#own');
    assert.equal(await shown(page), 1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Space');
    assert.equal(await place(page), '1/0');
  });

  test('a tap opens and closes it, a swipe over the picture moves the deck, and one in the lightbox does not', async () => {
    const page = await start('', { context: { hasTouch: true } });
    await page.tap('#own');
    assert.equal(await shown(page), 1);
    await swipe(page, -200, 0);
    assert.deepEqual([await place(page), await shown(page)], ['0/0', 1]);
    await page.touchscreen.tap(20, 400);
    assert.equal(await shown(page), 0);
    await page.evaluate(() => window.Reveal.slide(1, 1));
    // Where it is when it stands, not on its way.
    await page.waitForFunction(() => !document.querySelector('.leaving, [data-moving]'));
    const { x, y } = await page.locator('#plan').boundingBox();
    await swipe(page, 150, 0, { x: x + 20, y: y + 5 });
    assert.deepEqual([await place(page), await shown(page)], ['0/0', 0]);
  });

  test('whatever moves, pauses or reads the deck again closes it, and staying where it is does not', async () => {
    const page = await start('#/1/1');
    await listen(page);
    const ways = { slide: (Reveal) => Reveal.slide(0), step: (Reveal) => Reveal.next(), pause: (Reveal) => Reveal.togglePause(true),
      overview: (Reveal) => Reveal.toggleOverview(true), sync: (Reveal) => Reveal.sync() };
    for (const [name, way] of Object.entries(ways)) {
      await page.evaluate(() => {
        window.Reveal.toggleOverview(false);
        window.Reveal.togglePause(false);
        window.Reveal.slide(1, 1, -1);
      });
      await page.evaluate(() => document.querySelector('#plan').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })));
      await page.evaluate(() => window.Reveal.slide(1, 1));
      assert.equal(await shown(page), 1, name);
      await told(page);
      await page.evaluate(`(${way})(window.Reveal)`);
      assert.equal(await shown(page), 0, name);
      assert.equal((await told(page)).filter((type) => type === 'closeoverlay').length, 1, name);
    }
    assert.deepEqual(page.complaints, []);
  });

  test('a key in the speaker view closes it or moves the deck', async () => {
    const page = await start('#/1/1');
    for (const [key, at] of [['Escape', '1/1/-1'], ['ArrowRight', '1/1/0']]) {
      await page.click('#plan');
      await page.evaluate((name) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })), key);
      assert.deepEqual([await shown(page), await place(page), await page.locator('.reveal.overview').count()], [0, at, 0]);
    }
  });

  test('Alt-click still zooms, and nothing zooms in the lightbox', async () => {
    const page = await start('', { reducedMotion: 'reduce' });
    await page.click('#own', { modifiers: ['Alt'] });
    assert.deepEqual([await shown(page), await page.locator('.reveal.zoomed').count()], [0, 1]);
    await page.keyboard.press('Escape');
    await page.click('#own');
    await page.locator('.deck-lightbox-stage img').click({ modifiers: ['Alt'] });
    assert.equal(await page.locator('.reveal.zoomed').count(), 0);
  });

  test('a click in the overview goes to the slide', async () => {
    const page = await start();
    await page.keyboard.press('o');
    const { x, y } = await page.locator('#own').boundingBox();
    await page.mouse.click(x + 2, y + 2);
    assert.deepEqual([await shown(page), await page.locator('.reveal.overview').count()], [0, 0]);
  });

  test('it fades in, and not where the viewer wants no motion', async () => {
    const page = await start();
    await page.click('#own');
    for (const [reducedMotion, name] of [['no-preference', 'deck-lightbox-in'], ['reduce', 'none']]) {
      await page.emulateMedia({ reducedMotion });
      assert.equal(await page.locator('.deck-lightbox').evaluate((box) => getComputedStyle(box).animationName), name);
    }
  });

  test('a deck that moves by itself waits for it', async () => {
    const page = await start('', { config: { autoSlide: 600 } });
    await page.click('#own');
    await page.waitForTimeout(900);
    assert.deepEqual([await place(page), await shown(page)], ['0/0', 1]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.Reveal.getIndices().h === 1);
  });

  test('methods, events and state are those of reveal.js', async () => {
    const page = await start();
    await listen(page);
    const address = await page.evaluate(() => document.querySelector('#own').src);
    const state = () => page.evaluate(() => {
      const { previewImage, previewVideo, previewIframe, previewFit } = window.Reveal.getState();
      return [window.Reveal.isOverlayOpen(), previewImage, previewVideo, previewIframe, previewFit];
    });
    assert.deepEqual(await state(), [false, ...Array(4).fill()]);
    await page.evaluate((url) => window.Reveal.previewImage(url, 'cover'), address);
    assert.deepEqual(await state(), [true, address, undefined, undefined, 'cover']);
    const kept = await page.evaluate(() => window.Reveal.getState());
    await page.evaluate(() => window.Reveal.hidePreview());
    assert.equal(await shown(page), 0);
    assert.deepEqual(await told(page), [`previewimage ${address.slice(0, 30)}`, 'closeoverlay']);
    await page.evaluate((all) => window.Reveal.setState(all), kept);
    assert.deepEqual(await state(), [true, address, undefined, undefined, 'cover']);
    await page.evaluate((all) => window.Reveal.setState(all), kept);
    assert.deepEqual(await told(page), [`previewimage ${address.slice(0, 30)}`]);
    await page.evaluate(() => window.Reveal.setState({ indexh: 0 }));
    assert.deepEqual(await state(), [false, ...Array(4).fill()]);
    for (const bad of [undefined, null, 5, '', 'javascript:alert(1)', 'data:text/html,x', 'http://']) {
      await page.evaluate((url) => window.Reveal.showPreview(url), bad);
    }
    await page.evaluate(() => { window.Reveal.previewImage(); window.Reveal.previewVideo(null); });
    assert.equal(await shown(page), 0);
    await page.evaluate(() => window.Reveal.toggleHelp(true));
    assert.equal((await state())[0], true);
    await page.evaluate(() => window.Reveal.hidePreview());
    assert.equal((await state())[0], false);
    assert.deepEqual(page.complaints, []);
  });

  test('a picture that cannot be shown is said in words', async () => {
    const page = await start();
    await page.evaluate(() => window.Reveal.previewImage('data:image/png;base64,AAAA'));
    await page.getByText('This cannot be shown.').waitFor();
    assert.equal(await page.locator('.deck-lightbox a').count(), 0);
    await page.evaluate(() => window.Reveal.previewImage('https://example.invalid/x.png'));
    assert.equal(await page.getByRole('link', { name: 'Open in a new window: example.invalid' }).getAttribute('href'), 'https://example.invalid/x.png');
  });

  test('a video is shown with controls, plays and ends with the lightbox', async () => {
    const page = await start('#/2');
    await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 80 });
      const context = canvas.getContext('2d');
      const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
      const chunks = [];
      recorder.ondataavailable = ({ data }) => chunks.push(data);
      recorder.start();
      for (let i = 0; i < 8; i += 1) {
        context.fillRect(i, i, 9, 9);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      recorder.stop();
      await new Promise((resolve) => { recorder.onstop = resolve; });
      document.querySelector('#film').src = URL.createObjectURL(new Blob(chunks));
    });
    assert.equal(await page.getByRole('button', { name: 'Play: A film' }).count(), 1);
    await page.click('#film');
    await page.waitForFunction(() => document.querySelector('.deck-lightbox video')?.currentTime > 0);
    assert.deepEqual(await size(page), [1165, 582]);
    const video = await page.evaluateHandle(() => document.querySelector('.deck-lightbox video'));
    assert.equal(await video.evaluate((one) => one.controls && one.playsInline), true);
    assert.equal(await page.evaluate(() => window.Reveal.getState().previewVideo === document.querySelector('#film').getAttribute('src')), true);
    await page.locator('.deck-lightbox video').click({ position: { x: 300, y: 100 } });
    assert.equal(await shown(page), 1);
    await page.keyboard.press('Escape');
    assert.equal(await shown(page), 0);
    await page.waitForFunction((one) => one.paused, video);
  });

  test('where the policy lets no page be shown, a link is a link', async () => {
    const page = await start('#/3');
    await network(page, { 'https://example.invalid/a': { body: 'there' } });
    assert.equal(await page.locator('#button').getAttribute('role'), null);
    await page.click('#button');
    await page.evaluate(() => window.Reveal.showPreview('https://example.invalid/z'));
    assert.equal(await page.getByText('This deck may not show other pages inside it.').isVisible(), true);
    assert.equal(await page.getByRole('link', { name: 'Open in a new window: example.invalid' }).getAttribute('target'), '_blank');
    assert.equal(await page.locator('.deck-lightbox iframe').count(), 0);
    assert.deepEqual(page.complaints, []);
    await page.keyboard.press('Escape');
    await page.click('#far');
    await page.waitForURL('https://example.invalid/a');
  });

  test('where the policy lets it, a link is shown in the lightbox, with words for the pages that refuse', async () => {
    const page = await start('#/3', { policy: 'frame-src https:' });
    await network(page, { 'https://example.invalid/{a,d}': { body: '<p>there' } });
    for (const id of ['far', 'button']) {
      await page.click('#' + id);
      await page.frameLocator('.deck-lightbox iframe').getByText('there').waitFor();
      assert.equal(await page.locator('.deck-lightbox iframe').isVisible(), true);
      assert.match(await page.locator('.deck-lightbox-caption').innerText(), /^Nothing to see\? .* Open in a new window: example.invalid$/);
      await page.getByRole('button', { name: 'Close' }).click();
    }
    await page.focus('#far');
    await page.keyboard.press('Enter');
    assert.equal(await shown(page), 1);
    await page.getByRole('button', { name: 'Close' }).click();
    assert.equal(await focused(page), 'far');
    await page.click('#here');
    assert.deepEqual([await shown(page), await place(page)], [0, '0/0']);
  });

  test('the page in it cannot lead the deck away', async () => {
    const page = await start('#/3', { policy: 'frame-src https:' });
    const was = page.url();
    await network(page, { 'https://example.invalid/a': { body: '<script>try { top.location = "https://example.invalid/d" } catch { } document.write("<p>tried")</script>' } });
    await page.click('#far');
    await page.frameLocator('.deck-lightbox iframe').getByText('tried').waitFor();
    assert.equal(page.url(), was);
  });

  test('previewLinks shows every link to another page in it', async () => {
    const page = await start('#/3', { policy: 'frame-src https:', config: { previewLinks: true } });
    await network(page, { 'https://example.invalid/{b,c}': { body: 'there' } });
    await page.click('#plain');
    assert.equal(await shown(page), 1);
    await page.evaluate(() => window.Reveal.configure({ previewLinks: false }));
    assert.equal(await shown(page), 0);
    await page.evaluate(() => window.Reveal.configure({ previewLinks: true }));
    await page.click('#never');
    await page.waitForURL('https://example.invalid/c');
  });

  test('typing in a field is left alone, and so is a click with a key', async () => {
    const page = await start();
    for (const key of ['Control', 'Meta', 'Shift']) await page.click('#own', { modifiers: [key] });
    assert.equal(await shown(page), 0);
    await page.focus('#field');
    await page.keyboard.type('a b');
    await page.keyboard.press('Enter');
    assert.deepEqual([await page.inputValue('#field'), await shown(page)], ['a b', 0]);
  });

  test('destroy leaves the slides as they were', async () => {
    const html = (page) => page.evaluate(() => [...document.querySelectorAll('img, figure, #button')].map((one) =>
      [one.localName, ...[...one.attributes].map(({ name, value }) => `${name}=${value}`).sort()].join(' ')));
    const url = fixture('lightbox', { style: shared });
    const before = await html(await open(browser, url, { context: { javaScriptEnabled: false }, waits: false }));
    const page = await open(browser, url);
    await page.click('#own');
    assert.notDeepEqual(await html(page), before);
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await shown(page), 0);
    assert.deepEqual(await html(page), before);
    await page.evaluate(() => document.querySelector('#own').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })));
    assert.equal(await shown(page), 0);
  });

  test('no theme changes how it looks', async () => {
    const style = '@layer theme { .reveal :is(dialog, button, img) { color: #777; background: #888; font: bold 40px serif; margin: 40px !important; ' +
      'max-width: 30px !important; border: 9px solid red; max-height: 20px } }';
    const page = await start('', { style });
    await page.evaluate(() => document.querySelector('#own').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })));
    assert.deepEqual(await size(page), [1165, 582]);
    const seen = await page.evaluate(() => {
      const { backgroundColor, color, fontSize, width } = getComputedStyle(document.querySelector('.deck-lightbox'));
      return [backgroundColor, color, fontSize, width].join(' ');
    });
    assert.equal(seen, 'rgb(18, 18, 20) rgb(244, 244, 245) 15px 1280px');
  });

  test('it is not printed, and axe-core finds nothing in it or in its buttons', async () => {
    const page = await start('', { reducedMotion: 'reduce' });
    await page.evaluate(axe);
    const faults = (within) => page.evaluate(async (one) => (await window.axe.run(one)).violations.map(({ id }) => id), within);
    assert.deepEqual(await faults('#pictures figure'), []);
    await page.click('#framed');
    assert.deepEqual(await faults('.deck-lightbox'), []);
    const pages = await print(page);
    assert.equal(pages.length, 5);
    assert.equal(pages[0].text.match(/Abluedoor/g).length, 1);
    assert.equal(pages.some(({ text }) => text.includes('✕')), false);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.deck-lightbox').isVisible(), false);
    assert.deepEqual(page.complaints, []);
  });
});
