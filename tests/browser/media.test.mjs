import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closePages, launch, open, page as html, print, root } from './support.mjs';

const clip = `data:video/webm;base64,${readFileSync(join(root, 'tests/browser/fixtures/clip.webm'), 'base64')}`;
const folder = mkdtempSync(join(tmpdir(), 'deck-media-'));
const address = (name) => pathToFileURL(join(folder, name)).href;
writeFileSync(join(folder, 'frame.html'), '<!doctype html><title>Frame</title><body style="background:#285">' +
  '<button onclick="top.postMessage({ heard: \'pressed\' }, \'*\')" style="width:100%;height:600px">press</button>' +
  '<script>const tell = (heard) => top.postMessage({ heard }, "*"); tell("loaded"); addEventListener("message", (event) => tell(event.data));</script>');

let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => closePages(browser));

let number = 0;
/** Opens a page over slides; `at` is the end of its address. */
async function deck(slides, { at = '', config, style, options, script } = {}) {
  const file = join(folder, `page-${number += 1}.html`);
  writeFileSync(file, html(slides, { config, style, policy: 'frame-src file: https:;' }));
  const page = await open(browser, pathToFileURL(file).href + at, { ...options, waits: false });
  await page.waitForFunction(() => window.Reveal?.isReady());
  if (script) await page.evaluate(script);
  return page;
}
const video = (id, attributes = 'data-autoplay muted') => `<video id="${id}" src="${clip}" width="320" height="180" ${attributes}></video>`;
/** Whether something plays, by the ids of what does; of backgrounds `behind`. */
const playing = (page) => page.evaluate(() => [...document.querySelectorAll('video, audio')].filter((one) => !one.paused && !one.ended)
  .map((one) => one.id || (one.closest('.slide-background.present') ? 'behind' : 'gone')).join(' '));
const plays = (page, ids) => page.waitForFunction((ids) => [...document.querySelectorAll('video, audio')]
  .filter((one) => !one.paused && !one.ended && one.currentTime > 0).map((one) => one.id || 'behind').join(' ') === ids, ids);
const time = (page, id) => page.evaluate((id) => document.getElementById(id).currentTime, id);
const next = (page) => page.keyboard.press('PageDown');
const back = (page) => page.keyboard.press('PageUp');
/** Keeps what frames say. */
const listen = () => {
  window.heard = [];
  window.addEventListener('message', ({ data }) => data?.heard && window.heard.push(data.heard));
};
/** What frames have heard up to now, and that nothing more comes. */
const heard = async (page) => {
  await page.waitForTimeout(150);
  return page.evaluate(() => window.heard.splice(0).join(' '));
};

