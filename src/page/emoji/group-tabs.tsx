import type { TargetedKeyboardEvent } from "preact";
import { useAllWords } from "../i18n/use-all-words.ts";
import { GROUPS } from "./groups.ts";

/** What was used lately is a group as well, before all others. */
export const RECENT = -1;

interface Props {
  /** The place in `GROUPS`, or `RECENT`. */
  readonly group: number;
  readonly hasRecent: boolean;
  readonly onChange: (group: number) => void;
}

/** Which group of emoji is seen. As in any radio group, Tab leads to the chosen one and the arrows choose. */
export function GroupTabs({ group, hasRecent, onChange }: Props) {
  const { emoji: words } = useAllWords();
  const first = hasRecent ? RECENT : 0;
  const tabs = [{ name: "recent" as const, sign: "🕘" }, ...GROUPS].slice(first - RECENT);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    const step = event.key === "ArrowRight" ? forward : event.key === "ArrowLeft" ? -forward : 0;
    if (step === 0) return;
    event.preventDefault();
    const place = (group - first + step + tabs.length) % tabs.length;
    onChange(first + place);
    event.currentTarget.querySelectorAll("button")[place]?.focus();
  };
  return (
    <div class="emoji-groups" role="radiogroup" aria-label={words.emoji} onKeyDown={onKeyDown}>
      {tabs.map(({ name, sign }, index) => (
        // biome-ignore lint/a11y/useSemanticElements: what it shows is an emoji, and what it is called a tooltip
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={first + index === group}
          aria-label={words[name]}
          title={words[name]}
          tabIndex={first + index === group ? 0 : -1}
          onClick={() => onChange(first + index)}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}
