import assert from 'node:assert/strict';
import { writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { address, closePages, fixture, launch, open as openPage, page as pageOver, place, print, squeeze, still } from './support.mjs';

let browser;
const file = join(tmpdir(), `deck-auto-animate-${process.pid}.html`);
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  rmSync(file, { force: true });
});
afterEach(() => closePages(browser));

/** So slow that nothing ends by itself, and even, so that half of the time is half of the way. */
const SLOW = { autoAnimateDuration: 100, autoAnimateEasing: 'linear' };

/** Opens slides of a test's own, or those of the fixture. */
async function open(slides, { at = '', config = {}, style = '', ...options } = {}) {
  const settings = { config: { ...SLOW, ...config }, style };
  if (!slides) return openPage(browser, fixture('auto-animate', settings) + at, options);
  writeFileSync(file, pageOver(slides, settings));
  return openPage(browser, pathToFileURL(file).href + at, options);
}

/** Two slides that belong together, and the first is shown. */
const pair = (first, second, options) => open(`<section id="from" data-auto-animate>${first}</section><section id="to" data-auto-animate>${second}</section>`, options);

/** Holds everything that moves at a share of the time of the slides; at the end of it nothing moves any more. */
const seek = (page, share, duration = 100_000) => page.evaluate(async ([time, ends]) => {
  for (const animation of document.getAnimations()) {
    animation.pause();
    animation.currentTime = time;
    if (ends) animation.finish();
  }
  await new Promise((resolve) => { setTimeout(resolve); });
}, [share * duration, share === 1]);

/** Where an element of the slide is on the canvas: left, top, width, height; `letters`: of its text. */
const box = (page, selector, letters = false) => page.evaluate(([selector, letters]) => {
  const canvas = document.querySelector('.slides').getBoundingClientRect();
  const element = window.Reveal.getCurrentSlide().querySelector(selector);
  const range = document.createRange();
  range.selectNodeContents(element);
  const { x, y, width, height } = (letters ? range : element).getBoundingClientRect();
  const scale = window.Reveal.getScale();
  return [(x - canvas.x) / scale, (y - canvas.y) / scale, width / scale, height / scale].map((number) => Math.round(number * 10) / 10);
}, [selector, letters]);

const style = (page, selector, ...names) => page.evaluate(([selector, names]) => {
  const computed = getComputedStyle(window.Reveal.getCurrentSlide().querySelector(selector));
  return names.map((name) => computed.getPropertyValue(name));
}, [selector, names]);

/** Two boxes that are the same but for what a browser rounds. */
const near = (one, other, message) => assert.ok(one.every((number, i) => Math.abs(number - other[i]) <= 0.6), `${message ?? ''} ${one} and not ${other}`);
const between = (one, other, share = 0.5) => one.map((number, i) => number + (other[i] - number) * share);

const next = (page) => page.keyboard.press('ArrowRight');
const seen = (page) => page.evaluate(() => [...document.querySelectorAll('.slides section:not(.stack)')].filter((slide) => slide.checkVisibility({ opacityProperty: true })).map(({ id }) => id).join());

/** That nothing is left of any movement. */
const clean = async (page) => {
  assert.deepEqual(await page.evaluate(() => [document.getAnimations().length, document.querySelectorAll('.leaving, .moving-in-line, [data-moving], .slides [inert]:not(.near)').length,
    document.querySelectorAll('[data-auto-animate]:not([data-auto-animate=""])').length]), [0, 0, 0]);
  assert.deepEqual(page.complaints, []);
};

