// Everybody can follow the explainer: axe-core's rules, the contrast of labels in drawings, headings, names of pictures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { address, closePages, launch } from './support.mjs';
import { elements, explainer, idsOf, openStill, showWhole, toPaper } from './slides.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A page over a deck in which axe-core is there: the browser's own door, for the deck's policy lets no script in. */
const openWithAxe = async (media = {}, deck = explainer, query = '') => {
  const page = await openStill(browser, await address(deck) + query, media);
  await page.evaluate(axe);
  return page;
};

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const agree = (faults) => assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`);

// ---- axe-core ----------------------------------------------------------------------------------

/**
 * What axe-core says of all that is shown: the faults, of whatever impact, in words, and how much it judged. Runs in the
 * page. Slides that are not shown are taken out for as long: axe-core would walk through them all and say nothing of them.
 */
async function runAxe() {
  const hidden = [...document.querySelectorAll('.slides section:not(.stack)')].filter((slide) => !slide.checkVisibility({ opacityProperty: true }))
    .map((slide) => [slide, document.createComment('a slide')]);
  for (const [slide, gap] of hidden) slide.replaceWith(gap);
  const { passes, violations, incomplete } = await window.axe.run(document, {
    elementRef: true,
    // No stylesheet is out of reach, so there is none to be loaded beforehand; the copy of the next slide is a picture.
    preload: false,
    iframes: false,
    // Single signs and signs of mathematics have a colour, too.
    checks: { 'color-contrast': { options: { ignoreLength: true, ignoreUnicode: false } } },
  });
  for (const [slide, gap] of hidden) gap.replaceWith(slide);
  const slideOf = (element) => element?.closest('.slides section:not(.stack)')?.id ?? 'outside the slides';
  /** Where a finding is: the way to the element, but for what is in a formula the sign and the formula. */
  const placeOf = ({ element, target }) => {
    const formula = element?.closest('.katex')?.querySelector('annotation')?.textContent;
    const within = formula === undefined ? target.join(' ') : `“${element.textContent}” in the formula ${formula}`;
    return `#${slideOf(element)}: ${within.replace(/\s+/g, ' ')}`;
  };
  const contrastOf = ({ any }) => {
    const { data } = any.find(({ id }) => id === 'color-contrast') ?? {};
    return data?.contrastRatio ? `, ${data.fgColor} on ${data.bgColor} is ${data.contrastRatio}:1 and has to be ${data.expectedContrastRatio}` : '';
  };
  const faults = violations.flatMap((rule) => rule.nodes.map((node) =>
    `${placeOf(node)}, ${rule.id} (${node.impact ?? rule.impact})${contrastOf(node)}`));
  const count = (results, id) => results.filter((rule) => !id || rule.id === id).reduce((total, rule) => total + rule.nodes.length, 0);
  const unclear = incomplete.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes);
  const reasonOf = ({ any }) => any.find(({ id }) => id === 'color-contrast')?.data?.messageKey ?? 'no reason given';
  return {
    faults,
    judged: count(passes) + count(violations),
    contrasts: count(passes, 'color-contrast') + count(violations, 'color-contrast'),
    unclear: unclear.length,
    unclearLabels: unclear.filter(({ element }) => element.ownerSVGElement).length,
    // Accents: a sign lies on another, as it should.
    unclearSigns: unclear.filter(({ element }) => element.closest('.katex')).length,
    others: unclear.filter(({ element }) => !element.ownerSVGElement && !element.closest('.katex'))
      .map((node) => `${placeOf(node)} (${reasonOf(node)})`),
  };
}

/** Says how much was judged, and fails for what was found. */
const assess = (diagnostic, results, slides, { judged = 20, contrasts = 2 } = {}) => {
  const all = (name) => results.flatMap((result) => result[name]);
  const total = (name) => sum(results.map((result) => result[name]));
  diagnostic(`${slides} slides: judged ${total('judged')} elements, ${total('contrasts')} of them for their contrast`);
  diagnostic(`contrast incomplete: ${total('unclear')} elements, ${total('unclearLabels')} of them labels in drawings, which are judged below, ` +
    `${total('unclearSigns')} accents in formulas and their signs, ${all('others').length} others`);
  for (const one of all('others')) diagnostic(`  incomplete: ${one}`);
  assert.ok(slides >= 10 && total('judged') >= judged * slides && total('contrasts') >= contrasts * slides, 'too little was judged to say anything');
  agree(all('faults'));
};

