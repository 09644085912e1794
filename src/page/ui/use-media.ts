import { useLayoutEffect, useMemo, useState } from "preact/hooks";

/** Whether a media query matches, updated as that changes. */
export function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  const [holds, setHolds] = useState(list.matches);
  useLayoutEffect(() => {
    const follow = () => setHolds(list.matches);
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, [list]);
  return holds;
}