describe('auto-animate', () => {
  for (const viewport of [{ width: 1280, height: 720 }, { width: 640, height: 360 }, { width: 1000, height: 900 }]) {
    test(`what is the same moves from where it was to where it is, in a window of ${viewport.width} pixels`, async () => {
      const page = await open(null, { context: { viewport } });
      const old = [await box(page, '[data-id]'), await box(page, 'h2', true)];
      assert.deepEqual(old[0], [100, 300, 100, 50]);
      await next(page);
      assert.equal(await seen(page), 'two');
      await seek(page, 0);
      near(await box(page, '[data-id]'), old[0]);
      near(await box(page, 'h2', true), old[1]);
      await seek(page, 0.5);
      near(await box(page, '[data-id]'), [300, 350, 150, 125]);
      const title = await box(page, 'h2', true);
      await seek(page, 1);
      assert.deepEqual(await box(page, '[data-id]'), [500, 400, 200, 200]);
      near(title, between(old[1], await box(page, 'h2', true)), 'the letters');
      await clean(page);
    });
  }

  test('styles move, and what carries a text is not stretched', async () => {
    const page = await open();
    await next(page);
    const names = ['background-color', 'padding-top', 'border-top-left-radius', 'opacity'];
    await seek(page, 0.5);
    assert.deepEqual(await style(page, '[data-id]', ...names), ['rgb(100, 0, 100)', '10px', '20px', '0.75']);
    assert.deepEqual(await style(page, 'h2', 'font-size', 'line-height', 'scale'), ['60px', '72px', 'none']);
    await seek(page, 1);
    assert.deepEqual(await style(page, '[data-id]', ...names), ['rgb(0, 0, 200)', '20px', '40px', '1']);
    await clean(page);
  });

  test('goes back as it came', async () => {
    const page = await open(null, { at: '#/two/1' });
    const [later, letters] = [await box(page, '[data-id]'), await box(page, 'h2', true)];
    await page.evaluate(() => window.Reveal.slide(0));
    await seek(page, 0);
    near(await box(page, '[data-id]'), later);
    near(await box(page, 'h2', true), letters);
    await seek(page, 0.5);
    near(await box(page, '[data-id]'), [300, 350, 150, 125]);
    await seek(page, 1);
    assert.deepEqual(await box(page, '[data-id]'), [100, 300, 100, 50]);
    await clean(page);
  });

  test('what is new appears a little later, and steps in their own way', async () => {
    const page = await open();
    await next(page);
    const opacities = async () => [...await style(page, '#new', 'opacity'), ...await style(page, '#last', 'opacity')];
    await seek(page, 0.2);
    assert.deepEqual(await opacities(), ['0', '0']);
    await seek(page, 0.6);
    assert.ok((await opacities()).every((opacity) => opacity > 0.3 && opacity < 1), String(await opacities()));
    assert.equal(await page.evaluate(() => document.querySelector('#step').getAnimations().length), 0);
    await seek(page, 1);
    assert.deepEqual(await opacities(), ['1', '1']);
    await clean(page);
  });

  test('steps that are taken meanwhile are what it arrives at', async () => {
    const page = await open();
    await next(page);
    await next(page);
    await next(page);
    assert.equal(await place(page), '1/0/1');
    await seek(page, 0.5);
    near(await box(page, '[data-id]'), [300, 350, 150, 125], 'the movement goes on');
    await seek(page, 1);
    const shown = () => page.evaluate(() => ['#step', '#last'].map((step) =>
      document.querySelector(step).checkVisibility({ opacityProperty: true, visibilityProperty: true })));
    assert.deepEqual(await shown(), [true, false]);
    await page.keyboard.press('ArrowLeft');
    await still(page);
    assert.deepEqual(await shown(), [true, true]);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await place(page), '0/0');
    await page.evaluate(() => window.Reveal.slide(2));
    await page.keyboard.press('ArrowLeft');
    assert.equal(await place(page), '1/0/1', 'from behind all steps are shown');
    await seek(page, 1);
    await still(page);
    assert.deepEqual(await shown(), [true, false]);
    await clean(page);
  });

  test('which slides belong together', async () => {
    const page = await open(null, { config: { autoAnimateDuration: 0 } });
    const moves = [[['one', 'two'], true], [['two', 'one'], true], [['two', 'three'], true], [['one', 'three'], true], [['three', 'named'], false],
      [['named', 'named-too'], true], [['named-too', 'restarted'], false], [['restarted', 'named-too'], false], [['restarted', 'upper'], true],
      [['upper', 'lower'], true], [['lower', 'upper'], true], [['lower', 'restarted'], true], [['lower', 'without'], false], [['three', 'empty'], true]];
    for (const [[from, to], expected] of moves) {
      const [told, moving] = await page.evaluate(async ([from, to]) => {
        const { Reveal } = window;
        const go = (id) => {
          const { h, v } = Reveal.getIndices(document.getElementById(id));
          if (Reveal.getCurrentSlide().id === id) return null;
          return new Promise((resolve) => {
            Reveal.on('slidetransitionend', resolve, { once: true });
            Reveal.slide(h, v ?? 0);
          });
        };
        await go(from);
        let told = '';
        const listen = ({ fromSlide, toSlide }) => { told = `${fromSlide.id} ${toSlide.id}`; };
        Reveal.on('autoanimate', listen);
        const gone = go(to);
        const moving = document.querySelector('section[data-moving]')?.dataset.moving;
        await gone;
        Reveal.off('autoanimate', listen);
        return [told, moving];
      }, [from, to]);
      assert.deepEqual([told, moving !== undefined], [expected ? `${from} ${to}` : '', !expected], `${from} ${to}`);
    }
    await still(page);
    await clean(page);
  });

  test('is told between the change of the slide and the end of the movement', async () => {
    const page = await open(null, { config: { autoAnimateDuration: 0.05 } });
    const told = await page.evaluate(() => new Promise((resolve) => {
      const { Reveal } = window;
      const log = [];
      const element = Reveal.getRevealElement();
      for (const type of ['slidechanged', 'autoanimate', 'slidetransitionend']) {
        element.addEventListener(type, (event) => {
          log.push([type, (event.fromSlide ?? event.previousSlide).id, (event.toSlide ?? event.currentSlide).id, event.target === element,
            document.querySelector('#two').dataset.autoAnimate]);
          if (type === 'slidetransitionend') resolve(log);
        });
      }
      Reveal.next();
    }));
    assert.deepEqual(told, [['slidechanged', 'one', 'two', true, 'running'], ['autoanimate', 'one', 'two', true, 'running'], ['slidetransitionend', 'one', 'two', true, '']]);
    await still(page);
    await clean(page);
  });

  test('slides in a stack move as those beside one another, and only one is seen', async () => {
    const styles = '#upper h2 { margin-left: 400px }';
    const page = await open(null, { at: '#/6/0', style: `@layer author { ${styles} }` });
    const upper = await box(page, 'h2', true);
    await page.keyboard.press('ArrowDown');
    assert.equal(await seen(page), 'lower');
    await seek(page, 0);
    near(await box(page, 'h2', true), upper);
    await seek(page, 1);
    near(await box(page, 'h2', true), between(upper, [upper[0] - 400, upper[1], upper[2], upper[3]], 1));
    await page.keyboard.press('ArrowUp');
    await seek(page, 0.5);
    near(await box(page, 'h2', true), between(upper, [upper[0] - 400, upper[1], upper[2], upper[3]]));
    await seek(page, 1);
    await clean(page);
  });
});

