import type { TargetedKeyboardEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { type Emoji, type Tone, withTone } from "./emoji-list.ts";

/** Emoji per row. The styles use the same number. */
const COLUMNS = 8;

interface Props {
  readonly title: string;
  readonly emoji: readonly Emoji[];
  readonly tone: Tone;
  readonly onChoose: (emoji: Emoji) => void;
}

/** Emoji as a WAI-ARIA grid: one Tab stop; the arrow keys, Home and End move. */
export function EmojiGrid({ emoji, onChoose, title, tone }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
    const next = nextPlace(event.key, active, emoji.length, isRightToLeft);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    grid.current?.querySelectorAll<HTMLElement>("[role=gridcell]")[next]?.focus();
  };
  const rows = Array.from({ length: Math.ceil(emoji.length / COLUMNS) }, (_, row) => row * COLUMNS);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of emoji would be read as data
    <div ref={grid} class="emoji-grid" role="grid" aria-label={title} onKeyDown={onKeyDown}>
      {rows.map((start) => (
        // biome-ignore lint/a11y/useFocusableInteractive: its cells have the focus, one at a time
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div key={start} role="row">
          {emoji.slice(start, start + COLUMNS).map((one, column) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <button
              key={one.emoji}
              type="button"
              role="gridcell"
              class="emoji-cell"
              tabIndex={start + column === active ? 0 : -1}
              aria-label={one.name}
              title={`${one.name} :${one.shortcodes[0]}:`}
              onFocus={() => setActive(start + column)}
              onClick={() => onChoose(one)}
            >
              {one.takesTone ? withTone(one.emoji, tone) : one.emoji}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

/**
 * Moves in a grid by a key.
 *
 * @param active index of the focused cell
 * @param count number of cells
 */
export function nextPlace(key: string, active: number, count: number, isRightToLeft: boolean): number | undefined {
  const within = (place: number) => (place >= 0 && place < count ? place : active);
  const forward = isRightToLeft ? -1 : 1;
  const rowStart = active - (active % COLUMNS);
  switch (key) {
    case "ArrowRight":
      return within(active + forward);
    case "ArrowLeft":
      return within(active - forward);
    case "ArrowDown":
      return within(active + COLUMNS);
    case "ArrowUp":
      return within(active - COLUMNS);
    case "Home":
      return rowStart;
    case "End":
      return Math.min(rowStart + COLUMNS, count) - 1;
    default:
      return undefined;
  }
}
