import { useMemo } from "preact/hooks";
import { completeEmoji, type Emoji } from "../../emoji/emoji.ts";
import { emojiHabits, rememberEmoji } from "../../emoji/emoji-habits.ts";
import { withTone } from "../../emoji/skin-tone.ts";
import { useEmoji } from "../../emoji/use-emoji.ts";
import { replaceText } from "../replace-text.ts";
import { MAX_OPTIONS, OptionList, type OptionListProps } from "./option-list.tsx";

/** Emoji whose name or shortcode begins as it is typed. */
export function EmojiSuggestions({ completion, field, ...props }: OptionListProps) {
  const { all } = useEmoji();
  const found = useMemo(() => completeEmoji(all, completion.query, MAX_OPTIONS), [all, completion.query]);
  const written = ({ emoji, takesTone }: Emoji) => (takesTone ? withTone(emoji, emojiHabits.value.tone) : emoji);
  return (
    <OptionList
      {...props}
      field={field}
      completion={completion}
      options={found.map((emoji) => ({
        key: emoji.emoji,
        sign: <span aria-hidden="true">{written(emoji)}</span>,
        label: emoji.name,
        detail: `:${emoji.shortcodes[0]}:`,
        choose() {
          if (field.current === null) return;
          rememberEmoji(emoji.emoji);
          replaceText(field.current, completion.from, completion.to, written(emoji));
        },
      }))}
    />
  );
}
