import type { parseMarkup } from "../lazy/markup/parse-markup.ts";

/** What reads markup, once it is there. */
let loadedParser: typeof parseMarkup | undefined;

/** Milliseconds that messages wait for it: on a slow phone it takes one, and longer is worse than seeing some asterisks. */
const WAIT_MS = 3_000;

/**
 * Loads what reads markup: a script of its own, so that the page is there before it is. Until then, and where it cannot be
 * loaded, messages are text as it was typed.
 *
 * @returns resolves when there is nothing more to wait for
 */
export function loadMarkup(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, WAIT_MS);
    import("../lazy/markup/parse-markup.ts").then(
      ({ parseMarkup }) => {
        loadedParser = parseMarkup;
        resolve();
      },
      // There is no network, and the script was not kept.
      () => resolve(),
    );
  });
}

/** What reads markup, or `undefined` while there is nothing. */
export const markupParser = (): typeof parseMarkup | undefined => loadedParser;
