import { allWords } from "../../i18n/lazy-language.ts";

/**
 * Makes blocks of code Tab stops only while they are wider than their message, and scroll. A Tab stop has a name, which
 * screen readers announce.
 *
 * @returns a function that stops it
 */
export function followWideCode(log: HTMLElement): () => void {
  // Blocks out of view have no layout, and are measured when they come into view.
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target instanceof HTMLElement) setScrolls(target, target.scrollWidth > target.clientWidth);
    }
  });
  const watch = (root: Element) => {
    for (const block of root.querySelectorAll("pre")) sizes.observe(block);
  };
  const changes = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      // An edit adds a block to the text of a message.
      for (const { parentElement } of addedNodes) if (parentElement !== null) watch(parentElement);
    }
  });
  watch(log);
  changes.observe(log, { childList: true, subtree: true });
  return () => {
    changes.disconnect();
    sizes.disconnect();
  };
}

function setScrolls(block: HTMLElement, scrolls: boolean): void {
  block.tabIndex = scrolls ? 0 : -1;
  block.role = scrolls ? "group" : null;
  block.ariaLabel = scrolls ? allWords.value.parts.code : null;
}