describe('what auto-animate matches', () => {
  /** The pairs as they are seen: for each element of the second slide with a mark, the mark of the one it starts from. */
  async function matches(first, second, options) {
    const page = await pair(first, second, options);
    const old = await page.evaluate(() => [...document.querySelectorAll('#from [id]')].map((element) => {
      const { x, y } = element.getBoundingClientRect();
      return { id: element.id, x, y };
    }));
    await next(page);
    await seek(page, 0);
    const found = await page.evaluate((old) => Object.fromEntries([...document.querySelectorAll('#to [id]')].map((element) => {
      const { x, y } = element.getBoundingClientRect();
      const fades = element.getAnimations().some((one) => 'opacity' in one.effect.getKeyframes()[0]);
      const from = old.find((one) => Math.hypot(one.x - x, one.y - y) < 1);
      return [element.id, fades ? 'new' : from?.id ?? ''];
    })), old);
    await seek(page, 1);
    await clean(page);
    return found;
  }

  let count = 0;
  /** An element at a place where no other is. */
  const at = (name, id, content = '', attributes = '') => {
    count += 1;
    return `<${name} id="${id}" ${attributes} style="position:absolute;margin:0;left:${(count * 37) % 900}px;top:${(count * 53) % 600}px">${content}</${name}>`;
  };

  test('ids for it, with the same kind of element, before texts', async () => {
    const first = at('p', 'a', 'one', 'data-id="x"') + at('h2', 'b', 'other', 'data-id="y"') + at('p', 'c', 'two');
    const second = at('p', 'd', 'two', 'data-id="x"') + at('h3', 'e', 'another', 'data-id="y"') + at('p', 'f', 'three');
    assert.deepEqual(await matches(first, second), { d: 'a', e: 'new', f: 'new' });
  });

  test('headings, paragraphs and items by their text, and not other kinds', async () => {
    const kinds = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'li'];
    const first = kinds.map((kind) => at(kind, `${kind}-1`, `text of ${kind}`)).join('') + at('div', 'div-1', 'text of div');
    const second = kinds.map((kind) => at(kind, `${kind}-2`, ` text of ${kind} `)).join('') + at('div', 'div-2', 'text of div');
    assert.deepEqual(await matches(first, second), { ...Object.fromEntries(kinds.map((kind) => [`${kind}-2`, `${kind}-1`])), 'div-2': 'new' });
  });

  test('the first of the same with the first, and where there were fewer, with the last', async () => {
    const first = at('p', 'a', 'same') + at('p', 'b', 'same');
    const second = at('p', 'c', 'same') + at('p', 'd', 'same') + at('p', 'e', 'same');
    assert.deepEqual(await matches(first, second), { c: 'a', d: 'b', e: 'new' });
  });

  test('pictures by their source, and stretches them', async () => {
    const picture = (colour) => `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20' fill='${colour}'/></svg>`;
    const first = at('img', 'a', '', `src="${picture('red')}" alt=""`) + at('img', 'b', '', `src="${picture('blue')}" alt=""`);
    const second = at('img', 'c', '', `src="${picture('blue')}" alt="" width="80"`) + at('img', 'd', '', `src="${picture('green')}" alt=""`);
    assert.deepEqual(await matches(first, second), { c: 'b', d: 'new' });
    const page = await pair(first, second);
    await next(page);
    await seek(page, 0);
    near((await box(page, '#c')).slice(2), [40, 20]);
    await seek(page, 0.5);
    near((await box(page, '#c')).slice(2), [60, 30]);
  });

  test('items in items, each on its own', async () => {
    const list = (style, ids, more = '') => `<ul style="position:absolute;${style}"><li id="${ids[0]}">one</li><li id="${ids[1]}">two<ul><li id="${ids[2]}">inner</li>${more}</ul></li></ul>`;
    const same = await matches(list('left:100px;top:100px', 'abc'), list('left:400px;top:300px', 'def'));
    assert.deepEqual(same, { d: 'a', e: 'b', f: 'c' });
    const grown = await matches(list('left:100px;top:100px', 'abc'), list('left:400px;top:300px', 'def', '<li id="g">more</li>'));
    assert.deepEqual(grown, { d: 'a', e: '', f: 'c', g: 'new' });
  });

  test('what is the same in all stays, whatever it is', async () => {
    const table = (style) => `<table style="position:absolute;${style}"><tr><td>1</td><td>2</td></tr></table>`;
    const page = await pair(`<div class="plain">same</div>${table('')}`, `<p>New</p><div class="plain">same</div>${table('')}`);
    const old = await box(page, '.plain');
    await next(page);
    await seek(page, 0);
    near(await box(page, '.plain'), old);
    assert.deepEqual([...await style(page, '.plain', 'opacity'), ...await style(page, 'table', 'opacity'), ...await style(page, 'p', 'opacity')], ['1', '1', '0']);
  });

  test('a text does not leave the frame around it', async () => {
    const quote = '<blockquote style="margin:0;padding:20px;border:1px solid"><p style="margin:0">Said</p></blockquote>';
    const page = await pair(quote, `<h2>New</h2>${quote}`);
    const old = [await box(page, 'blockquote'), await box(page, 'p')];
    await next(page);
    await seek(page, 0);
    near(await box(page, 'blockquote'), old[0]);
    near(await box(page, 'p'), old[1]);
  });

  test('lines of code: those that stay move, those that are new appear, and in the end the block is as it was', async () => {
    const comment = '<span class="c">/* one\n   two */</span>';
    const code = (text, style) => `<pre data-id="code" style="margin:0;${style}"><code>${text}</code></pre>`;
    const page = await pair(code(`<b>let</b> a;\n${comment}\nend`, 'width:300px'), `<p>New</p>${code(`<b>let</b> a;\nnew line\n\n${comment}\nend`, 'width:600px')}`);
    const line = (text) => page.evaluate((text) => {
      const walker = document.createTreeWalker(window.Reveal.getCurrentSlide().querySelector('code'), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + text.length);
        const { x, y, height } = range.getBoundingClientRect();
        return [x, y, height];
      }
      return null;
    }, text);
    const old = [await line('let'), await line('two'), await line('end')];
    const block = await box(page, 'pre');
    const html = await page.evaluate(() => document.querySelector('#to code').innerHTML);
    const nodes = await page.evaluateHandle(() => [...document.querySelectorAll('#to code *')]);
    await next(page);
    await seek(page, 0);
    near(await box(page, 'pre'), block);
    for (const [i, text] of ['let', 'two', 'end'].entries()) near(await line(text), old[i], text);
    const opacity = (text) => page.evaluate((text) => {
      const span = [...document.querySelectorAll('#to code > span')].find((one) => one.textContent.includes(text));
      return getComputedStyle(span).opacity;
    }, text);
    assert.deepEqual([await opacity('let'), await opacity('new line'), await opacity('end')], ['1', '0', '1']);
    assert.equal(await page.evaluate(() => document.querySelectorAll('#to code > span > .c').length), 2, 'the colours stay');
    await seek(page, 0.5);
    const half = [await line('two'), await box(page, 'pre')];
    await seek(page, 1);
    near(half[0], between(old[1], await line('two')));
    near(half[1], between(block, await box(page, 'pre')));
    assert.equal(await page.evaluate(() => document.querySelector('#to code').innerHTML), html);
    assert.equal(await page.evaluate((old) => old.every((node) => node.isConnected), nodes), true);
    await clean(page);
  });

  test('lines that a highlighter made rows of', async () => {
    const rows = (...lines) => `<pre data-id="code"><code class="hljs"><table><tbody>${lines.map((line, i) =>
      `<tr><td class="hljs-ln-numbers" data-line-number="${i + 1}">${i + 1}</td><td class="hljs-ln-code" data-line-number="${i + 1}" id="${line.replace(' ', '-')}">${line.split(' ')[0]}</td></tr>`).join('')}</tbody></table></code></pre>`;
    const found = await matches(rows('one', 'two'), rows('one 2', 'more 2', 'two 2'));
    assert.deepEqual(found, { 'one-2': 'one', 'more-2': 'new', 'two-2': 'two' });
  });

  test('what another function says', async () => {
    const page = await pair('<div class="a" style="position:absolute;left:0;top:0;width:100px;height:100px"></div>',
      '<div class="b" style="position:absolute;left:400px;top:200px;width:200px;height:200px;color:rgb(0,0,0)"></div><p>New</p>');
    await page.evaluate(() => window.Reveal.configure({
      autoAnimateMatcher: (from, to) => {
        const one = { from: from.querySelector('.a'), to: to.querySelector('.b') };
        return [{ ...one, options: { scale: false, duration: 50, easing: 'linear', styles: ['opacity', { property: 'color', from: 'rgb(200, 0, 0)', to: 'rgb(0, 200, 0)' }] } },
          { ...one, options: { translate: false } }, { from: null, to: null }];
      },
    }));
    await next(page);
    await seek(page, 0.25);
    assert.deepEqual(await box(page, '.b'), [200, 100, 200, 200]);
    assert.deepEqual(await style(page, '.b', 'color'), ['rgb(100, 100, 0)']);
    await seek(page, 1);
    await clean(page);
    await page.evaluate(() => {
      window.Reveal.slide(0);
      const measure = ({ className }) => (className === 'a' ? { x: 10, y: 20, width: 50, height: 50 } : { x: 30, y: 20, width: 100, height: 100 });
      window.Reveal.configure({
        autoAnimateMatcher: (from, to) => [{ from: from.querySelector('.a'), to: to.querySelector('.b'), options: { measure } }],
      });
    });
    await next(page);
    await seek(page, 0);
    assert.deepEqual(await box(page, '.b'), [380, 200, 100, 100]);
    await seek(page, 1);
    await clean(page);
  });

  test('a function that fails leaves the slide as it is', async () => {
    const page = await pair('<h2>T</h2>', '<p>New</p><h2>T</h2>');
    await page.evaluate(() => window.Reveal.configure({ autoAnimateMatcher: () => { throw new Error('mine'); } }));
    await next(page);
    assert.equal(await seen(page), 'to');
    assert.deepEqual(page.complaints.splice(0), ['error: mine']);
    await still(page);
    await clean(page);
  });
});

