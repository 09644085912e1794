import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { ActiveLines } from "./active-lines.ts";
import { lineOf } from "./anchor.ts";

/**
 * Goes from message to message by the arrow keys, and tells the lines that the pointer or the focus is on them. One
 * listener serves thousands of lines; none of them is a stop of the Tab key.
 */
export function useMessageKeys(frame: RefObject<HTMLElement | null>, active: ActiveLines): void {
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      const { target } = event;
      const from = lineOf(target)?.line;
      // The keys of what is inside of a message, such as a menu, are its own.
      if (event.defaultPrevented || (target !== from && target !== current)) return;
      const next = from === undefined ? lastInSight(current) : neighbour(current, from, event.key === "ArrowDown");
      if (next === undefined) return;
      event.preventDefault();
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    };
    current.addEventListener("keydown", onKeyDown, { signal });
    current.addEventListener("focusin", ({ target }) => active.focus(lineOf(target)?.seq), { signal });
    current.addEventListener("focusout", ({ relatedTarget }) => active.focus(lineOf(relatedTarget)?.seq), { signal });
    current.addEventListener("pointerover", ({ target }) => active.point(lineOf(target)?.seq), {
      signal,
      passive: true,
    });
    current.addEventListener("pointerleave", () => active.point(undefined), { signal, passive: true });
    return () => ending.abort();
  }, []);
}

/** The message above or below another. */
function neighbour(frame: HTMLElement, line: HTMLElement, isBelow: boolean): HTMLElement | undefined {
  const lines = document.createTreeWalker(frame, NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof HTMLElement && node.matches(".message") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
  );
  lines.currentNode = line;
  const next = isBelow ? lines.nextNode() : lines.previousNode();
  return next instanceof HTMLElement ? next : undefined;
}

/** The lowest message of which the beginning is in sight. */
function lastInSight(frame: HTMLElement): HTMLElement | undefined {
  const { bottom } = frame.getBoundingClientRect();
  return [...frame.querySelectorAll<HTMLElement>(".message")].findLast(
    (line) => line.getBoundingClientRect().top < bottom,
  );
}