describe('media of a slide', () => {
  test('start when it is shown and stop when it is left, and then start again from their beginning', async () => {
    const page = await deck(`<section><h2>One</h2></section><section>${video('two')}${video('still', 'controls muted')}</section><section><h2>Three</h2></section>`);
    assert.equal(await playing(page), '');
    await next(page);
    await plays(page, 'two');
    await page.waitForFunction(() => document.getElementById('two').currentTime > 0.4);
    await next(page);
    assert.equal(await playing(page), '');
    assert.ok(await time(page, 'two') > 0.3);
    await back(page);
    await plays(page, 'two');
    assert.ok(await time(page, 'two') < 0.4);
    assert.deepEqual(page.complaints, []);
  });

  test('of a slide that is not the one at the address never begin', async () => {
    const page = await deck(`<section>${video('one', 'autoplay muted')}</section><section>${video('two', 'autoplay muted loop')}</section>`, { at: '#/1' });
    await plays(page, 'two');
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('video')].map(({ id, autoplay, played }) => [id, autoplay, played.length > 0].join())),
      ['one,false,false', 'two,false,true']);
    await page.evaluate(() => window.Reveal.destroy());
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('video')].map(({ autoplay, dataset }) => [autoplay, dataset.autoplay].join())), ['true,', 'true,']);
  });

  test('in a step start and stop with the step, also where the step is the medium itself', async () => {
    const page = await deck(`<section><h2>One</h2><p class="fragment">${video('inside', 'data-autoplay muted loop')}</p>` +
      `${video('itself', 'data-autoplay muted loop class="fragment"')}</section><section><h2>Two</h2></section>`);
    assert.equal(await playing(page), '');
    await next(page);
    await plays(page, 'inside');
    await next(page);
    await plays(page, 'inside itself');
    await back(page);
    assert.equal(await playing(page), 'inside');
    await next(page);
    await next(page);
    assert.equal(await playing(page), '');
    await back(page);
    await plays(page, 'inside itself');
  });

  test('go on elsewhere with data-ignore', async () => {
    const page = await deck(`<section>${video('one', 'data-autoplay data-ignore loop muted')}</section><section><h2>Two</h2></section>`);
    await plays(page, 'one');
    await next(page);
    assert.equal(await playing(page), 'one');
  });

  test('all start, or none, where the configuration says so', async () => {
    const slides = `<section><h2>One</h2></section><section>${video('two', 'muted loop controls')}${video('three', 'data-autoplay muted loop')}</section>`;
    const all = await deck(slides, { config: { autoPlayMedia: true }, at: '#/1' });
    await plays(all, 'two three');
    const none = await deck(slides, { config: { autoPlayMedia: false }, at: '#/1' });
    await none.waitForTimeout(200);
    assert.equal(await playing(none), '');
    await none.evaluate(() => window.Reveal.configure({ autoPlayMedia: null }));
    await plays(none, 'three');
    await none.evaluate(() => window.Reveal.configure({ autoPlayMedia: false }));
    assert.equal(await playing(none), '');
  });

  test('wait while the deck is paused or in the overview, and go on where they were', async () => {
    const page = await deck(`<section>${video('one', 'data-autoplay muted loop')}${video('two', 'muted controls')}</section><section>${video('three', 'data-autoplay muted loop')}</section>`);
    await page.waitForFunction(() => document.getElementById('one').currentTime > 0.3);
    await page.keyboard.press('b');
    assert.equal(await playing(page), '');
    const then = await time(page, 'one');
    await page.keyboard.press('b');
    await plays(page, 'one');
    assert.ok(await time(page, 'one') >= then);
    await page.keyboard.press('o');
    assert.equal(await playing(page), '');
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(100);
    assert.equal(await playing(page), '');
    await page.keyboard.press('Enter');
    await plays(page, 'three');
    await back(page);
    await plays(page, 'one');
  });

  test('wait while the page is hidden', async () => {
    const page = await deck(`<section>${video('one', 'data-autoplay muted loop')}</section><section>${video('two', 'data-autoplay muted loop')}</section>`);
    await plays(page, 'one');
    const hide = (hidden) => page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await hide(true);
    assert.equal(await playing(page), '');
    await page.evaluate(() => window.Reveal.next());
    assert.equal(await playing(page), '');
    await hide(false);
    await plays(page, 'two');
  });

  test('keep their keys while they have the focus', async () => {
    const page = await deck(`<section>${video('one', 'controls muted loop')}</section><section><h2>Two</h2></section>`);
    await page.focus('#one');
    await page.keyboard.press('Space');
    await plays(page, 'one');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 0);
    await page.keyboard.press('Space');
    assert.equal(await playing(page), '');
    await next(page);
    assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 1);
  });

  test('can be started and stopped by scripts', async () => {
    const page = await deck(`<section>${video('one', 'data-autoplay muted loop')}</section>`);
    await plays(page, 'one');
    await page.evaluate(() => window.Reveal.stopEmbeddedContent());
    assert.equal(await playing(page), '');
    await page.evaluate(() => window.Reveal.startEmbeddedContent());
    await plays(page, 'one');
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await playing(page), '');
  });

  test('that are playing go on when the page is read again', async () => {
    const page = await deck(`<section>${video('one', 'data-autoplay muted')}</section>`);
    await plays(page, 'one');
    await page.evaluate(() => document.getElementById('one').pause());
    await page.evaluate(() => window.Reveal.sync());
    await page.waitForTimeout(100);
    assert.equal(await playing(page), '');
  });
});