test('the explainer has two schemes to be judged in', async () => {
  const [light, dark] = await Promise.all(['light', 'dark'].map(async (colorScheme) => {
    const page = await openStill(browser, await address(explainer), { colorScheme });
    return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  }));
  assert.notEqual(light, dark);
  await closePages(browser);
});

for (const deck of [explainer, elements]) describe(`axe-core finds nothing in ${deck}`, () => {
  afterEach(() => closePages(browser));

  for (const colorScheme of ['light', 'dark']) {
    test(`on any slide with all its steps, ${colorScheme}`, async (t) => {
      const page = await openWithAxe({ colorScheme }, deck);
      const ids = await idsOf(page);
      const results = [];
      for (const index of ids.keys()) {
        await showWhole(page, index);
        results.push(await page.evaluate(runAxe));
      }
      assess((text) => t.diagnostic(text), results, ids.length);
    });

    test(`on paper, ${colorScheme}`, async (t) => {
      const page = await openWithAxe({}, deck);
      await toPaper(page, colorScheme);
      assess((text) => t.diagnostic(text), [await page.evaluate(runAxe)], (await idsOf(page)).length);
    });
  }
});

// ---- the other views ---------------------------------------------------------------------------

/** The views beside the slide, each with how it is come to and a place in it where a fault is put to be found. */
const views = [
  // Its slides are pictures of themselves, out of reach under their links.
  { name: 'the overview', planted: '.overview-list a', least: { judged: 10, contrasts: 0.5 }, enter: async (page) => {
    await page.keyboard.press('o');
    await page.waitForFunction(() => window.Reveal.isOverview());
  } },
  { name: 'the scroll view', query: '?view=scroll', planted: '.deck-notes' },
  { name: 'the scroll view of a phone', context: { viewport: { width: 390, height: 844 } }, planted: '.deck-notes' },
  { name: 'the print view', query: '?view=print', planted: '.slides section:not(.stack)' },
];

/** A text that is too pale, as the first thing in an element. Runs in the page. */
const plantIn = (selector) => document.querySelector(selector).insertAdjacentHTML('afterbegin',
  '<b id="planted" style="color: #999 !important; background: #fff; font: 20px sans-serif">Too pale</b>');

