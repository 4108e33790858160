// What must hold for every deck that the compiler makes, held by the explainer and by a small talk.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { address, build, closePages, launch, open, place, print, ready, squeeze, still, swipe } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
afterEach(() => closePages(browser));

/** Every place of a talk in the order of `next`, each as `h/v` or `h/v/f`, read from the markup alone. */
const placesOf = (page) => page.evaluate(() => [...document.querySelectorAll('.slides > section:not([data-visibility=hidden])')].flatMap((top, h) => {
  const rows = [...top.querySelectorAll(':scope > section:not([data-visibility=hidden])')];
  return (rows.length ? rows : [top]).flatMap((slide, v) => {
    const last = Math.max(-1, ...[...slide.querySelectorAll('.fragment')].map((step) => Number(step.dataset.fragmentIndex)));
    return last < 0 ? [`${h}/${v}`] : Array.from({ length: last + 2 }, (_, i) => `${h}/${v}/${i - 1}`);
  });
}));

/** The words of every slide in order, without notes, formulas and drawings: what print and a page without a script must show. */
const wordsOf = (page) => page.evaluate(() => [...document.querySelectorAll('.slides section:not(.stack, [data-visibility=hidden])')].map((section) => {
  const copy = section.cloneNode(true);
  for (const other of copy.querySelectorAll('aside.notes, style, .katex, math, svg')) other.remove();
  const words = [];
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) words.push(...(texts.currentNode.data.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []));
  return words;
}));

