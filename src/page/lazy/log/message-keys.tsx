import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { type ActiveRows, rowAt } from "../../log/log-navigation.ts";

interface Props {
  /** The log, which scrolls. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly active: ActiveRows;
}

/**
 * Moves between messages with the arrow keys, and tracks the hovered and the focused row. One listener serves thousands
 * of rows, and none of them is a Tab stop. A finger neither hovers nor focuses: nothing may appear under it.
 */
export function MessageKeys({ active, frame }: Props) {
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    let isTouch = false;
    // The page can be used before this part has loaded.
    active.focus(rowAt(document.activeElement)?.seq);
    if (matchMedia("(hover: hover)").matches) active.point(rowAt(current.querySelector(".message:hover"))?.seq);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      const { target } = event;
      const from = rowAt(target)?.line;
      // Controls within a message, such as a menu, handle their own keys.
      if (event.defaultPrevented || (target !== from && target !== current)) return;
      const next = from === undefined ? lastInSight(current) : neighbour(current, from, event.key === "ArrowDown");
      if (next === undefined) return;
      event.preventDefault();
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    };
    current.addEventListener("keydown", onKeyDown, { signal });
    const onInput = (event: Event) => {
      isTouch = event instanceof PointerEvent && event.pointerType === "touch";
    };
    addEventListener("keydown", onInput, { signal, capture: true });
    current.addEventListener("pointerdown", onInput, { signal, passive: true });
    const focus = (target: EventTarget | null) => active.focus(isTouch ? undefined : rowAt(target)?.seq);
    current.addEventListener("focusin", ({ target }) => focus(target), { signal });
    current.addEventListener("focusout", ({ relatedTarget }) => focus(relatedTarget), { signal });
    const onPointerOver = ({ pointerType, target }: PointerEvent) => {
      if (pointerType !== "touch") active.point(rowAt(target)?.seq);
    };
    current.addEventListener("pointerover", onPointerOver, { signal, passive: true });
    current.addEventListener("pointerleave", () => active.point(undefined), { signal, passive: true });
    return () => ending.abort();
  }, []);
  return null;
}

/** The row above or below another. */
function neighbour(frame: HTMLElement, line: HTMLElement, isBelow: boolean): HTMLElement | undefined {
  const lines = document.createTreeWalker(frame, NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof HTMLElement && node.matches(".message") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
  );
  lines.currentNode = line;
  const next = isBelow ? lines.nextNode() : lines.previousNode();
  return next instanceof HTMLElement ? next : undefined;
}

/** The lowest row whose top is visible. */
function lastInSight(frame: HTMLElement): HTMLElement | undefined {
  const { bottom } = frame.getBoundingClientRect();
  return [...frame.querySelectorAll<HTMLElement>(".message")].findLast(
    (line) => line.getBoundingClientRect().top < bottom,
  );
}
