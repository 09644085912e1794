import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/**
 * Makes a field as high as its text, where the browser's styles cannot (`field-sizing`). How high it may become is for
 * the styles.
 */
export function useFitToText(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null || CSS.supports("field-sizing", "content")) return;
    const { style } = current;
    // It only tells how high its text is where it is not higher than that.
    style.height = "0";
    style.height = `${current.scrollHeight + current.offsetHeight - current.clientHeight}px`;
  }, [text]);
}