describe('axe-core finds nothing of any impact in', () => {
  afterEach(() => closePages(browser));

  for (const { name, query, context, planted, enter, least } of views) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${name}, ${colorScheme}`, async (t) => {
        const page = await openWithAxe({ colorScheme, context }, explainer, query);
        await enter?.(page);
        const count = (await idsOf(page)).length;
        assess((text) => t.diagnostic(text), [await page.evaluate(runAxe)], count, least);
        await page.evaluate(plantIn, planted);
        const { faults } = await page.evaluate(runAxe);
        assert.ok(faults.some((fault) => fault.includes('#planted, color-contrast')), `the planted fault is not among ${faults}`);
      });
    }
  }

  test('the speaker view, on any slide', async (t) => {
    const page = await openStill(browser, await address(explainer));
    const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
    await speaker.waitForFunction(() => window.Reveal?.isReady());
    await speaker.emulateMedia({ reducedMotion: 'reduce' });
    await speaker.evaluate(axe);
    const ids = await idsOf(page);
    const results = [];
    for (const index of ids.keys()) {
      await showWhole(page, index);
      const place = await page.evaluate(() => JSON.stringify(window.Reveal.getIndices()));
      await speaker.waitForFunction((place) => JSON.stringify(window.Reveal.getIndices()) === place, place);
      results.push(await speaker.evaluate(runAxe));
    }
    assess((text) => t.diagnostic(text), results, ids.length);
    // In the notes: the slide is a picture here, which cannot be used.
    await speaker.evaluate(() => document.querySelector('.deck-speaker').shadowRoot.querySelector('#notes').insertAdjacentHTML('beforeend',
      '<b id="planted" style="color: #999; background: #fff; font: 20px sans-serif">Too pale</b>'));
    const { faults } = await speaker.evaluate(runAxe);
    assert.ok(faults.some((fault) => fault.includes('#planted, color-contrast')), `the planted fault is not among ${faults}`);
  });
});

// ---- labels in drawings ------------------------------------------------------------------------

/**
 * Judges the contrast of every label in the inline drawings of a slide, of which axe-core says nothing: its fill against
 * what is painted under its middle. Answers with how many it judged, with those it could not, and with the faults. Runs
 * in the page.
 *
 * A label over a gradient, a picture or a copy (`<use>`) is not judged, for there is no one colour under it; nor is one
 * in a group of the class `painted`, which is a picture itself.
 */
function judgeLabels(index) {
  const slide = window.Reveal.getSlides()[index];
  const unknown = Symbol('no one colour');

  // ---- colours: red, green and blue from 0 to 1, and alpha

  const parse = (color) => {
    const number = '([-+.\\de]+)';
    const [, ...bytes] = new RegExp(`^rgba?\\(${number}, ${number}, ${number}(?:, ${number})?\\)$`).exec(color) ?? [];
    const [, ...parts] = new RegExp(`^color\\(srgb ${number} ${number} ${number}(?: / ${number})?\\)$`).exec(color) ?? [];
    if (!bytes.length && !parts.length) throw new Error(`${color} is no colour that this test can read`);
    const [red, green, blue, alpha = 1] = (bytes.length ? bytes : parts).filter((part) => part !== undefined).map(Number);
    return bytes.length ? [red / 255, green / 255, blue / 255, alpha] : [red, green, blue, alpha];
  };
  const over = ([red, green, blue, alpha], under) =>
    [...[red, green, blue].map((value, i) => value * alpha + under[i] * (1 - alpha)), 1];
  const luminance = ([...color]) => {
    const [red, green, blue] = color.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const hex = (color) => `#${color.slice(0, 3).map((value) => Math.round(value * 255).toString(16).padStart(2, '0')).join('')}`;

  // ---- what is under a point of a drawing, from the bottom up

  const shows = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest('defs, clipPath, mask, marker, pattern, symbol, title, desc, style');
  const opacityOf = (element) => {
    let opacity = 1;
    for (let one = element; one && one !== slide; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
    return opacity;
  };
  const paint = (color, opacity) => {
    if (color === 'none') return [];
    if (color.startsWith('url(')) return [unknown];
    const [red, green, blue, alpha] = parse(color);
    return [[red, green, blue, alpha * opacity]];
  };
  /** The grounds of the page, of the slide and of everything around the drawing. */
  const groundsOf = (drawing) => {
    const around = [];
    for (let one = drawing; one !== slide.parentElement; one = one.parentElement) around.unshift(one);
    const own = document.querySelectorAll('.slide-background.present, .slide-background.present .slide-background-content');
    return [document.documentElement, document.body, ...own, ...around].filter(shows).flatMap((element) => {
      const { backgroundColor, backgroundImage } = getComputedStyle(element);
      const opacity = slide.contains(element) ? opacityOf(element) : 1;
      return [...paint(backgroundColor, opacity), ...(backgroundImage === 'none' ? [] : [unknown])];
    });
  };
  const local = (point, element) => point.matrixTransform(element.getScreenCTM().inverse());
  /** Whether a shape, or a group that it is in, is cropped so that nothing of it is left at a point. */
  const isCroppedAt = (element, point, drawing) => {
    for (let one = element; one !== drawing; one = one.parentElement) {
      const [, id] = /^url\("?#(.*?)"?\)$/.exec(getComputedStyle(one).clipPath) ?? [];
      const shapes = id ? [...document.getElementById(id)?.children ?? []] : [];
      if (shapes.length && !shapes.some((shape) => shape.isPointInFill?.(local(point, one)))) return true;
    }
    return false;
  };
  const shapes = 'path, rect, circle, ellipse, line, polyline, polygon, use, image, foreignObject';
  const paintsUnder = (label, point, size) => {
    const drawing = label.ownerSVGElement.closest('section svg:not(svg svg)');
    const earlier = [...drawing.querySelectorAll(shapes)].filter((shape) =>
      shape.compareDocumentPosition(label) & Node.DOCUMENT_POSITION_FOLLOWING && shows(shape) && !isCroppedAt(shape, point, drawing));
    return [...groundsOf(drawing), ...earlier.flatMap((shape) => {
      const style = getComputedStyle(shape);
      const at = local(point, shape);
      if (!shape.isPointInFill) {
        const { x, y, width, height } = shape.getBBox();
        return at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height ? [unknown] : [];
      }
      const opacity = opacityOf(shape);
      // A line through a label is no ground; one that is as thick as letters are high is.
      const isBroad = Number.parseFloat(style.strokeWidth) >= Number.parseFloat(size);
      return [
        ...(shape.isPointInFill(at) ? paint(style.fill, opacity * Number(style.fillOpacity)) : []),
        ...(isBroad && shape.isPointInStroke(at) ? paint(style.stroke, opacity * Number(style.strokeOpacity)) : []),
      ];
    })];
  };

  // ---- the labels

  const id = slide.id || `number-${index + 1}`;
  const [faults, unjudged] = [[], []];
  let judged = 0;
  const range = document.createRange();
  for (const label of slide.querySelectorAll('svg text')) {
    if (label.closest('.painted') || !shows(label)) continue;
    const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: { data, parentElement: element } } = walker;
      if (!data.trim() || !shows(element)) continue;
      range.selectNodeContents(walker.currentNode);
      const { left, top, width, height } = range.getBoundingClientRect();
      const style = getComputedStyle(element);
      const name = `#${id}: <${element.localName}> “${data.trim()}”`;
      const layers = paintsUnder(label, new DOMPoint(left + width / 2, top + height / 2), style.fontSize);
      const bottom = layers.findLastIndex((layer) => layer === unknown || layer[3] === 1);
      const [own] = paint(style.fill, opacityOf(element) * Number(style.fillOpacity));
      if (layers[bottom] === unknown || own === unknown || !own) {
        unjudged.push(name);
        continue;
      }
      judged += 1;
      // Under everything is the browser's white.
      const ground = layers.slice(Math.max(0, bottom)).reduce((under, layer) => over(layer, under), [1, 1, 1, 1]);
      const seen = over(own, ground);
      const matrix = element.getScreenCTM();
      const size = Number.parseFloat(style.fontSize) * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
      const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const ratio = contrast(seen, ground);
      if (ratio < needed) {
        faults.push(`${name}, ${hex(seen)} on ${hex(ground)} is ${ratio.toFixed(2)}:1 and has to be ${needed}:1 at ${size.toFixed(1)} px`);
      }
    }
  }
  return { judged, unjudged, faults };
}