describe('what the browser does not let play', () => {
  const button = (page) => page.locator('.deck-media');

  test('a film plays without its sound, and a button turns that on', async () => {
    const page = await deck(`<section>${video('one', 'data-autoplay loop')}</section><section><h2>Two</h2></section>`);
    await plays(page, 'one');
    assert.equal(await page.evaluate(() => document.getElementById('one').muted), true);
    assert.equal(await button(page).textContent(), 'Turn the sound on');
    await button(page).click();
    assert.equal(await page.evaluate(() => document.getElementById('one').muted), false);
    assert.equal(await button(page).isVisible(), false);
    await plays(page, 'one');
    assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 0);
    assert.deepEqual(page.complaints, []);
  });

  test('a sound has a button that plays it, which goes with its slide', async () => {
    const sound = `<audio id="sound" src="${clip}" data-autoplay loop></audio>`;
    const page = await deck(`<section>${sound}</section><section><h2>Two</h2></section>`);
    await button(page).waitFor();
    assert.deepEqual([await button(page).textContent(), await playing(page)], ['Play', '']);
    await button(page).focus();
    await page.keyboard.press('Enter');
    await plays(page, 'sound');
    assert.equal(await button(page).isVisible(), false);
    await next(page);
    assert.equal(await playing(page), '');
    const other = await deck(`<section>${sound}</section><section><h2>Two</h2></section>`);
    await button(other).waitFor();
    await next(other);
    assert.equal(await button(other).isVisible(), false);
    assert.deepEqual(other.complaints, []);
  });

  test('nothing moves by itself where the viewer asked for that, and the button asks for it', async () => {
    const page = await deck(`<section data-background-video="${clip}" data-background-video-muted>${video('one', 'data-autoplay muted loop')}</section>`,
      { options: { reducedMotion: 'reduce' } });
    await button(page).waitFor();
    assert.equal(await playing(page), '');
    await button(page).click();
    await plays(page, 'one');
  });
});

describe('what is loaded late', () => {
  const source = `data-src="${clip}"`;

  test('gets its address when its slide comes near, and media lose it when that is far away', async () => {
    const page = await deck('<section><h2>One</h2></section>' + '<section><h2>Between</h2></section>'.repeat(2) +
      `<section><img id="picture" alt="" data-src="data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E"><video id="film" ${source} muted data-autoplay></video>` +
      `<audio id="sound"><source ${source}></audio></section>`);
    const loaded = () => page.evaluate(() => [...document.querySelectorAll('#picture, #film, #sound source')].filter((one) => one.hasAttribute('src')).length);
    assert.equal(await loaded(), 0);
    await next(page);
    assert.equal(await loaded(), 3);
    await back(page);
    assert.equal(await loaded(), 1);
    await page.keyboard.press('End');
    await plays(page, 'film');
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await loaded(), 0);
  });

  test('is near by rows in a stack, as far as viewDistance says, and scripts can do both', async () => {
    const film = (id) => `<section><h2>${id}</h2><video id="${id}" ${source}></video></section>`;
    const page = await deck(`<section><h2>One</h2></section><section>${film('a')}${film('b')}${film('c')}</section>${film('d')}`, { config: { viewDistance: 2 } });
    const loaded = () => page.evaluate(() => [...document.querySelectorAll('video[src]')].map(({ id }) => id).join(''));
    assert.equal(await loaded(), 'a');
    await next(page);
    assert.equal(await loaded(), 'abd');
    await page.evaluate(() => window.Reveal.loadSlide(window.Reveal.getSlide(1, 2)));
    assert.equal(await loaded(), 'abcd');
    await page.evaluate(() => window.Reveal.unloadSlide(window.Reveal.getSlide(1, 0)));
    assert.equal(await loaded(), 'bcd');
  });

  test('pictures are there in print', async () => {
    const picture = 'data:image/svg+xml,%3Csvg%20xmlns=\'http://www.w3.org/2000/svg\' width=\'200\' height=\'100\'/%3E';
    const page = await deck('<section><h2>One</h2></section>'.repeat(5) + `<section><img id="picture" alt="" data-src="${picture}"></section>`);
    await print(page);
    assert.equal(await page.evaluate(() => document.getElementById('picture').width), 200);
  });
});

