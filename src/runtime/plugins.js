// @ts-check

/**
 * Plugins as reveal.js has them: an object with an `id` and, if it wants, `init` and `destroy`; or a function that makes
 * one. They are begun one after the other before the first slide is shown. A deck without plugins waits for nothing.
 * @param {import("./deck.js").Deck} deck
 * @param {any} api what a plugin's `init` is given
 */
export function plugins(deck, api) {
  /** @type {Record<string, any>} */
  const registered = {};
  /** Those that are not yet begun; null when the deck has started. @type {any[] | null} */
  let waiting = [];

  /**
   * A plugin that fails does not keep the deck from being shown.
   * @param {any} plugin @returns {Promise<void> | undefined}
   */
  const begin = (plugin) => {
    try {
      const begun = plugin.init?.(api);
      return typeof begun?.then === "function" ? begun.then(undefined, reportError) : undefined;
    } catch (error) {
      reportError(error);
    }
  };

  /** reveal.js's two spellings: the plugin, or its id and the plugin. @param {any[]} given */
  const registerPlugin = (...given) => {
    const [id, made] = typeof given[0] === "string" ? given : [undefined, given[0]];
    const plugin = typeof made === "function" ? made() : made;
    if (plugin && id) plugin.id = id;
    const name = plugin?.id;
    if (typeof name !== "string" || Object.hasOwn(registered, name)) {
      console.warn(typeof name === "string" ? "There is a plugin " + name + " already." : "A plugin needs an id.");
      return;
    }
    // A deck that has ended may begin again, and is then given them.
    if (deck.signal.aborted) return void (deck.config.plugins = [...(deck.config.plugins ?? []), plugin]);
    registered[name] = plugin;
    deck.addEventListener("destroy", () => {
      delete registered[name];
      plugin.destroy?.();
    });
    if (waiting) waiting.push(plugin);
    else begin(plugin);
  };

  /** @param {() => void} start shows the deck: at once, if no plugin asks for patience */
  const load = (start) => {
    const { plugins: configured } = deck.config;
    if (Array.isArray(configured)) for (const plugin of configured) registerPlugin(plugin);
    const next = () => {
      while (waiting?.length && !deck.signal.aborted) {
        const begun = begin(waiting.shift());
        if (begun) return void begun.then(next);
      }
      waiting = null;
      if (!deck.signal.aborted) start();
    };
    next();
  };

  const methods = {
    registerPlugin,
    hasPlugin: (/** @type {string} */ id) => Object.hasOwn(registered, id),
    getPlugin: (/** @type {string} */ id) => (Object.hasOwn(registered, id) ? registered[id] : undefined),
    getPlugins: () => registered,
  };
  return { methods, load };
}
