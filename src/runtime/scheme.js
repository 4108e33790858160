// @ts-check

/**
 * Light and dark. The page gets the scheme that is not seen now, as an attribute of its root: runtime.css turns that
 * into `--color-scheme`, which themes follow, on the screen alone. It is forgotten with the page.
 * @param {import("./deck.js").Deck} deck
 */
export function scheme(deck) {
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

  deck.actions.scheme = () => {
    const root = document.documentElement;
    const words = getComputedStyle(root).colorScheme.split(" ");
    const dark = words.includes("dark") && (prefersDark.matches || !words.includes("light"));
    deck.write(root, "data-scheme", dark ? "light" : "dark");
  };
}
