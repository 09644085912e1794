import { commandsFor } from "../../commands/command-list.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useView } from "../../model/use-view.ts";
import { replaceText } from "../replace-text.ts";
import { MAX_OPTIONS, OptionList, type OptionListProps } from "./option-list.tsx";

/** Commands that begin as it is typed, of those that one may give. */
export function CommandSuggestions({ chat, completion, field, ...props }: OptionListProps & { readonly chat: Chat }) {
  const { commands } = useAllWords();
  const role = useView(chat, ({ self }) => self?.role ?? "guest");
  const query = completion.query.toLowerCase();
  const begun = commandsFor(role).filter(({ name }) => name.startsWith(query));
  // What is typed in full is there to be sent, by the key that would else choose it.
  const found = begun.some(({ name }) => name === query) ? [] : begun.slice(0, MAX_OPTIONS);
  return (
    <OptionList
      {...props}
      field={field}
      completion={completion}
      options={found.map(({ does, name, usage }) => ({
        key: name,
        sign: undefined,
        label: usage,
        detail: commands[does],
        choose() {
          if (field.current !== null) replaceText(field.current, completion.from, completion.to, `/${name} `);
        },
      }))}
    />
  );
}
