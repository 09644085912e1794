import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

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