describe('the labels of drawings in the explainer stand out from what is under them', () => {
  afterEach(() => closePages(browser));

  for (const colorScheme of ['light', 'dark']) {
    for (const paper of [false, true]) {
      test(`${paper ? 'on paper' : 'on any slide'}, ${colorScheme}`, async (t) => {
        const page = await openStill(browser, await address(explainer), { colorScheme });
        if (paper) await toPaper(page, colorScheme);
        const results = [];
        for (const index of (await idsOf(page)).keys()) {
          if (!paper) await showWhole(page, index);
          results.push(await page.evaluate(judgeLabels, index));
        }
        const unjudged = results.flatMap((result) => result.unjudged);
        const pictures = await page.locator('.slides section img').count();
        const judged = sum(results.map((result) => result.judged));
        t.diagnostic(`judged ${judged} labels; ${unjudged.length} lie on no one colour; ${pictures} pictures are no inline drawings, nothing is seen of their insides`);
        for (const one of unjudged) t.diagnostic(`  not judged: ${one}`);
        assert.ok(judged >= 50, `${judged} labels are too few for the drawings of the explainer`);
        agree(results.flatMap((result) => result.faults));
      });
    }
  }
});

// ---- the accessibility tree --------------------------------------------------------------------

/** The headings that a page has for those who listen, in the order in which they hear them. */
async function headings(page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const inOrder = (node) => [node, ...(node.childIds ?? []).flatMap((id) => (byId.has(id) ? inOrder(byId.get(id)) : []))];
  return inOrder(nodes[0]).filter(({ ignored, role }) => !ignored && role.value === 'heading').map(({ name, properties }) =>
    ({ level: properties.find((property) => property.name === 'level').value.value, name: name.value }));
}

/** What is wrong with a row of headings that begins with one of the levels up to `first`. */
const skipped = (where, found, first) => found.flatMap(({ level, name }, i) => {
  const before = found[i - 1]?.level;
  if (!name.trim()) return [`${where}: a heading of level ${level} is empty`];
  if (before === undefined) return level > first ? [`${where}: begins with “${name}”, a heading of level ${level}`] : [];
  return level > before + 1 ? [`${where}: “${name}” is a heading of level ${level} after one of level ${before}`] : [];
});

