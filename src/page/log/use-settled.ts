import { useEffect, useState } from "preact/hooks";

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
