import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Holds what a reader sees in its place when something comes in above it. Browsers do so by themselves, but not all of
 * them, and none at the very top, where one is to load more.
 *
 * @param first a number that goes down when something comes in above
 */
export function useHoldInPlace(element: RefObject<HTMLElement | null>, first: number): void {
  const { current } = element;
  const previous = useRef(first);
  // A render comes before what it changes in the document. Measuring is not free, so it is done only when it is needed.
  const toEnd = current !== null && first < previous.current ? current.scrollHeight - current.scrollTop : undefined;
  useLayoutEffect(() => {
    previous.current = first;
    if (current !== null && toEnd !== undefined) current.scrollTop = current.scrollHeight - toEnd;
  }, [first]);
}
