// What is wrong with how the slides of a deck are laid out, found in the page.
import assert from 'node:assert/strict';
import { idsOf } from './slides.mjs';

/**
 * Measures one slide and answers with the number of boxes of text that were judged and with every fault, in words.
 * It runs in the page. All lengths are pixels of the slide, whatever size it is shown at.
 *
 * What pseudo-elements draw cannot be measured, nor what is inside an `<img>`.
 */
export function judge(index) {
  // Less than this is rounding.
  const tolerance = 1;
  const slide = window.Reveal.getSlides()[index];
  const frame = slide.getBoundingClientRect();
  const scale = frame.width / slide.offsetWidth;
  const faults = new Set();

  // ---- boxes

  const box = (left, top, right, bottom) => ({ left, top, right, bottom });
  const inSlide = ({ left, top, right, bottom }) =>
    box((left - frame.left) / scale, (top - frame.top) / scale, (right - frame.left) / scale, (bottom - frame.top) / scale);
  const overlap = (a, b) => [
    Math.min(a.right, b.right) - Math.max(a.left, b.left),
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
  ];
  /** How far a box reaches out of another, and where; nothing if it does not. */
  const outside = (inner, outer) => {
    const [by, side] = [
      [outer.left - inner.left, 'left'], [outer.top - inner.top, 'top'],
      [inner.right - outer.right, 'right'], [inner.bottom - outer.bottom, 'bottom'],
    ].reduce((most, one) => (one[0] > most[0] ? one : most));
    return by > tolerance ? `by ${Math.round(by)} px at the ${side}` : undefined;
  };
  const isFlat = ({ left, top, right, bottom }) => right - left < 0.5 || bottom - top < 0.5;

  // ---- names

  const nameOf = (element, text = '') => {
    const id = element.id ? `#${element.id}` : '';
    const classes = [...element.classList].map((name) => `.${name}`).join('');
    const words = text.trim().replace(/\s+/g, ' ');
    return `<${element.localName}${id}${classes}>${words ? ` “${words.length > 40 ? `${words.slice(0, 40)}…` : words}”` : ''}`;
  };

  // ---- what shows

  /** Text for screen readers only: a pixel, or nothing of it, is left. */
  const isForReadersOnly = (element) => {
    for (let one = element; one && one !== slide; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (/^inset\((50|100)%/.test(style.clipPath) || (style.position === 'absolute' && /^rect\(/.test(style.clip))) return true;
      if (style.overflowX !== 'visible' && style.position === 'absolute' && one.offsetWidth <= 1 && one.offsetHeight <= 1) return true;
    }
    return false;
  };
  const shows = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest('aside.notes, defs, clipPath, mask, marker, pattern, symbol, title, desc, style') && !isForReadersOnly(element);
  const isClear = (color) => /^rgba\(.*, 0\)$|\/ 0\)$/.test(color);
  /** Whether an element is seen itself, by its ground or its frame, and not just by what is in it. */
  const isPainted = (element) => {
    const style = getComputedStyle(element);
    const sides = ['Top', 'Right', 'Bottom', 'Left'];
    return !isClear(style.backgroundColor) || style.backgroundImage !== 'none' || style.boxShadow !== 'none'
      || sides.some((side) => Number.parseFloat(style[`border${side}Width`]) > 0 && !isClear(style[`border${side}Color`]));
  };
  const isDrawn = ({ fill, stroke }) => fill !== 'none' || stroke !== 'none';
  const blockOf = (element) => {
    let block = element;
    while (block !== slide && /^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
    return block;
  };

  // ---- faults of one box

  /** Says where something leaves the slide, or the first thing around it that cuts off what leaves it. */
  const judgePlace = (name, element, what, parent = element.parentElement) => {
    const left = outside(what, box(0, 0, frame.width / scale, frame.height / scale));
    if (left) faults.add(`${name} leaves the slide ${left}`);
    // What is laid out against something further out is not cut off by what is between.
    let { position } = getComputedStyle(element);
    for (let outer = parent; outer !== slide; outer = outer.parentElement) {
      const style = getComputedStyle(outer);
      if (position === 'absolute' && style.position === 'static' && style.transform === 'none') continue;
      ({ position } = style);
      const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      if (!cuts || style.display === 'inline') continue;
      // Inside a drawing only its own frame counts: a picture in it is cropped on purpose.
      if (outer.namespaceURI.endsWith('svg') && outer.ownerSVGElement) continue;
      const around = inSlide(outer.getBoundingClientRect());
      const inner = outer.localName === 'svg' ? around : box(
        around.left + outer.clientLeft, around.top + outer.clientTop,
        around.left + outer.clientLeft + outer.clientWidth, around.top + outer.clientTop + outer.clientHeight,
      );
      const cut = outside(what, inner);
      if (cut) {
        faults.add(`${name} is cut off by ${nameOf(outer)} ${cut}`);
        return;
      }
    }
  };

  // ---- texts

  const texts = [];
  const pencil = document.createElement('canvas').getContext('2d');
  /** From where to where the signs of a text are drawn, in parts of the height of its line. */
  const inkOf = (text, { fontStyle, fontWeight, fontSize, fontFamily }) => {
    pencil.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    const measured = pencil.measureText(text);
    const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = measured;
    return [above - measured.actualBoundingBoxAscent, above + measured.actualBoundingBoxDescent].map((at) => at / (above + below));
  };
  const addText = (element, text, rect, block, isLevel) => {
    const { left, top, right, bottom } = inSlide(rect);
    const [width, height] = [right - left, bottom - top];
    const name = nameOf(element, text);
    if (slide.contains(element)) {
      const [from, to] = isLevel ? inkOf(text, getComputedStyle(element)) : [0, 1];
      judgePlace(name, element, box(left, top + from * height, right, top + to * height), element);
    }
    // From the height of capitals to the line they stand on: whatever the leading is, letters that are closer touch.
    const letters = isLevel ? box(left, top + 0.2 * height, right, top + 0.79 * height)
      : box(left + 0.2 * width, top + 0.1 * height, right - 0.2 * width, bottom - 0.1 * height);
    texts.push({ name, block, element, box: letters });
  };
  const range = document.createRange();
  const gatherTexts = (within) => {
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      const { data, parentElement: element } = node;
      if (!data.trim() || element.closest('.katex') || !shows(element)) continue;
      const label = element.closest('svg') && element.closest('text');
      const matrix = label?.getScreenCTM();
      const isLevel = !label || Math.abs(matrix.b) < 0.001 * Math.abs(matrix.a);
      const isSteep = label && Math.abs(matrix.a) < 0.001 * Math.abs(matrix.b);
      range.selectNodeContents(node);
      // The box around a slanting label is mostly empty: its letters are taken one by one.
      const rects = isLevel || isSteep ? [...range.getClientRects()] : data.split('').flatMap((_, i) => {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        return [...range.getClientRects()];
      });
      for (const rect of rects) if (!isFlat(rect)) addText(element, data, rect, label ?? blockOf(element), isLevel);
    }
  };
  gatherTexts(slide);
  // A formula is one box, or one for each line that it is broken into: as wide as its parts, as high as their struts say.
  for (const formula of slide.querySelectorAll('.katex')) {
    if (formula.parentElement.closest('.katex') || !shows(formula)) continue;
    const name = nameOf(formula, formula.querySelector('annotation')?.textContent ?? '');
    for (const part of formula.querySelectorAll('.katex-html > *')) {
      const strut = part.querySelector(':scope > :is(.katex-strut, .strut)');
      const { left, right } = part.getBoundingClientRect();
      const { top, bottom } = (strut ?? part).getBoundingClientRect();
      const what = inSlide({ left, top, right, bottom });
      if (isFlat(what)) continue;
      judgePlace(name, formula, what);
      texts.push({ name, block: blockOf(formula), element: formula, box: what });
    }
  }

  // ---- pictures, grounds and frames

  const pictures = [];
  /** What a picture fills of its box: one that is fitted into it leaves some of it empty. */
  const shownOf = (picture) => {
    const whole = inSlide(picture.getBoundingClientRect());
    if (picture.localName === 'svg') {
      const { x, y, width, height } = picture.getBBox();
      const corners = [[x, y], [x + width, y + height]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(picture.getScreenCTM()));
      const drawn = inSlide({ left: corners[0].x, top: corners[0].y, right: corners[1].x, bottom: corners[1].y });
      return box(Math.max(drawn.left, whole.left), Math.max(drawn.top, whole.top),
        Math.min(drawn.right, whole.right), Math.min(drawn.bottom, whole.bottom));
    }
    const { naturalWidth, naturalHeight } = picture;
    if (!naturalWidth || !/^(contain|scale-down)$/.test(getComputedStyle(picture).objectFit)) return whole;
    const [width, height] = [whole.right - whole.left, whole.bottom - whole.top];
    const fitted = Math.min(width / naturalWidth, height / naturalHeight);
    const [x, y] = [(width - fitted * naturalWidth) / 2, (height - fitted * naturalHeight) / 2];
    return box(whole.left + x, whole.top + y, whole.right - x, whole.bottom - y);
  };
  const drawn = 'path, rect, circle, ellipse, line, polyline, polygon, use, image';
  for (const element of slide.querySelectorAll('*')) {
    if (element.closest('.katex') || !shows(element)) continue;
    const style = getComputedStyle(element);
    const what = inSlide(element.getBoundingClientRect());
    if (element.ownerSVGElement) {
      const isCropped = element.closest('[clip-path], [mask], svg svg, foreignObject') || style.clipPath !== 'none';
      if (element.matches(drawn) && isDrawn(style) && !isCropped) judgePlace(nameOf(element), element, what);
      continue;
    }
    const isPicture = element.matches('img, svg, video, canvas, object, iframe');
    if (isPicture && isFlat(what)) faults.add(`${nameOf(element)} is squeezed to nothing`);
    else if (isPicture) pictures.push({ name: nameOf(element), element, box: shownOf(element) });
    if (isPicture || element.localName === 'input' || isPainted(element)) judgePlace(nameOf(element), element, what);
    if (style.display === 'inline' || isPicture) continue;
    if (element.matches('pre, table') || style.overflowX !== 'visible' || style.overflowY !== 'visible') {
      const away = Math.max(element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight);
      if (away > tolerance) faults.add(`${nameOf(element)} scrolls ${away} px of what is in it away`);
    }
  }

  // ---- what lies over the slides

  const marks = [];
  for (const element of document.querySelectorAll('.reveal > :is(.slide-number, .progress), .reveal > .controls .controls-arrow')) {
    const rect = element.getBoundingClientRect();
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || isFlat(rect)) continue;
    if (element.matches('.slide-number')) gatherTexts(element);
    else marks.push({ name: nameOf(element), box: inSlide(rect) });
  }

  // ---- faults of two boxes

  /** Whether a picture lies over a text: the browser knows it of what is in the window, so not on paper. */
  const isCovered = ({ element, box: { left, top, right, bottom } }, picture) => {
    const [x, y] = [frame.left + (scale * (left + right)) / 2, frame.top + (scale * (top + bottom)) / 2];
    const from = document.elementsFromPoint(x, y);
    const [above, below] = [from.findIndex((one) => picture.element.contains(one)), from.findIndex((one) => element.contains(one))];
    return above >= 0 && (below < 0 || above < below);
  };
  texts.forEach((one, i) => {
    for (const other of [...texts.slice(i + 1), ...marks]) {
      const [across, down] = overlap(one.box, other.box);
      if (one.block === other.block || Math.min(across, down) <= tolerance) continue;
      faults.add(`${one.name} collides with ${other.name} by ${Math.round(across)} x ${Math.round(down)} px`);
    }
    for (const picture of pictures) {
      const [across, down] = overlap(one.box, picture.box);
      if (picture.element.contains(one.element) || Math.min(across, down) <= tolerance) continue;
      if (outside(one.box, picture.box)) faults.add(`${one.name} lies half on ${picture.name}, by ${Math.round(across)} x ${Math.round(down)} px`);
      // A text that lies in a picture as a whole was put there.
      else if (isCovered(one, picture)) faults.add(`${one.name} is covered by ${picture.name}`);
    }
  });
  const id = slide.id || `number-${index + 1}`;
  return { texts: texts.length, pictures: pictures.length, faults: [...faults].map((fault) => `#${id}: ${fault}`) };
}

/** Judges every slide; `show` brings one onto the screen. */
export async function judgeAll(page, diagnostic, show = async () => {}) {
  const ids = await idsOf(page);
  const judged = [];
  for (const index of ids.keys()) {
    await show(page, index);
    judged.push(await page.evaluate(judge, index));
  }
  const texts = judged.reduce((sum, one) => sum + one.texts, 0);
  const pictures = judged.reduce((sum, one) => sum + one.pictures, 0);
  diagnostic(`judged ${ids.length} slides, ${texts} boxes of text and ${pictures} pictures`);
  const empty = ids.filter((id, i) => judged[i].texts + judged[i].pictures === 0);
  assert.deepEqual(empty, [], 'there is nothing on these slides');
  assert.ok(ids.length >= 10 && texts >= 8 * ids.length, `${texts} boxes of text on ${ids.length} slides are too few to judge a talk by`);
  const faults = judged.flatMap((one) => one.faults);
  assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`);
}
