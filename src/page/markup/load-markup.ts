type Markup = typeof import("../../markup/parse-markup.ts");

let loaded: Markup | undefined;

/**
 * Milliseconds that messages wait for the parser. A slow phone needs one second; waiting longer is worse than showing
 * some asterisks.
 */
const WAIT_MS = 3_000;

/**
 * Loads the parser: a script of its own, so that the page comes first. Until it has loaded, messages show their text as
 * typed.
 *
 * @returns resolves when there is nothing more to wait for
 */
export function loadMarkup(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, WAIT_MS);
    import("../../markup/parse-markup.ts").then(
      (markup) => {
        loaded = markup;
        resolve();
      },
      // The browser is offline and has no cached copy.
      () => resolve(),
    );
  });
}

/** The reader of markup, or `undefined` until it has loaded. */
export const markup = (): Markup | undefined => loaded;
