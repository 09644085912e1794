import { useEffect, useState } from "preact/hooks";

/** Milliseconds without a keystroke after which a search is asked for. */
const PAUSE_MS = 250;

/** A value once it has not changed for a moment. */
export function useDelayed<T>(value: T): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
