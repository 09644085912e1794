import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { isInSight, placeBeside } from "./place-beside.ts";

/**
 * Shows a popover beside what it belongs to, and keeps it there while the page moves under it.
 *
 * @param anchor what it belongs to
 * @param onGone called when that is out of sight
 */
export function useBeside(
  popover: RefObject<HTMLElement | null>,
  anchor: HTMLElement | null,
  onGone: () => void,
): void {
  useLayoutEffect(() => {
    const { current } = popover;
    if (current === null) return;
    current.showPopover();
    if (anchor !== null) placeBeside(current, anchor);
  }, []);
  // What is below may move, as a log does when somebody says something.
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const follow = () => {
      const { current } = popover;
      if (current === null || anchor === null) return;
      if (isInSight(anchor)) placeBeside(current, anchor);
      else onGone();
    };
    addEventListener("scroll", follow, { capture: true, signal });
    addEventListener("resize", follow, { signal });
    return () => ending.abort();
  }, []);
}
