// What a slide shows stands in its box, whole, and on nothing else: on every screen, in both schemes, and on paper.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { judge, judgeAll } from './judge.mjs';
import { address, closePages, launch } from './support.mjs';
import { elements, explainer, openStill, showWhole, toPaper } from './slides.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const deck of [explainer, elements]) describe(`every slide of ${deck}, with all its steps, fits`, () => {
  let url;
  before(async () => { url = `${await address(deck)}?scrollActivationWidth=0`; });
  afterEach(() => closePages(browser));

  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of [[1280, 720], [1920, 1080], [1024, 768], [390, 844]]) {
      test(`a window of ${width} x ${height}, ${colorScheme}`, async (t) => {
        const page = await openStill(browser, url, { context: { viewport: { width, height } }, colorScheme });
        await judgeAll(page, (text) => t.diagnostic(text), showWhole);
      });
    }

    test(`a sheet of paper, ${colorScheme}`, async (t) => {
      const page = await openStill(browser, url);
      const { width, height } = await page.evaluate(() => window.Reveal.getConfig());
      await page.setViewportSize({ width, height });
      await toPaper(page, colorScheme);
      await judgeAll(page, (text) => t.diagnostic(text));
    });
  }
});

describe('a fault is found, where it is put on an emptied slide:', () => {
  const square = 'data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%22100%22 height=%22100%22/>';
  const at = (left, top, style = '') => `style="position: absolute; margin: 0; left: ${left}px; top: ${top}px; font: 30px/40px serif; ${style}"`;
  const drawing = (inside) => `<svg ${at(200, 200)} width="400" height="200" viewBox="0 0 400 200" font-size="30">${inside}</svg>`;

  let page;
  before(async () => {
    page = await openStill(browser, `${await address(explainer)}?scrollActivationWidth=0`);
    await page.evaluate(() => window.Reveal.configure({ slideNumber: 'c', controls: true }));
    await showWhole(page, 1);
  });

  /** What is found on the second slide of the explainer if it holds nothing but the given HTML. */
  const found = async (html, { paper = false, width = 1280, height = 720 } = {}) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ media: paper ? 'print' : 'screen', reducedMotion: 'reduce' });
    await page.evaluate((html) => { window.Reveal.getCurrentSlide().innerHTML = html; }, html);
    const { faults } = await page.evaluate(judge, 1);
    return faults.map((fault) => fault.replace(/^#.*?: /, '')).join('\n');
  };

  for (const paper of [false, true]) {
    test(`an element pushed out of the slide by 40 px, ${paper ? 'on paper' : 'on the screen'}`, async () => {
      assert.equal(await found(`<div class="planted" ${at(1220, 300, 'width: 100px; height: 20px; background: red')}></div>`, { paper }),
        '<div.planted> leaves the slide by 40 px at the right');
      assert.match(await found(`<p ${at(-40, 300)}>a text</p>`, { paper }), /^<p> “a text” leaves the slide by 40 px at the left$/);
    });
  }

  test('also in a small window, where its pixels are those of the slide', async () => {
    assert.equal(await found(`<div ${at(300, 660, 'width: 100px; height: 100px; border: 0 solid; background: red')}></div>`, { width: 390, height: 844 }),
      '<div> leaves the slide by 40 px at the bottom');
  });

  test('two paragraphs over one another', async () => {
    assert.match(await found(`<p id="one" ${at(100, 300)}>the first</p><p id="two" ${at(100, 310)}>the second</p>`),
      /^<p#one> “the first” collides with <p#two> “the second” by \d+ x \d+ px$/);
  });

  test('lines that are set too close to the next block', async () => {
    assert.equal(await found(`<p ${at(100, 300)}>the first</p><p ${at(100, 330)}>the second</p>`), '');
    assert.match(await found(`<p ${at(100, 300)}>the first</p><p ${at(100, 315)}>the second</p>`), /collides/);
  });

  test('a formula over a text', async () => {
    const formula = '<span class="katex"><span class="katex-html"><span class="katex-base">' +
      '<span class="katex-strut" style="display: inline-block; height: 30px"></span>x</span></span></span>';
    assert.match(await found(`<p ${at(100, 300)}>the first</p><p ${at(100, 310)}>${formula}</p>`),
      /^<p> “the first” collides with <span.katex> by \d+ x \d+ px$/);
  });

  test('a text that what is around it cuts off', async () => {
    assert.match(await found(`<div id="around" ${at(100, 300, 'width: 200px; height: 40px; overflow: clip')}><p ${at(0, 0, 'width: 400px')}>a text that is longer than its box</p></div>`),
      /<p> “a text that is longer than its box” is cut off by <div#around> by \d+ px at the right/);
  });

  test('code that scrolls, and a table that is wider than its box', async () => {
    assert.match(await found(`<pre ${at(100, 300, 'width: 200px; height: 90px; padding: 0; overflow: auto; white-space: pre')}>let a = 1;\nlet b = 2;\nlet c = 3;</pre>`),
      /^<pre> scrolls \d+ px of what is in it away$/m);
    assert.match(await found(`<pre ${at(100, 300, 'width: 200px; overflow: visible; white-space: pre')}>a line that is much longer than two hundred</pre>`),
      /^<pre> scrolls \d+ px of what is in it away$/m);
    assert.match(await found(`<div ${at(100, 300, 'width: 200px; overflow: auto')}><table style="width: 300px"><tr><td>a cell</td></tr></table></div>`),
      /^<div> scrolls \d+ px of what is in it away$/m);
  });

  test('a label of a drawing over another', async () => {
    assert.match(await found(drawing('<text id="one" x="20" y="100">the first</text><text x="60" y="105">the second</text>')),
      /^<text#one> “the first” collides with <text> “the second” by \d+ x \d+ px$/);
    assert.match(await found(drawing('<text transform="translate(60 180) rotate(-90)">upright</text><text x="20" y="150">level</text>')), /collides/);
    assert.match(await found(drawing('<text transform="translate(20 120) rotate(-30)">slanting</text><text x="60" y="100">level</text>')), /collides/);
  });

  test('a label that is outside its drawing, and a line that is', async () => {
    assert.match(await found(drawing('<text x="300" y="100">a long label</text>')), /^<text> “a long label” is cut off by <svg> by \d+ px at the right$/);
    assert.equal(await found(drawing('<path d="M20 20h420" stroke="red"/>')), '<path> is cut off by <svg> by 40 px at the right');
  });

  test('a text over the number of the slide, and one over the arrows', async () => {
    for (const what of ['.slide-number', '.controls .navigate-right .controls-arrow']) {
      const { x, y } = await page.locator(`.reveal > ${what}`).boundingBox();
      assert.match(await found(`<p ${at(x - 20, y - 8)}>text</p>`), /^<p> “text” collides with <[^p]/m, what);
    }
  });

  test('a text half on a picture or under it, and a picture squeezed to nothing', async () => {
    const picture = (style) => `<img alt="" src="${square}" ${at(300, 300, style)}>`;
    assert.match(await found(`<p ${at(250, 320)}>half on it</p>${picture('')}`), /^<p> “half on it” lies half on <img>, by \d+ x \d+ px$/);
    assert.equal(await found(`<p ${at(310, 320)}>under</p>${picture('')}`), '<p> “under” is covered by <img>');
    assert.equal(await found(picture('width: 100px; height: 0')), '<img> is squeezed to nothing');
  });

  test('nothing is said of what is hidden, nor of what is meant', async () => {
    const line = (style) => `<p ${at(100, 300, style)}>some text</p>`;
    assert.equal(await found(line('') + line('visibility: hidden') + line('opacity: 0') + line('display: none')), '');
    assert.equal(await found(`${line('')}<aside class="notes"><p>${'words '.repeat(900)}</p></aside>`), '');
    assert.equal(await found(line('') + line('width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)')), '');
    assert.equal(await found(`<img alt="" src="${square}" ${at(0, 0, 'width: 1280px; height: 720px; max-width: none')}>${line('')}`), '');
    assert.equal(await found(drawing('<text x="20" y="80">the first</text><text x="20" y="110">the second</text>')), '');
    assert.equal(await found(drawing('<text transform="translate(20 120) rotate(-40)">slanting</text><text x="100" y="180">level</text>')), '');
    assert.equal(await found(drawing('<clipPath id="crop"><rect width="80" height="80"/></clipPath><g clip-path="url(#crop)"><circle r="300"/></g>')), '');
    assert.equal(await found(`<div ${at(100, 300, 'width: 200px; height: 40px; overflow: clip; position: static')}><p ${at(900, 100)}>elsewhere</p></div>`), '');
  });
});
