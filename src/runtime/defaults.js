// @ts-check

/**
 * What a deck does where its configuration is silent. The names are reveal.js's; so are the values, except that
 * the canvas is 1280 x 720 without a margin, fits every window, and that the address follows the talk.
 * @type {Record<string, any>}
 */
export const defaults = {
  width: 1280,
  height: 720,
  margin: 0,
  minScale: 0.05,
  maxScale: 20,
  controls: true,
  controlsLayout: "bottom-right",
  progress: true,
  slideNumber: false,
  hash: true,
  history: true,
  hashOneBasedIndex: false,
  respondToHashChanges: true,
  fragments: true,
  fragmentInURL: true,
  keyboard: true,
  keyboardCondition: null,
  touch: true,
  help: true,
  jumpToSlide: true,
  loop: false,
  rtl: false,
  navigationMode: "default",
  transition: "slide",
  transitionSpeed: "default",
  backgroundTransition: "fade",
  totalTime: null,
  defaultTiming: null,
  pause: true,
  overview: true,
  autoSlide: 0,
  autoSlideStoppable: true,
  autoSlideMethod: null,
  hideInactiveCursor: true,
  hideCursorTime: 5000,
  zoomKey: "alt",
  zoomLevel: 2,
};