describe('how auto-animate moves', () => {
  test('what is in something that moves, is where it belongs, too', async () => {
    const nested = (left, width, inner) => `<div data-id="outer" style="position:absolute;left:${left}px;top:100px;width:${width}px;height:200px">` +
      `<div data-id="inner" style="position:absolute;left:${inner}px;top:20px;width:${width / 4}px;height:50px"></div><p style="position:absolute;left:0;top:${inner}px;margin:0">Text</p></div>`;
    const page = await pair(nested(100, 200, 20), nested(500, 400, 60));
    const old = [await box(page, '[data-id=inner]'), await box(page, 'p')];
    await next(page);
    await seek(page, 0);
    near(await box(page, '[data-id=inner]'), old[0]);
    near((await box(page, 'p')).slice(0, 2), old[1].slice(0, 2));
    await seek(page, 1);
    assert.deepEqual(await box(page, '[data-id=inner]'), [560, 120, 100, 50]);
  });

  test('what is turned or shifted by the author, stays so', async () => {
    const turned = (left, more) => `<div data-id="x" style="position:absolute;left:${left}px;top:100px;width:100px;height:40px;transform:rotate(90deg);${more}"></div>`;
    const page = await pair(turned(100, ''), turned(500, 'width:200px;height:80px;translate:50px 0;scale:0.5'));
    const old = await box(page, '[data-id]');
    await next(page);
    await seek(page, 0);
    near(await box(page, '[data-id]'), old);
    await seek(page, 0.5);
    const half = await box(page, '[data-id]');
    await seek(page, 1);
    near(half, between(old, await box(page, '[data-id]')));
    near(await box(page, '[data-id]'), [630, 90, 40, 100]);
  });

  test('words in a line and parts of a drawing move, too', async () => {
    const drawing = (x, size) => `<svg viewBox="0 0 100 50" width="${size}" height="${size / 2}" style="position:absolute;left:${x}px;top:300px" aria-label="d" role="img"><rect data-id="r" x="${60 - x}" y="${x / 4}" width="${x}" height="10"/></svg>`;
    const page = await pair(`<p>A <b data-id="w">word</b> here</p>${drawing(10, 600)}`, `<p>And here comes the <b data-id="w">word</b></p>${drawing(40, 800)}`);
    const old = [await box(page, 'b'), await box(page, 'rect')];
    await next(page);
    await seek(page, 0);
    near(await box(page, 'b'), old[0], 'a word');
    near(await box(page, 'rect'), old[1], 'a part');
    await seek(page, 0.5);
    const half = [await box(page, 'b'), await box(page, 'rect')];
    await seek(page, 1);
    near(half[0], between(old[0], await box(page, 'b')), 'a word');
    // Two movements, one in the other, make a bow.
    const end = await box(page, 'rect');
    assert.ok(half[1].every((one, i) => Math.abs(one - (old[1][i] + end[i]) / 2) < 0.2 * Math.abs(end[i] - old[1][i]) + 1), `${old[1]} ${half[1]} ${end}`);
    await clean(page);
  });

  test('a step keeps its own opacity', async () => {
    const slides = '<section data-auto-animate><p style="opacity:0.2">A step</p></section><section data-auto-animate><h2>New</h2><p class="fragment semi-fade-out">A step</p></section>';
    const page = await open(slides);
    await next(page);
    await seek(page, 0);
    assert.deepEqual(await style(page, 'p', 'opacity'), ['1']);
  });

  test('a block of code with steps in it is not taken apart', async () => {
    const page = await pair('<pre data-id="c"><code>one</code></pre>', '<p>New</p><pre data-id="c"><code>one\n<span class="fragment">two</span></code></pre>');
    await next(page);
    await next(page);
    assert.deepEqual(await page.evaluate(() => [...document.querySelector('#to code').children].map(({ className }) => className)), ['fragment visible current-fragment']);
    await seek(page, 1);
    await clean(page);
  });

  test('a title that grows does not throw what is under it about', async () => {
    const page = await pair('<h1 style="margin:0;font-size:30px">T</h1><div data-id="x">under it</div>', '<h1 style="margin:0;font-size:120px">T</h1><div data-id="x">under it</div>');
    const old = await box(page, '[data-id]');
    await next(page);
    await seek(page, 0);
    near(await box(page, '[data-id]'), old);
    await seek(page, 0.5);
    const half = await box(page, '[data-id]');
    await seek(page, 1);
    near(half, between(old, await box(page, '[data-id]')));
  });

  const times = (page, selector) => page.evaluate((selector) => document.querySelector(`#to ${selector}`).getAnimations().map((animation) => {
    const { duration, delay, easing } = animation.effect.getTiming();
    return [duration, delay, easing].join(' ');
  })[0], selector);

  test('durations, delays and easings of the deck, the slide, the element and what it is in', async () => {
    const one = (attributes, content = '', id = 'x') => `<div class="${id}" data-id="${id}" ${attributes} style="position:relative;left:0;height:50px">${content}</div>`;
    const two = (...parts) => parts.join('').replaceAll('left:0', 'left:10px');
    const plain = one('') + one('', '', 'y') + one('', one('', '', 'z'), 'outer');
    const slides = `<section data-auto-animate>${plain}</section><section id="to" data-auto-animate data-auto-animate-duration="4" data-auto-animate-easing="ease-in">` +
      two(one(''), one('data-auto-animate-delay="0.5" data-auto-animate-duration="2"', '', 'y'),
        one('data-auto-animate-easing="linear"', one('data-auto-animate-duration="none"', '', 'z'), 'outer')) +
      '<p class="new">New</p><p class="late" data-auto-animate-delay="1">Late</p></section>';
    const page = await open(slides, { config: { autoAnimateDuration: 3 } });
    await next(page);
    const found = {};
    for (const name of ['x', 'y', 'outer', 'z', 'new', 'late']) found[name] = await times(page, `.${name}`);
    assert.deepEqual(found, { x: '4000 0 ease-in', y: '2000 500 ease-in', outer: '4000 0 linear', z: '4000 0 linear', new: '3200 800 ease', late: '4000 1000 ease' });
    await seek(page, 1);
    await clean(page);
  });

  test('a word that is no easing is none', async () => {
    const page = await pair('<h2>T</h2>', '<p>N</p><h2>T</h2>', { config: { autoAnimateEasing: 'swift' } });
    await next(page);
    assert.equal(await times(page, 'h2'), '100000 0 ease');
    await seek(page, 1);
    await clean(page);
  });

  test('nothing fades where the slide or the deck says so, and only the styles that the deck names move', async () => {
    const second = '<p>New</p><h2 style="color:red;margin-top:40px">T</h2>';
    for (const [attribute, config] of [['data-auto-animate-unmatched="false"', {}], ['', { autoAnimateUnmatched: false }]]) {
      const page = await open(`<section data-auto-animate><h2>T</h2></section><section id="to" data-auto-animate ${attribute}>${second}</section>`, { config });
      await next(page);
      assert.equal(await page.evaluate(() => document.querySelector('p').getAnimations().length), 0);
    }
    const page = await pair('<h2>T</h2>', second, { config: { autoAnimateStyles: ['opacity', 'letter-spacing'] } });
    await next(page);
    await seek(page, 0);
    assert.deepEqual(await style(page, 'h2', 'color'), ['rgb(255, 0, 0)']);
  });

  test('where the deck does without it, slides change as ever', async () => {
    const page = await open(null, { config: { autoAnimate: false } });
    await page.evaluate(() => {
      window.told = 0;
      window.Reveal.on('autoanimate', () => { window.told += 1; });
      document.addEventListener('keydown', () => { window.moving = document.querySelector('section[data-moving]') !== null; });
    });
    await next(page);
    assert.deepEqual(await page.evaluate(() => [window.told, window.moving]), [0, true]);
    await still(page);
    await clean(page);
  });
});

