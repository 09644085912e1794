import { useMemo } from "preact/hooks";
import type { Mention } from "../../../client/index.ts";
import { fold } from "../../emoji/emoji.ts";
import type { Chat } from "../../model/chat.ts";
import { peopleToMention } from "../../model/mentioned.ts";
import { useView } from "../../model/use-view.ts";
import { Avatar } from "../../people/avatar.tsx";
import { replaceText } from "../replace-text.ts";
import { MAX_OPTIONS, OptionList, type OptionListProps } from "./option-list.tsx";

/** Whom one may mean: those whose name, or a word of it, begins as it is typed. */
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
        sign: <Avatar name={person.username} uid={person.uid} />,
        label: person.username,
        choose() {
          if (field.current === null) return;
          chat.mean(person);
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
