const FOCUSABLE =
  ":is(a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex]):not([tabindex='-1'])";

/** An ancestor of the focused element, and the place in it. */
interface Step {
  readonly parent: Element;
  readonly index: number;
}

/**
 * Gives the focus a new place when the element that has it is gone, such as the button of a report that was resolved: to the
 * item that has taken its place in the list, or to what is near. A keyboard would start again at the top of the page.
 *
 * @param main takes the focus if there is nothing else
 * @returns a function that ends it
 */
export function keepFocus(main: HTMLElement): () => void {
  let focused: HTMLElement | undefined;
  let path: readonly Step[] = [];

  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target === main) return;
    focused = target;
    path = pathOf(target, main);
  };
  // A press beside everything takes the focus away on purpose. An element that is removed is gone by then.
  const release = () =>
    queueMicrotask(() => {
      if (document.activeElement === document.body && focused !== undefined && !isGone(focused)) focused = undefined;
    });
  const follow = () => {
    const { activeElement, body } = document;
    if (focused === undefined || !isGone(focused)) return;
    if (activeElement === body || activeElement === focused) nearest(path, main).focus({ preventScroll: true });
  };
  const observer = new MutationObserver(follow);
  observer.observe(main, { childList: true, subtree: true, attributeFilter: ["disabled", "hidden"] });
  main.addEventListener("focusin", remember);
  main.addEventListener("focusout", release);
  return () => {
    observer.disconnect();
    main.removeEventListener("focusin", remember);
    main.removeEventListener("focusout", release);
  };
}

function isGone(element: HTMLElement): boolean {
  return !element.isConnected || element.matches(":disabled") || element.getClientRects().length === 0;
}

/** The ancestors of an element up to `main`, the innermost first. */
function pathOf(element: Element, main: Element): readonly Step[] {
  const path: Step[] = [];
  for (let child = element; child !== main && child.parentElement !== null; child = child.parentElement) {
    const parent = child.parentElement;
    path.push({ parent, index: [...parent.children].indexOf(child) });
  }
  return path;
}

function nearest(path: readonly Step[], main: HTMLElement): HTMLElement {
  for (const { index, parent } of path) {
    if (!parent.isConnected) continue;
    const found = parent.matches("ul, ol") ? itemAt(parent, index) : controlAt(parent, index);
    if (found !== undefined) return found;
  }
  return main;
}

/** A whole item: a screen reader reads it, and a key that is still down does nothing to it. */
function itemAt({ children }: Element, index: number): HTMLElement | undefined {
  const item = children[Math.min(index, children.length - 1)];
  if (!(item instanceof HTMLElement)) return undefined;
  item.tabIndex = -1;
  return item;
}

/** The first control of what now has the place, or the last one before it. */
function controlAt({ children }: Element, index: number): HTMLElement | undefined {
  const before = [...children].slice(0, index).reverse();
  return controlsIn(children[index])[0] ?? before.map((one) => controlsIn(one).at(-1)).find((one) => one !== undefined);
}

function controlsIn(element: Element | undefined): HTMLElement[] {
  if (element === undefined) return [];
  const all = [element, ...element.querySelectorAll(FOCUSABLE)];
  return all.filter((one): one is HTMLElement => one instanceof HTMLElement && one.matches(FOCUSABLE) && !isGone(one));
}
