// The faces that a deck brings along: every letter is set in one of them, with kerning and ligatures, and none is idle.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, launch } from './support.mjs';
import { elements, explainer, idsOf, openStill, toPaper } from './slides.mjs';

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'deck-faces-'));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
  return browser.close();
});
afterEach(() => closePages(browser));

/** The fonts that every text of a page is set in, and in how many letters each, as the browser tells; by the slide's id. */
async function fontsOf(page) {
  // The browser tells it of the text that an element itself holds. A formula's MathML is heard, not seen.
  const places = await page.evaluate(() => {
    const holds = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const elements = [...document.querySelectorAll('.slides section:not(.stack) *')].filter((element) => holds(element) && !element.closest('math'));
    for (const element of elements) element.dataset.held = '';
    return elements.map((element) => `#${element.closest('section').id} <${element.localName}>`);
  });
  const client = await page.context().newCDPSession(page);
  await client.send('DOM.enable');
  await client.send('CSS.enable');
  const { root } = await client.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await client.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '[data-held]' });
  const found = await Promise.all(nodeIds.map((nodeId) => client.send('CSS.getPlatformFontsForNode', { nodeId })));
  return found.flatMap(({ fonts }, i) => fonts.map((font) => ({ ...font, place: places[i] })));
}

/** A page over a deck of one Markdown file. */
async function written(markdown) {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.md`);
  writeFileSync(file, markdown);
  return openStill(browser, await address(file));
}

const faces = (page) => page.evaluate(() => [...document.fonts].map(({ family, weight, style }) => `${family} ${weight} ${style}`));

for (const deck of [explainer, elements]) {
  test(`every letter of ${deck} is set in a face that the deck brings along`, async (t) => {
    const page = await openStill(browser, await address(deck));
    await toPaper(page, 'light');
    const fonts = await fontsOf(page);
    const letters = fonts.reduce((sum, { glyphCount }) => sum + glyphCount, 0);
    const slides = (await idsOf(page)).length;
    t.diagnostic(`${letters} letters on ${slides} slides`);
    assert.ok(slides >= 10 && letters >= 100 * slides, `${letters} letters on ${slides} slides are too few`);
    const strangers = fonts.filter(({ isCustomFont }) => !isCustomFont);
    assert.deepEqual(strangers.map(({ place, familyName, glyphCount }) => `${place}: ${glyphCount} letters in ${familyName}`), []);
  });
}

describe('a face of the theme', () => {
  test('is there only if something is set in it', async () => {
    assert.deepEqual(await faces(await written('Plain words.\n')), ['Libertinus Serif 400 normal']);
    assert.deepEqual(await faces(await written('# Title\n\n*Words* and `code`.\n')),
      ['Libertinus Serif 400 normal', 'Libertinus Serif 400 italic', 'Libertinus Serif 600 normal', 'DejaVu Sans Mono 400 normal']);
  });

  test('is not there if the deck takes another', async () => {
    const page = await written('---\ntheme: { name: paper, font: Georgia }\n---\n# Title\n\nWords and `code`.\n');
    assert.deepEqual(await faces(page), ['DejaVu Sans Mono 400 normal']);
  });

  test('keeps its kerning and its ligatures', async () => {
    const page = await written('AV fi A V f i Éß\n');
    const widths = await page.evaluate(async () => {
      await document.fonts.ready;
      const width = (text, style = '') => {
        const span = document.querySelector('.slides p').appendChild(document.createElement('span'));
        span.style.cssText = `white-space: pre; ${style}`;
        span.textContent = text;
        return span.getBoundingClientRect().width;
      };
      return {
        pair: width('AV'), apart: width('A') + width('V'), unkerned: width('AV', 'font-kerning: none'),
        ligature: width('ffi'), letters: width('ffi', 'font-variant-ligatures: none'),
      };
    });
    assert.ok(Math.abs(widths.unkerned - widths.apart) < 0.1, JSON.stringify(widths));
    assert.ok(widths.apart - widths.pair > 1, `A and V stand as far apart as without kerning: ${JSON.stringify(widths)}`);
    assert.notEqual(widths.ligature.toFixed(2), widths.letters.toFixed(2), 'ffi is three letters');
  });
});