for (const source of ['slides/deck.yaml', 'tests/browser/decks/talk.md']) {
  describe(`the deck ${source}`, () => {
    let url;
    before(async () => {
      url = await address(source);
      const page = await open(browser, url, { context: { javaScriptEnabled: false }, waits: false });
      const words = await wordsOf(page);
      assert.ok(words.length > 4 && words.flat().length > 20, `${words.length} slides`);
    });

    test('is led through by one key, forward and back, and says nothing to the console nor asks for anything', async () => {
      const page = await open(browser, url);
      const places = await placesOf(page);
      assert.ok(places.length > 5, `${places.length} places`);
      const there = [await place(page)];
      for (let i = 1; i < places.length; i += 1) {
        await page.keyboard.press('Space');
        there.push(await place(page));
      }
      assert.deepEqual(there, places);
      assert.equal(await page.evaluate(() => window.Reveal.isLastSlide()), true);
      const back = [await place(page)];
      for (let i = 1; i < places.length; i += 1) {
        await page.keyboard.press('Shift+Space');
        back.push(await place(page));
      }
      assert.deepEqual(back, places.toReversed());
      assert.deepEqual(page.complaints, []);
    });

    test('is led through by swipes', async () => {
      const page = await open(browser, url, { context: { hasTouch: true } });
      const places = await placesOf(page);
      const there = [await place(page)];
      for (let i = 1; i < places.length; i += 1) {
        const [[h], [next]] = [places[i - 1].split('/'), places[i].split('/')];
        await (h === next ? swipe(page, 0, -200, { x: 640, y: 640 }) : swipe(page, -200, 0, { x: 640, y: 690 }));
        there.push(await place(page));
      }
      assert.deepEqual(there, places);
      assert.deepEqual(page.complaints, []);
    });

    test('opens at every slide by its number and by its id', async () => {
      const page = await open(browser, url);
      const slides = await page.evaluate(() => window.Reveal.getSlides().map((slide) => {
        const { h, v } = window.Reveal.getIndices(slide);
        return { id: slide.id, h, v: v ?? 0 };
      }));
      for (const { id, h, v } of slides) {
        for (const hash of [`#/${h}/${v}`, ...(id ? [`#/${encodeURIComponent(id)}`, `#${encodeURIComponent(id)}`] : [])]) {
          await page.goto('about:blank');
          await page.goto(url + hash);
          await ready(page);
          const indices = await page.evaluate(() => window.Reveal.getIndices());
          assert.deepEqual([indices.h, indices.v], [h, v], hash);
        }
      }
    });

    test('is left by Back, slide by slide, also from a slide with steps', async () => {
      const page = await open(browser, 'about:blank', { waits: false });
      await page.goto(url);
      await ready(page);
      const places = await placesOf(page);
      for (let i = 1; i < places.length; i += 1) {
        // Browsers take only so many changes of the address at once; the runtime saves them up for whoever is faster.
        if (i > 50) await page.waitForTimeout(260);
        await page.keyboard.press('PageDown');
      }
      assert.equal(await place(page), places.at(-1));
      const slides = [...new Set(places.map((one) => one.split('/').slice(0, 2).join('/')))];
      for (const slide of slides.slice(0, -1).reverse()) {
        await page.goBack();
        await page.waitForFunction((expected) => {
          const { h, v } = window.Reveal.getIndices();
          return `${h}/${v}` === expected;
        }, slide);
      }
      await page.goBack();
      assert.equal(page.url(), 'about:blank');
    });

    test('is printed one slide a page, with its text and all its steps', async () => {
      const page = await open(browser, url);
      const words = await wordsOf(page);
      await page.evaluate(() => window.Reveal.slide(1));
      const { width, height } = await page.evaluate(() => window.Reveal.getConfig());
      const pages = await print(page);
      assert.equal(pages.length, words.length);
      pages.forEach((one, i) => {
        assert.deepEqual([one.width, one.height], [width * 0.75, height * 0.75]);
        const missing = words[i].filter((word) => !one.text.toLowerCase().includes(word));
        assert.deepEqual(missing, [], `page ${i + 1}: ${one.text}`);
      });
    });

    test('can be read without a script', async () => {
      const page = await open(browser, url, { context: { javaScriptEnabled: false }, waits: false });
      const slides = page.locator('.slides section:not(.stack, [data-visibility=hidden])');
      const words = await wordsOf(page);
      let below = -1;
      for (let i = 0; i < words.length; i += 1) {
        const slide = slides.nth(i);
        const { y, height } = await slide.boundingBox();
        assert.ok(y >= below, `slide ${i + 1} begins at ${y}, the one before ends at ${below}`);
        below = Math.floor(y + height);
        const seen = squeeze(await slide.innerText()).toLowerCase();
        const missing = words[i].filter((word) => !seen.includes(word));
        assert.deepEqual(missing, [], `slide ${i + 1}`);
        for (const step of await slide.locator('.fragment').all()) {
          const opacity = await step.evaluate((element) => [getComputedStyle(element).opacity, getComputedStyle(element).visibility].join());
          assert.equal(opacity, '1,visible');
        }
      }
    });

    test('does not move for those who asked for that', async () => {
      const page = await open(browser, url, { reducedMotion: 'reduce' });
      for (let i = 0; i < 6; i += 1) {
        const moving = await page.evaluate(() => {
          window.Reveal.next();
          return document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length;
        });
        assert.equal(moving, 0);
      }
    });

    for (const [width, height] of [[1280, 720], [1920, 1080], [1024, 768], [390, 844], [320, 200]]) {
      test(`fits a window of ${width} x ${height}`, async () => {
        const page = await open(browser, `${url}?scrollActivationWidth=0`, { context: { viewport: { width, height } } });
        await page.keyboard.press('Space');
        await still(page);
        const box = await page.locator('section.present:not(.stack)').boundingBox();
        assert.ok(box.x >= -0.5 && box.y >= -0.5 && box.x + box.width <= width + 0.5 && box.y + box.height <= height + 0.5, JSON.stringify(box));
        assert.ok(Math.abs(box.width - width) <= 1 || Math.abs(box.height - height) <= 1, JSON.stringify(box));
      });
    }

    test('announces each slide', async () => {
      const page = await open(browser, url);
      const slides = (await wordsOf(page)).length;
      const heard = [];
      for (let i = 1; i < slides; i += 1) {
        await page.keyboard.press('Alt+Space');
        heard.push(await page.locator('[aria-live=polite]').textContent());
      }
      assert.equal(new Set(heard).size, slides - 1, heard.join(' | '));
      assert.equal(heard.filter((said) => /slide \d+ of \d+$/.test(said)).length > 0, true, heard.join(' | '));
    });

    test('is HTML that the Nu checker finds no error in', async () => {
      const jar = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));
      const run = promisify(execFile)('java', ['-Xss8m', '-jar', jar, '--errors-only', '--format', 'json', await build(source)], { maxBuffer: 1 << 26 });
      const { stderr } = await run.catch((error) => {
        if (error.code === 'ENOENT') throw new Error('no java found: install the package default-jre-headless');
        return error;
      });
      // A value of Compositing and Blending Level 2, which browsers have had since 2022 and the checker has not.
      const messages = JSON.parse(stderr).messages.filter(({ message }) => !message.includes('“plus-lighter” is not a “mix-blend-mode” value'));
      assert.deepEqual(messages.map(({ lastLine, message }) => `${lastLine}: ${message}`), []);
    });
  });
}
