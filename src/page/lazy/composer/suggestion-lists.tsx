import { useEffect, useMemo } from "preact/hooks";
import type { Mention } from "../../../client/index.ts";
import { replaceText } from "../../composer/text-field.tsx";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { peopleToMention } from "../../model/picked-mentions.ts";
import { useStore } from "../../model/store.ts";
import { useView } from "../../model/view-store.ts";
import { Avatar } from "../../people/person.tsx";
import { commandsFor } from "../commands/command-list.tsx";
import { completeEmoji, type Emoji, fold, withTone } from "../emoji/emoji-list.ts";
import { emojiHabits, rememberEmoji, useEmoji } from "../emoji/use-emoji.ts";
import { loadRoomCommands, roomCommands } from "../webhooks/room-commands.ts";
import { MAX_OPTIONS, OptionList, type OptionListProps } from "./option-list.tsx";

/** People whose name, or a word of it, starts with the query. */
export function PeopleSuggestions({ chat, completion, field, ...props }: OptionListProps & { readonly chat: Chat }) {
  const members = useView(chat, (view) => view.members);
  const messages = useView(chat, (view) => view.messages);
  const people = useMemo(
    () => peopleCalled(peopleToMention(chat.view), completion.query).slice(0, MAX_OPTIONS),
    [members, messages, completion.query],
  );
  return (
    <OptionList
      {...props}
      field={field}
      completion={completion}
      options={people.map((person) => ({
        key: person.uid,
        sign: <Avatar name={person.username} />,
        label: person.username,
        choose() {
          if (field.current === null) return;
          chat.pickMention(person);
          replaceText(field.current, completion.from, completion.to, `@${person.username} `);
        },
      }))}
    />
  );
}

function peopleCalled(people: readonly Mention[], query: string): readonly Mention[] {
  const folded = fold(query);
  const begins = ({ username }: Mention) => fold(username).startsWith(folded);
  const hasWord = ({ username }: Mention) => !begins({ uid: "", username }) && fold(username).includes(` ${folded}`);
  return [...people.filter(begins), ...people.filter(hasWord)];
}

/** Emoji whose name or shortcode starts with the query. */
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

/** Commands of the user's role that start with the query. */
export function CommandSuggestions({ chat, completion, field, ...props }: OptionListProps & { readonly chat: Chat }) {
  const { commands } = useAllWords();
  const role = useView(chat, ({ self }) => self?.role ?? "guest");
  const query = completion.query.toLowerCase();
  const { commands: ofRoom, room } = useStore(roomCommands, ({ value }) => value);
  useEffect(() => void loadRoomCommands(chat), [chat]);
  const own = commandsFor(role).map(({ does, name, usage }) => ({ name, usage, detail: commands[does] }));
  const others = room === chat.view.room ? ofRoom : [];
  const all = [...own, ...others.map(({ description, name }) => ({ name, usage: `/${name}`, detail: description }))];
  const begun = all.filter(({ name }) => name.startsWith(query));
  // A complete command needs no suggestion: Enter sends it.
  const found = begun.some(({ name }) => name === query) ? [] : begun.slice(0, MAX_OPTIONS);
  return (
    <OptionList
      {...props}
      field={field}
      completion={completion}
      options={found.map(({ detail, name, usage }) => ({
        key: name,
        sign: undefined,
        label: usage,
        detail,
        choose() {
          if (field.current !== null) replaceText(field.current, completion.from, completion.to, `/${name} `);
        },
      }))}
    />
  );
}
