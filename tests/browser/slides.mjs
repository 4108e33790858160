// The slides of a deck as its audience has them in the end: all steps shown, letters and pictures there, nothing moving.
import { open } from './support.mjs';

/** The deck that is judged and pictured. */
export const explainer = 'slides/deck.yaml';

/** The manual, written as a deck. */
export const guide = 'slides/guide';

/** A deck with every element of the language, for the theme. */
export const elements = 'tests/browser/decks/elements.md';

/** Opens a deck in which nothing moves: who judges or takes a picture need not wait. */
export const openStill = (browser, url, { context = {}, ...media } = {}) =>
  open(browser, url, { context, reducedMotion: 'reduce', ...media });

/** The ids of the slides in order; a slide without one goes by its number. */
export const idsOf = (page) => page.evaluate(() =>
  window.Reveal.getSlides().map((slide, i) => slide.id || `number-${i + 1}`));

/** Shows a slide by its place in the order of all, with all its steps, and waits until letters and pictures are there. */
export const showWhole = (page, index) => page.evaluate(async (index) => {
  const slide = window.Reveal.getSlides()[index];
  const { h, v } = window.Reveal.getIndices(slide);
  const steps = [...slide.querySelectorAll('.fragment')].map((step) => Number(step.dataset.fragmentIndex));
  window.Reveal.slide(h, v ?? 0, Math.max(-1, ...steps));
  // What is laid out asks for its faces; before that there is nothing to wait for.
  slide.getBoundingClientRect();
  await document.fonts.ready;
  await Promise.all([...slide.querySelectorAll('img')].map((picture) => picture.decode()));
}, index);

/** Turns a deck into its print, as far as a window can: waits until every face and picture of it is there. */
export const toPaper = async (page, scheme) => {
  await page.emulateMedia({ media: 'print', colorScheme: scheme, reducedMotion: 'reduce' });
  await page.evaluate(async () => {
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    await Promise.all([...document.querySelectorAll('.slides img')].map((picture) => picture.decode()));
  });
};
