import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface Props {
  readonly isCovered: boolean;
  /** The button that uncovers it. */
  readonly label: string;
  readonly tabIndex: number;
  readonly children: ComponentChildren;
}

/** Covers its content until the reader chooses to see it. The content is not loaded before. */
export function Spoiler({ children, isCovered, label, tabIndex }: Props) {
  const [isShown, setShown] = useState(!isCovered);
  if (isShown) return children;
  return (
    <button type="button" class="spoiler" tabIndex={tabIndex} onClick={() => setShown(true)}>
      {label}
    </button>
  );
}