describe('the hand and auto-animate', () => {
  test('whoever presses again goes on from where everything is', async () => {
    const page = await open();
    await next(page);
    await seek(page, 0.5);
    const half = [await box(page, '[data-id]'), await box(page, 'h2', true)];
    await page.evaluate(() => window.Reveal.slide(0));
    await seek(page, 0);
    near(await box(page, '[data-id]'), half[0]);
    near(await box(page, 'h2', true), half[1]);
    assert.equal(await page.evaluate(() => document.querySelectorAll('[data-auto-animate=running]').length), 1);
    await seek(page, 1);
    assert.deepEqual(await box(page, '[data-id]'), [100, 300, 100, 50]);
    await clean(page);
  });

  test('what leaves in another way does not jump first', async () => {
    const slides = '<section data-auto-animate><h2>T</h2></section><section data-auto-animate><p>New</p><p>New</p><h2>T</h2></section><section id="last" data-transition="fade"><h2>Last</h2></section>';
    const page = await open(slides);
    await next(page);
    await seek(page, 0.5);
    const middle = () => page.evaluate(() => document.querySelectorAll('h2')[1].getBoundingClientRect().y);
    const half = await middle();
    await next(page);
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.pause()));
    assert.equal(await middle(), half);
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.play()));
    await page.waitForFunction(() => !document.querySelector('.leaving'));
    await page.keyboard.press('ArrowLeft');
    assert.notEqual(await middle(), half);
    await page.waitForFunction(() => !document.querySelector('.leaving'));
    await clean(page);
  });

  test('quick keys leave nothing half-way', async () => {
    const url = await address('tests/browser/decks/auto-animate.md');
    const page = await openPage(browser, url);
    const snapshot = (page) => page.evaluate(() => [...window.Reveal.getCurrentSlide().querySelectorAll('*')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.localName, ...[x, y, width, height].map((number) => Math.round(number * 10)), getComputedStyle(element).color, getComputedStyle(element).opacity].join(' ');
    }));
    const keys = ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowLeft'];
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(30);
    }
    const here = await place(page);
    assert.equal(here, '2/0/0');
    // The change that a key asks for may have to wait for the frame.
    await page.waitForFunction(() => !document.getAnimations().length);
    await clean(page);
    const calm = await openPage(browser, `${url}#/${here}`, { reducedMotion: 'reduce' });
    assert.deepEqual(await snapshot(page), await snapshot(calm));
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('pre code')].map((code) => code.innerHTML)),
      await calm.evaluate(() => [...document.querySelectorAll('pre code')].map((code) => code.innerHTML)));
  });

  test('who asked for no motion sees the slide at once, and scripts hear of it', async () => {
    const page = await open(null, { reducedMotion: 'reduce' });
    await page.evaluate(() => window.Reveal.on('autoanimate', (event) => { window.told = event.toSlide.id; }));
    await next(page);
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    assert.deepEqual(await box(page, '[data-id]'), [500, 400, 200, 200]);
    assert.deepEqual(await style(page, '#new', 'opacity'), ['1']);
    assert.equal(await page.evaluate(() => window.told), 'two');
    await clean(page);
  });

  test('nothing moves in the overview, and opening it ends what moves', async () => {
    const page = await open();
    await next(page);
    await page.keyboard.press('o');
    assert.equal(await page.evaluate(() => document.querySelector('.slides').getAnimations({ subtree: true }).length), 0);
    await next(page);
    assert.equal(await page.evaluate(() => document.querySelector('.slides').getAnimations({ subtree: true }).length), 0);
    await page.keyboard.press('o');
    await still(page);
    await clean(page);
  });

  test('on paper both slides are whole, whenever they are printed', async () => {
    const code = (text) => `<pre data-id="c"><code>${text}</code></pre>`;
    const page = await pair(`<h2>Title</h2>${code('one\ntwo')}`, `<p>New words</p><h2>Title</h2>${code('one\nmore\ntwo')}`);
    const calm = await print(page);
    await next(page);
    await seek(page, 0.3);
    const pages = await print(page);
    assert.deepEqual(pages.map(({ text }) => text), ['Titleonetwo', 'NewwordsTitleonemoretwo'].map(squeeze));
    const places = async (one) => (await one.getTextContent()).items.map(({ transform }) => transform.slice(4).map(Math.round).join());
    assert.deepEqual(await places(pages[1].one), await places(calm[1].one));
    await clean(page);
  });

  test('a deck that is taken down leaves nothing of it', async () => {
    const page = await pair('<pre data-id="c"><code>a</code></pre>', '<pre data-id="c"><code>a\nb</code></pre><p>And a <b data-id="w">w</b></p>');
    const html = await page.evaluate(() => document.querySelector('pre').outerHTML);
    await next(page);
    await page.evaluate(() => window.Reveal.destroy());
    assert.equal(await page.evaluate(() => document.querySelector('pre').outerHTML), html);
    assert.deepEqual(await page.evaluate(() => [document.getAnimations().length, document.querySelectorAll('code span, [data-auto-animate=running]').length]), [0, 0]);
    assert.deepEqual(page.complaints, []);
  });
});

