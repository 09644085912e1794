import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useMedia } from "../../ui/use-media.ts";

interface Props<T extends string> {
  readonly label: string;
  /** The tabs' names, in their order. */
  readonly tabs: Readonly<Partial<Record<T, string>>>;
  readonly shown: T;
  readonly onShow: (tab: T) => void;
  /** The panel of the shown tab. */
  readonly children: ComponentChildren;
}

/** From this width on, the tabs stand beside their panel: in one line, they would be cut. */
const WIDE = "(min-width: 48rem)";

/** WAI-ARIA tabs: a list beside the panel, or one line above it, which scrolls. The arrow keys, Home and End show another tab. */
export function Tabs<T extends string>({ children, label, onShow, shown, tabs }: Props<T>) {
  const id = useId();
  const isWide = useMedia(WIDE);
  const list = useRef<HTMLDivElement>(null);
  // The keys of an object literal are those of its type.
  const all = Object.keys(tabs) as T[];
  const current = () => list.current?.querySelector<HTMLElement>("[aria-selected=true]");
  const reveal = () => current()?.scrollIntoView({ block: "nearest", inline: "nearest" });
  useLayoutEffect(reveal, [shown, isWide]);
  // A phone that is turned leaves less of the line in view.
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(reveal);
    if (list.current !== null) sizes.observe(list.current);
    return () => sizes.disconnect();
  }, []);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
    const next = nextTab(event.key, all, all.indexOf(shown), isRightToLeft);
    if (next === undefined) return;
    event.preventDefault();
    onShow(next);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[all.indexOf(next)]?.focus();
  };
  return (
    <div class="tabbed">
      <div
        ref={list}
        class="tabs"
        role="tablist"
        aria-label={label}
        aria-orientation={isWide ? "vertical" : "horizontal"}
        onKeyDown={onKeyDown}
      >
        {all.map((tab) => (
          <button
            key={tab}
            type="button"
            class="tab"
            role="tab"
            id={`${id}-${tab}`}
            aria-selected={tab === shown}
            aria-controls={tab === shown ? `${id}-panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => onShow(tab)}
          >
            {tabs[tab]}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`} tabIndex={-1}>
        {children}
      </div>
    </div>
  );
}

function nextTab<T>(key: string, tabs: readonly T[], place: number, isRightToLeft: boolean): T | undefined {
  const step = isRightToLeft ? -1 : 1;
  switch (key) {
    case "ArrowDown":
      return tabs.at((place + 1) % tabs.length);
    case "ArrowUp":
      return tabs.at(place - 1);
    case "ArrowRight":
      return tabs.at((place + step) % tabs.length);
    case "ArrowLeft":
      return tabs.at((place - step) % tabs.length);
    case "Home":
      return tabs[0];
    case "End":
      return tabs.at(-1);
    default:
      return undefined;
  }
}
