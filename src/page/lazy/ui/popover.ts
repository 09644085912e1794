import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

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

/** Pixels between what is placed and the edges of the window, and between it and its anchor. */
const MARGIN_PX = 8;
const GAP_PX = 4;

/**
 * Places an element of fixed position below another, at its starting edge; or above it, or further in, where there is no
 * room. (Browsers that do this by style alone are too new to be asked for.)
 *
 * @param element shown already, so that it has a size
 */
export function placeBeside(element: HTMLElement, anchor: Element): void {
  const { bottom, left, right, top } = anchor.getBoundingClientRect();
  const { offsetHeight, offsetWidth, style } = element;
  const { clientHeight, clientWidth } = document.documentElement;
  const start = getComputedStyle(anchor).direction === "rtl" ? right - offsetWidth : left;
  const fitsBelow = bottom + GAP_PX + offsetHeight + MARGIN_PX <= clientHeight;
  const y = fitsBelow ? bottom + GAP_PX : top - GAP_PX - offsetHeight;
  style.left = `${between(MARGIN_PX, start, clientWidth - offsetWidth - MARGIN_PX)}px`;
  style.top = `${between(MARGIN_PX, y, clientHeight - offsetHeight - MARGIN_PX)}px`;
}

/** Whether any of an element is within the height of the window. */
export function isInSight(element: Element): boolean {
  const { bottom, top } = element.getBoundingClientRect();
  return bottom > 0 && top < document.documentElement.clientHeight;
}

/** Of an element larger than the window, the beginning is seen. */
function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