/** Every picture and drawing of all slides of a printed page, as those who listen have it. */
async function pictures(page) {
  const selector = '.slides section :is(img, svg[role="img"])';
  const places = await page.evaluate((selector) => [...document.querySelectorAll(selector)].map((picture) =>
    `#${picture.closest('section').id}: <${picture.localName} ${[...picture.classList].join(' ')}>`), selector);
  const client = await page.context().newCDPSession(page);
  const { root } = await client.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await client.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
  const found = [];
  for (const [i, nodeId] of nodeIds.entries()) {
    const { nodes: [node] } = await client.send('Accessibility.getPartialAXTree', { nodeId, fetchRelatives: false });
    found.push({ place: places[i], isHidden: node.ignored, name: node.name?.value ?? '' });
  }
  await client.detach();
  return found;
}

const nameless = (found) => found.filter(({ isHidden, name }) => !isHidden && !name.trim()).map(({ place }) => `${place} has no name`);

describe('for those who listen to the explainer', () => {
  afterEach(() => closePages(browser));

  test('every slide begins with a heading of level 1 or 2, and no level is skipped', async (t) => {
    const page = await openStill(browser, await address(explainer));
    const ids = await idsOf(page);
    const found = [];
    for (const index of ids.keys()) {
      await showWhole(page, index);
      found.push(await headings(page));
    }
    const without = ids.filter((_, i) => found[i].length === 0);
    t.diagnostic(`${ids.length} slides with ${found.flat().length} headings; without one: ${without.join(', ') || 'none'}`);
    assert.ok(found.flat().length >= ids.length / 2, 'there are too few headings to be a talk');
    agree(ids.flatMap((id, i) => skipped(`#${id}`, found[i], 2)));
    await toPaper(page, 'light');
    const printed = await headings(page);
    assert.deepEqual(printed, found.flat(), 'on paper there are other headings');
    agree(skipped('on paper', printed, 1));
  });

  test('every picture has a name, or is kept from them', async (t) => {
    const page = await openStill(browser, await address(explainer));
    await toPaper(page, 'light');
    const found = await pictures(page);
    t.diagnostic(`${found.length} pictures, ${found.filter(({ isHidden }) => isHidden).length} of them kept from those who listen`);
    assert.ok(found.length >= 5, 'there are too few pictures to be the explainer');
    agree(nameless(found));
  });
});

// ---- planted faults ----------------------------------------------------------------------------

