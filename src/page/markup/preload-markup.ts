/**
 * Asks for the scripts that the early script's `data-next` lists: the parser of messages. The first scripts have been
 * asked for by then, so on a slow network it doesn't delay them, and needn't wait until they run.
 */
export function preloadMarkup(): void {
  for (const href of document.currentScript?.dataset.next?.split(" ") ?? []) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
}