describe('frames', () => {
  const frame = address('frame.html');
  const quiet = (page) => page.complaints.filter((complaint) => complaint !== `request: ${frame}`);

  test('are told when their slide is shown and when it is left', async () => {
    const page = await deck(`<section><h2>One</h2></section><section><iframe src="${frame}" title="Frame"></iframe></section>`, { script: listen });
    await heard(page);
    await next(page);
    assert.equal(await heard(page), 'slide:start');
    await page.keyboard.press('b');
    assert.equal(await heard(page), 'slide:stop');
    await page.keyboard.press('b');
    assert.equal(await heard(page), 'slide:start');
    await back(page);
    assert.equal(await heard(page), 'slide:stop');
    assert.deepEqual(quiet(page), []);
  });

  test('with data-src are there while their slide is shown, are told once they are loaded, and leave no trace in the history', async () => {
    const page = await deck(`<section><h2>One</h2></section><section><iframe data-src="${frame}" title="Frame"></iframe></section>`, { script: listen });
    assert.equal(await heard(page), '');
    for (let i = 0; i < 2; i += 1) {
      await next(page);
      await page.waitForFunction(() => window.heard.length > 1);
      assert.equal(await heard(page), 'loaded slide:start');
      await back(page);
      await heard(page);
      assert.equal(page.frames().filter((one) => one.url() === frame).length, 0);
    }
    // The first slide, and a change of the slide four times.
    assert.equal(await page.evaluate(() => window.history.length - 1), 5);
    await page.evaluate(() => window.history.back());
    await page.waitForFunction(() => window.Reveal.getIndices().h === 1);
    assert.deepEqual(quiet(page), []);
  });

  test('are loaded early with data-preload, or where the configuration says so', async () => {
    const slides = `<section><h2>One</h2></section><section><iframe data-src="${frame}" data-preload title="Frame"></iframe><iframe data-src="${frame}" title="Frame"></iframe></section>`;
    const loaded = (page) => page.evaluate(() => document.querySelectorAll('iframe[src]').length);
    assert.deepEqual([await loaded(await deck(slides)), await loaded(await deck(slides, { config: { preloadIframes: true } })),
      await loaded(await deck(slides, { config: { preloadIframes: false } }))], [1, 2, 0]);
  });

  test('of players are asked to listen', async () => {
    const page = await deck('<section><h2>One</h2></section><section><iframe data-src="https://www.youtube.com/embed/x" title="A"></iframe>' +
      '<iframe data-src="https://player.vimeo.com/video/1?h=2" title="B"></iframe></section>');
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('iframe')].map(({ dataset }) => dataset.src)),
      ['https://www.youtube.com/embed/x?enablejsapi=1', 'https://player.vimeo.com/video/1?h=2&api=1']);
  });
});

