import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import { useStore } from "../model/use-store.ts";
import { type Emoji, searchEmoji } from "./emoji.ts";
import { EmojiGrid } from "./emoji-grid.tsx";
import { emojiHabits, rememberEmoji } from "./emoji-habits.ts";
import { GroupTabs, RECENT } from "./group-tabs.tsx";
import { GROUPS } from "./groups.ts";
import { withTone } from "./skin-tone.ts";
import { ToneChoice } from "./tone-choice.tsx";
import { useEmoji } from "./use-emoji.ts";

/** Emoji that a search shows. What is not among them needs another word. */
const MAX_RESULTS = 64;

/** A keyboard on glass comes up over the page as soon as a field has the focus: there one looks first. */
const TOUCH = "(hover: none) and (pointer: coarse)";

/** Emoji by group, lately used, or searched for. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const { emoji: words } = useAllWords();
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
  const title = isSearch ? words.results : words[GROUPS[group]?.name ?? "recent"];
  const choose = (chosen: Emoji) => {
    rememberEmoji(chosen.emoji);
    onChoose(chosen.takesTone ? withTone(chosen.emoji, habits.tone) : chosen.emoji);
  };
  return (
    <div ref={picker} class="emoji-picker" tabIndex={-1}>
      <input
        ref={search}
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        value={query}
        onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          const [first] = shown;
          // Enter would send the form that this may be in.
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
            ? isSearch && words.none(query.trim())
            : state === "failed"
              ? words.notLoaded
              : words.loading}
        </p>
      )}
      <ToneChoice tone={habits.tone} />
    </div>
  );
}