describe('a fault is found, where it is put on an emptied slide:', () => {
  let page;
  before(async () => {
    page = await openWithAxe();
    await showWhole(page, 1);
  });
  after(() => closePages(browser));

  /** The second slide of the explainer, a title and the given HTML. */
  const plant = (html) => page.evaluate((html) => { window.Reveal.getCurrentSlide().innerHTML = `<h2>Title</h2>${html}`; }, html);
  const withoutId = (faults) => faults.map((fault) => fault.replace(/^#[^ ]*: /, ''));
  const axeFinds = async (html) => {
    await plant(html);
    return withoutId((await page.evaluate(runAxe)).faults);
  };
  const labels = async (inside, around = '') => {
    await plant(`<div style="background: #fff; ${around}"><svg width="400" height="200" viewBox="0 0 400 200" font-size="20">${inside}</svg></div>`);
    const { judged, unjudged, faults } = await page.evaluate(judgeLabels, 1);
    assert.ok(judged + unjudged.length <= 1);
    return unjudged.length ? 'not judged' : withoutId(faults).join('\n');
  };

  test('a paragraph in #999 on white', async () => {
    assert.deepEqual(await axeFinds('<p id="planted" style="color: #999; background: #fff; font-size: 20px">Too pale</p>'),
      ['#planted, color-contrast (serious), #999999 on #ffffff is 2.84:1 and has to be 4.5:1']);
    assert.deepEqual(await axeFinds('<p style="color: #666; background: #fff; font-size: 20px">Dark enough</p>'), []);
  });

  test('a picture without an alternative text', async () => {
    const picture = 'src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="100" height="100"';
    assert.deepEqual(await axeFinds(`<img id="planted" ${picture}>`), ['#planted, image-alt (critical)']);
    assert.deepEqual(await axeFinds(`<img alt="A square" ${picture}>`), []);
  });

  test('a picture and a drawing without a name', async () => {
    const picture = 'src="data:image/gif;base64,R0lGODlhAQABAAAAACw="';
    await plant(`<img class="one" ${picture}><svg class="two" role="img"><rect width="9" height="9"/></svg>` +
      `<img alt="" ${picture}><img alt="named" ${picture}><svg role="img"><title>named</title><rect width="9" height="9"/></svg>`);
    const found = (await pictures(page)).filter(({ place }) => !/<img >|<svg >/.test(place));
    assert.deepEqual(withoutId(nameless(found)), ['<img one> has no name', '<svg two> has no name']);
  });

  test('a label in #bbb', async () => {
    assert.equal(await labels('<text x="20" y="100" fill="#bbb">Too pale</text>'),
      '<text> “Too pale”, #bbbbbb on #ffffff is 1.92:1 and has to be 4.5:1 at 20.0 px');
    assert.equal(await labels('<text x="20" y="100" fill="#666">Dark enough</text>'), '');
  });

  test('a label that is too much like the shape it is on', async () => {
    const label = '<text x="20" y="100" fill="#222">Dark</text>';
    assert.match(await labels(`<rect width="400" height="200" fill="#444"/>${label}`), /#222222 on #444444/);
    assert.match(await labels(`<path d="M0 0h400v200h-400Z" style="fill: color-mix(in srgb, #000 80%, #fff)"/>${label}`), /#222222 on #333333/);
    assert.match(await labels(`<circle r="300" fill="#000" fill-opacity="0.5"/>${label}`), /#222222 on #808080/);
    assert.match(await labels(`<g opacity="0.5"><rect width="400" height="200"/></g>${label}`), /#222222 on #808080/);
    assert.match(await labels(`<path d="M0 95h400" stroke="#444" stroke-width="40"/>${label}`), /#222222 on #444444/);
    assert.match(await labels(label, 'background: #333'), /#222222 on #333333/);
    assert.match(await labels('<text x="20" y="100" fill="#222" fill-opacity="0.2">Pale</text>'), /#d3d3d3 on #ffffff/);
    assert.match(await labels('<text x="20" y="100"><tspan fill="#ddd">Pale</tspan></text>'), /<tspan> “Pale”, #dddddd on #ffffff/);
  });

  test('and nothing where it can be read', async () => {
    const label = '<text x="20" y="100" fill="#222">Dark</text>';
    const dark = '<rect width="400" height="200" fill="#444"/>';
    assert.equal(await labels(`${dark}<rect width="400" height="200" fill="#eee"/>${label}`), '', 'a light shape over a dark one');
    assert.equal(await labels(`${label}${dark.replace('/>', ' fill-opacity="0"/>')}`), '', 'a shape over the label');
    assert.equal(await labels(`<defs>${dark}</defs>${label}`), '', 'a shape that is not shown');
    assert.equal(await labels(`<clipPath id="planted-crop"><rect x="200" width="9" height="9"/></clipPath><g clip-path="url(#planted-crop)">${dark}</g>${label}`), '', 'a shape that is cropped');
    assert.equal(await labels(`<path d="M0 200h400v-200Z" fill="#444"/><text x="20" y="40" fill="#222">Dark</text>`), '', 'a shape whose box is larger than itself');
    assert.equal(await labels('<text x="20" y="100" fill="#888" font-size="24">Large</text>'), '', 'a large label');
    assert.equal(await labels(`<g class="painted">${dark}${label}</g>`), '', 'a label in a painted picture');
    assert.equal(await labels(`<linearGradient id="planted-fade"><stop stop-color="#444"/></linearGradient><rect width="400" height="200" fill="url(#planted-fade)"/>${label}`), 'not judged');
  });

  test('a slide that begins with too small a heading, and one that skips a level', async () => {
    await page.evaluate(() => { window.Reveal.getCurrentSlide().innerHTML = '<h3>Small</h3>'; });
    assert.deepEqual(skipped('#slide', await headings(page), 2), ['#slide: begins with “Small”, a heading of level 3']);
    await plant('<h4>Smaller</h4><h2>Next</h2>');
    assert.deepEqual(skipped('#slide', await headings(page), 2), ['#slide: “Smaller” is a heading of level 4 after one of level 2']);
  });
});
