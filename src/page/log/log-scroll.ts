import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Pixels from the bottom that still count as the bottom: less than a line. */
const NEAR_PX = 24;

/**
 * Keeps a scrolling element at its bottom until the user scrolls up.
 *
 * @returns whether the user has scrolled up, and a way back
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
    let lastHeight = 0;
    let lastWidth = 0;
    const onScroll = () => {
      const { clientHeight, clientWidth, scrollHeight, scrollTop } = current;
      // Only scrolling up leaves the bottom. The event arrives a frame late, when more rows may have been added below:
      // a distance alone does not mean that the user scrolled. Nor does the position: when the element grows, because a long
      // draft was sent, the browser scrolls up by as much; when its width changes, because a phone was turned, by any amount.
      const grown = Math.max(0, clientHeight - lastHeight);
      if (scrollHeight - scrollTop - clientHeight <= NEAR_PX) stick.current = true;
      else if (clientWidth === lastWidth && scrollTop < lastTop - grown) stick.current = false;
      lastTop = scrollTop;
      lastHeight = clientHeight;
      lastWidth = clientWidth;
      // At the bottom, the browser's scroll anchoring would interfere; elsewhere it keeps the position.
      current.style.overflowAnchor = stick.current ? "none" : "";
      setIsAway(!stick.current);
    };
    // New rows make the content grow; a phone's keyboard makes the element shrink.
    const sizes = new ResizeObserver(() => {
      // The user may have scrolled up, with the event still pending.
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
 * Keeps the scroll position when content is added above. Not every browser does, and none does at the very top, where
 * older messages load.
 *
 * @param first a number that decreases when content is added above
 */
export function useHoldInPlace(element: RefObject<HTMLElement | null>, first: number): void {
  const { current } = element;
  const previous = useRef(first);
  // Runs in the render before the document changes. Measuring is expensive, so it is done only if needed.
  const toEnd = current !== null && first < previous.current ? current.scrollHeight - current.scrollTop : undefined;
  useLayoutEffect(() => {
    previous.current = first;
    if (current !== null && toEnd !== undefined) current.scrollTop = current.scrollHeight - toEnd;
  }, [first]);
}

/**
 * Lets the browser skip an element while it is out of view, once it has been laid out: the browser then remembers its
 * size, and nothing jumps when it scrolls into view.
 *
 * @param first identifies its first content: the element is laid out again if content is added before that
 * @returns a ref for the element
 */
export function useMeasured(first: number | undefined): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    current.classList.remove("measured");
    // Observers hear of a frame after its layout. What is in view stays as it is: to skip and to show it again counts as a layout shift.
    const observer = new IntersectionObserver((entries) => {
      if (!entries.at(-1)?.isIntersecting) current.classList.add("measured");
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [first]);
  return element;
}

/**
 * Whether a value is the same as at the last paint.
 *
 * @returns `false` in the render with a change, `true` in the one after it
 */
export function useSettled(value: number): boolean {
  const [painted, setPainted] = useState<number>();
  useEffect(() => setPainted(value), [value]);
  return painted === value;
}
