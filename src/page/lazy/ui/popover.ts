import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

/**
 * Shows a popover next to its anchor, and keeps it there while the page scrolls.
 *
 * @param anchor the element that opened it
 * @param onGone called when the anchor scrolls out of view, or the focus moves elsewhere
 * @returns shows it, or places it again after its size has changed
 */
export function useBeside(
  popover: RefObject<HTMLElement | null>,
  anchor: HTMLElement | null,
  onGone: () => void,
): () => void {
  const show = () => {
    const { current } = popover;
    if (current === null) return;
    if (!current.matches(":popover-open")) current.showPopover();
    if (anchor !== null) placeBeside(current, anchor);
  };
  useLayoutEffect(show, []);
  // New messages move the log, and the anchor with it.
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
    // Left open, it would cover the focused element.
    const onFocusIn = ({ target }: Event) => {
      const isInside = target instanceof Node && (popover.current?.contains(target) || anchor?.contains(target));
      if (!isInside) onGone();
    };
    document.addEventListener("focusin", onFocusIn, { signal });
    return () => ending.abort();
  }, []);
  return show;
}

/** Pixels between a popover and the edges of the window, and between it and its anchor. */
const MARGIN_PX = 8;
const GAP_PX = 4;

/**
 * Places a fixed element below its anchor, or above it if there is no room, and within the window. (CSS anchor
 * positioning is too new.)
 *
 * @param element already shown, so that it has a size
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

/** Whether part of an element is within the height of the window. */
export function isInSight(element: Element): boolean {
  const { bottom, top } = element.getBoundingClientRect();
  return bottom > 0 && top < document.documentElement.clientHeight;
}

/** Clamps a value. If the element is larger than the window, its start stays visible. */
function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
