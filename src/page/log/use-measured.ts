import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

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