describe('films and pages behind a slide', () => {
  const behind = `data-background-video="${clip}" data-background-video-muted data-background-video-loop`;

  test('a film starts and stops with its slide, fills the window, and is gone afterwards', async () => {
    const page = await deck(`<section><h2>One</h2></section><section ${behind} data-background-opacity="0.5"><h2>Two</h2></section><section><h2>Three</h2></section>`,
      { options: { context: { viewport: { width: 800, height: 600 } } } });
    assert.equal(await page.locator('.backgrounds video').count(), 0);
    await next(page);
    await plays(page, 'behind');
    assert.deepEqual(await page.evaluate(() => {
      const film = document.querySelector('.backgrounds video');
      return [film.muted, film.loop, film.offsetWidth, film.offsetHeight, getComputedStyle(film).objectFit, getComputedStyle(film.parentElement).opacity];
    }), [true, true, 800, 600, 'cover', '0.5']);
    await next(page);
    assert.equal(await playing(page), '');
    await page.waitForFunction(() => !document.querySelector('.backgrounds video'));
    await back(page);
    await plays(page, 'behind');
    assert.deepEqual(page.complaints, []);
  });

  test('goes on over slides that share it, one of which may be in a stack that has it', async () => {
    const page = await deck(`<section ${behind}><h2>One</h2></section><section ${behind}><section><h2>Two</h2></section><section><h2>Three</h2></section></section><section ${behind} data-background-color="red"><h2>Four</h2></section>`);
    await page.evaluate(() => { document.querySelector('.backgrounds video').id = 'same'; });
    await page.waitForFunction(() => document.getElementById('same').currentTime > 0.2);
    await next(page);
    await next(page);
    assert.equal(await playing(page), 'same');
    assert.ok(await time(page, 'same') > 0.2);
    await next(page);
    await plays(page, 'behind');
  });

  test('is one of several addresses, or the one that the style holds, and waits in the pause', async () => {
    const page = await deck(`<section data-background-video="data-none.mp4, ${address('clip.webm')}" data-background-video-muted><h2>One</h2></section>` +
      '<section data-background-video="var(--asset-12ab)" data-background-video-muted data-background-video-loop data-background-size="contain"><h2>Two</h2></section>',
      { style: `:root { --asset-12ab: url(${clip}); }` });
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.backgrounds source')].map((one) => one.getAttribute('src').replace(/.*\//, ''))),
      ['data-none.mp4', 'clip.webm']);
    await next(page);
    await plays(page, 'behind');
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.present video')).objectFit), 'contain');
    await page.keyboard.press('b');
    assert.equal(await playing(page), '');
    await page.keyboard.press('b');
    await plays(page, 'behind');
  });

  test('a page is loaded and told with its slide, and cannot be reached unless it is interactive', async () => {
    const frame = address('frame.html');
    const page = await deck(`<section><h2>One</h2></section><section data-background-iframe="${frame}"><h2>Two</h2></section>` +
      `<section data-background-iframe="${frame}" data-background-interactive><h2>Three</h2><p><a id="link" href="#/0">to one</a></p></section>`, { script: listen });
    await next(page);
    await page.waitForFunction(() => window.heard.length > 1);
    assert.equal(await heard(page), 'loaded slide:start');
    await page.mouse.click(640, 400);
    await page.keyboard.press('Tab');
    assert.equal(await heard(page), '');
    assert.notEqual(await page.evaluate(() => document.activeElement.localName), 'iframe');
    await next(page);
    await page.waitForFunction(() => window.heard.includes('slide:start'));
    await heard(page);
    await page.mouse.click(640, 400);
    assert.equal(await heard(page), 'pressed');
    assert.deepEqual(await page.evaluate(() => [document.querySelector('.backgrounds').getAttribute('aria-hidden'), document.querySelector('.present iframe').title]),
      ['false', 'Background']);
    await page.click('#link');
    assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 0);
    assert.equal(await page.evaluate(() => document.querySelector('.backgrounds').inert), true);
  });

  test('nothing of them is in print, where the slide has its colour and its picture', async () => {
    const page = await deck(`<section ${behind} data-background-color="rgb(1, 2, 3)"><h2>One</h2>${video('one', 'data-autoplay loop')}</section>`);
    await page.locator('.deck-media').waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.backgrounds', '.backgrounds video', '.deck-media']) assert.equal(await page.locator(part).isVisible(), false, part);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('section')).backgroundColor), 'rgb(1, 2, 3)');
  });
});
