import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Pixels from the end that still count as being there: less than a line. */
const NEAR_PX = 24;

/**
 * Keeps a scrolling element at its end for as long as its reader is there, and leaves it alone when they scrolled up to
 * read, or when its size changes while they do.
 *
 * @returns whether the reader is away from the end, and a way back
 */
export function useStickToBottom(element: RefObject<HTMLElement | null>): { isAway: boolean; toBottom: () => void } {
  const [isAway, setIsAway] = useState(false);
  const stick = useRef(true);

  const toBottom = () => {
    const { current } = element;
    current?.scrollTo({ top: current.scrollHeight });
  };
  useEffect(() => {
    const { current } = element;
    const content = current?.firstElementChild;
    if (current === null || content == null) return;
    let lastTop = 0;
    const onScroll = () => {
      const { clientHeight, scrollHeight, scrollTop } = current;
      // Only going up leaves the end. The event comes a frame late, when further lines may have come below: being far
      // from the end does not mean that the reader went there.
      if (scrollHeight - scrollTop - clientHeight <= NEAR_PX) stick.current = true;
      else if (scrollTop < lastTop) stick.current = false;
      lastTop = scrollTop;
      // At the end, nothing but the reader and we may scroll; away from it, the browser holds what is read in its place.
      current.style.overflowAnchor = stick.current ? "none" : "";
      setIsAway(!stick.current);
    };
    // Both sizes matter: new lines make the content grow, a keyboard on a phone makes the element shrink.
    const sizes = new ResizeObserver(() => {
      // A reader may have gone up just now, and the event that tells is still to come.
      onScroll();
      if (!stick.current) return;
      toBottom();
      lastTop = current.scrollTop;
    });
    current.addEventListener("scroll", onScroll, { passive: true });
    sizes.observe(current);
    sizes.observe(content);
    return () => {
      current.removeEventListener("scroll", onScroll);
      sizes.disconnect();
    };
  }, []);
  return { isAway, toBottom };
}

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

/**
 * Lets the browser leave an element out while it is out of sight, once it was laid out: so it remembers how large it is,
 * and nothing jumps when it comes into sight, in browsers that do not hold what is read in its place as well.
 *
 * @param first names what it begins with: where something comes in front of that, out of sight, it is laid out anew
 * @returns for the element
 */
export function useMeasured(first: number | undefined): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    current?.classList.remove("measured");
    // The size is remembered at the end of the next frame.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => current?.classList.add("measured"));
    });
    return () => cancelAnimationFrame(frame);
  }, [first]);
  return element;
}

/**
 * Tells a value that just changed from one that was there when the page was painted last.
 *
 * @returns `false` in the render that brings a change, `true` in the one after it
 */
export function useSettled(value: number): boolean {
  const [painted, setPainted] = useState<number>();
  useEffect(() => setPainted(value), [value]);
  return painted === value;
}
