import type { readMarkup } from "./read.ts";

/** What reads markup, once it is there. */
let reader: typeof readMarkup | undefined;

/** Milliseconds that messages wait for it: on a slow phone it takes one, and longer is worse than seeing some asterisks. */
const WAIT_MS = 3_000;

/**
 * Loads what reads markup: a script of its own, so that the page is there before it is. Until then, and where it cannot be
 * loaded, messages are text as it was typed.
 *
 * @returns resolves when there is nothing more to wait for
 */
export function loadReader(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, WAIT_MS);
    import("./read.ts").then(
      ({ readMarkup }) => {
        reader = readMarkup;
        resolve();
      },
      // There is no network, and the script was not kept.
      () => resolve(),
    );
  });
}

/** What reads markup, or `undefined` while there is nothing. */
export const loadedReader = (): typeof readMarkup | undefined => reader;
