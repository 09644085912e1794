/**
 * Makes blocks of code Tab stops only while they are wider than their message, and scroll.
 *
 * @returns a function that stops it
 */
export function followWideCode(log: HTMLElement): () => void {
  // Blocks out of view have no layout, and are measured when they come into view.
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target instanceof HTMLElement) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
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
