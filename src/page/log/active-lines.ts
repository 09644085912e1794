import { useLayoutEffect, useState } from "preact/hooks";

/** The lines under the pointer and with the focus: only they have actions, and only they are rendered anew. */
export interface ActiveLines {
  /** The pointer is on the message of this `seq`, or on none. */
  point(seq: number | undefined): void;
  /** The focus is in the message of this `seq`, or in none. */
  focus(seq: number | undefined): void;
  /** @returns a function that ends it */
  register(seq: number, tell: (isActive: boolean) => void): () => void;
}

export function createActiveLines(): ActiveLines {
  const lines = new Map<number, (isActive: boolean) => void>();
  let pointed: number | undefined;
  let focused: number | undefined;
  const tell = (seq: number | undefined) => {
    if (seq !== undefined) lines.get(seq)?.(seq === pointed || seq === focused);
  };
  return {
    point(seq) {
      const before = pointed;
      pointed = seq;
      if (before === seq) return;
      tell(before);
      tell(seq);
    },
    focus(seq) {
      const before = focused;
      focused = seq;
      if (before === seq) return;
      tell(before);
      tell(seq);
    },
    register(seq, one) {
      lines.set(seq, one);
      return () => void lines.delete(seq);
    },
  };
}

/** Whether a line is under the pointer or has the focus. Nothing is asked of the other thousands when that changes. */
export function useIsActive(lines: ActiveLines, seq: number): boolean {
  const [isActive, setIsActive] = useState(false);
  useLayoutEffect(() => lines.register(seq, setIsActive), [lines, seq]);
  return isActive;
}
