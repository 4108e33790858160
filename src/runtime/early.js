// @ts-check

/**
 * Runs in the head, before anything is painted: only where scripts run may the style hide anything. If the address asks
 * for no other, the first slide is shown in its size while the others are still being read.
 *
 * A narrow window, and an address that asks for another view, get the page as an article: scroll-view.js goes on there.
 * @param {{ width: any, height: any, narrow: any }} sizes of a slide and of the widest window that is narrow, in CSS
 *   pixels; what is no number is left to the deck
 */
export function early({ width, height, narrow }) {
  const { location, innerWidth, innerHeight } = window;
  const { classList, style } = document.documentElement;
  if (innerWidth <= narrow || /[?&]view=(scroll|print)\b/.test(location.search)) return;
  classList.add("scripted", "reveal-full-page");
  const scale = Math.min(innerWidth / width, innerHeight / height);
  if (!scale || !/^#?\/?$/.test(location.hash)) return;
  classList.add("starting");
  style.setProperty("--slide-scale", String(scale));
  style.setProperty("--slide-left", Math.round((innerWidth - width * scale) / 2) + "px");
  style.setProperty("--slide-top", Math.round((innerHeight - height * scale) / 2) + "px");
}
