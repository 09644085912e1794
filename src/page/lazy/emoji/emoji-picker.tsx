import type { TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { useStore } from "../../model/store.ts";
import { EmojiGrid } from "./emoji-grid.tsx";
import { type Emoji, GROUPS, searchEmoji, TONES, type Tone, withTone } from "./emoji-list.ts";
import { emojiHabits, rememberEmoji, useEmoji } from "./use-emoji.ts";

/** Search results that are shown. Other emoji need another query. */
const MAX_RESULTS = 64;

/** Devices whose on-screen keyboard would cover the page when the search field is focused. */
const TOUCH = "(hover: none) and (pointer: coarse)";

/** Emoji by group, recently used, or by search. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const { emoji: strings } = useAllWords();
  const { all, state } = useEmoji();
  const habits = useStore(emojiHabits, ({ value }) => value);
  const search = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [group, setGroup] = useState(habits.recent.length > 0 ? RECENT : 0);

  useLayoutEffect(() => {
    if (matchMedia(TOUCH).matches) picker.current?.focus();
    else search.current?.focus();
  }, []);

  const isSearch = query.trim() !== "";
  const recent = () => habits.recent.flatMap((used) => all.find(({ emoji }) => emoji === used) ?? []);
  const shown = isSearch
    ? searchEmoji(all, query, MAX_RESULTS)
    : group === RECENT
      ? recent()
      : all.filter((emoji) => emoji.group === group);
  const title = isSearch ? strings.results : strings[GROUPS[group]?.name ?? "recent"];
  const choose = (chosen: Emoji) => {
    rememberEmoji(chosen.emoji);
    onChoose(chosen.takesTone ? withTone(chosen.emoji, habits.tone) : chosen.emoji);
  };
  return (
    <div ref={picker} class="emoji-picker" tabIndex={-1}>
      <input
        ref={search}
        type="search"
        aria-label={strings.search}
        placeholder={strings.search}
        value={query}
        onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          const [first] = shown;
          // Keeps Enter from submitting a form around the picker.
          if (event.key === "Enter") {
            event.preventDefault();
            if (isSearch && first !== undefined) choose(first);
          } else if (event.key === "ArrowDown") {
            event.preventDefault();
            picker.current?.querySelector<HTMLElement>("[role=gridcell][tabindex='0']")?.focus();
          }
        }}
      />
      {!isSearch && <GroupTabs group={group} hasRecent={habits.recent.length > 0} onChange={setGroup} />}
      {state === "loaded" && shown.length > 0 ? (
        <EmojiGrid key={isSearch ? query : group} title={title} emoji={shown} tone={habits.tone} onChoose={choose} />
      ) : (
        <p class="emoji-none" role="status">
          {state === "loaded"
            ? isSearch && strings.none(query.trim())
            : state === "failed"
              ? strings.notLoaded
              : strings.loading}
        </p>
      )}
      <ToneChoice tone={habits.tone} />
    </div>
  );
}

/** Recently used emoji: a group before the others. */
export const RECENT = -1;

interface Props {
  /** An index in `GROUPS`, or `RECENT`. */
  readonly group: number;
  readonly hasRecent: boolean;
  readonly onChange: (group: number) => void;
}

/** Chooses the group of emoji. A radio group: Tab moves to the chosen one, the arrow keys choose. */
export function GroupTabs({ group, hasRecent, onChange }: Props) {
  const { emoji: strings } = useAllWords();
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
    <div class="emoji-groups" role="radiogroup" aria-label={strings.emoji} onKeyDown={onKeyDown}>
      {tabs.map(({ name, sign }, index) => (
        // biome-ignore lint/a11y/useSemanticElements: what it shows is an emoji, and what it is called a tooltip
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={first + index === group}
          aria-label={strings[name]}
          title={strings[name]}
          tabIndex={first + index === group ? 0 : -1}
          onClick={() => onChange(first + index)}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}

/** The emoji that shows the tones. */
const HAND = "✋";

const NAMES = ["noTone", "lightTone", "mediumLightTone", "mediumTone", "mediumDarkTone", "darkTone"] as const;

/** Chooses the skin tone of emoji that have one. */
export function ToneChoice({ tone }: { tone: Tone }) {
  const { emoji: strings } = useAllWords();
  const choose = (value: string) => {
    const chosen = TONES.find((one) => String(one) === value);
    if (chosen !== undefined) emojiHabits.set({ ...emojiHabits.value, tone: chosen });
  };
  return (
    <select
      class="emoji-tone"
      aria-label={strings.skinTone}
      value={tone}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {TONES.map((one) => (
        <option key={one} value={one}>
          {withTone(HAND, one)} {strings[NAMES[one]]}
        </option>
      ))}
    </select>
  );
}