describe('auto-animate in a deck that the compiler made', () => {
  const deck = (at) => address('tests/browser/decks/auto-animate.md').then((url) => openPage(browser, `${url}#/${at}`));
  /** Half of the way, whatever the easing: by place, not by time. */
  const half = (page) => page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      animation.pause();
      animation.effect.updateTiming({ easing: 'linear' });
      animation.currentTime = 500;
    }
  });

  test('titles, sentences and words go from the middle of one slide to the top of the next', async () => {
    const page = await deck('start');
    const marks = ['h1', 'p', '[data-id=box]'];
    const old = [];
    for (const mark of marks) old.push(await box(page, mark, true));
    await next(page);
    assert.equal(await seen(page), 'list');
    await seek(page, 0, 1000);
    for (const [i, mark] of marks.entries()) near(await box(page, mark, true), old[i], mark);
    assert.deepEqual([...await style(page, 'li', 'opacity'), ...await style(page, '.slide-footer', 'opacity')], ['1', '1']);
    assert.deepEqual(await style(page, 'ul', 'opacity'), ['0']);
    await half(page);
    const middle = [];
    for (const mark of marks) middle.push(await box(page, mark, true));
    await seek(page, 1, 1000);
    for (const [i, mark] of marks.entries()) near(middle[i], between(old[i], await box(page, mark, true)), mark);
    await clean(page);
  });

  test('a picture and the lines of a block of code go from a column to the whole width', async () => {
    const page = await deck('columns/0');
    const marks = ['svg', 'pre'];
    const old = [];
    for (const mark of marks) old.push(await box(page, mark));
    await next(page);
    assert.equal(await place(page), '3/0');
    await seek(page, 0, 1000);
    for (const [i, mark] of marks.entries()) near(await box(page, mark), old[i], mark);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#code code > span')].map((line) => getComputedStyle(line).opacity)), ['1', '0', '1', '1', '1']);
    await half(page);
    const middle = [await box(page, 'svg'), await box(page, 'pre')];
    await seek(page, 1, 1000);
    for (const [i, mark] of marks.entries()) near(middle[i], between(old[i], await box(page, mark)), mark);
    await clean(page);
  });
});
