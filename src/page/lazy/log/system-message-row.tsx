import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { PresenceMessage, SystemMessage } from "../../model/system-messages.ts";
import { MAX_NAMED } from "../../people/name-list.ts";

/** A rename, or people who joined and left, between messages. */
export function SystemMessageRow({ message }: { message: SystemMessage }) {
  const strings = useAllWords();
  switch (message.kind) {
    case "rename":
      return <p class="system-message">{strings.presence.renamed(message.previous, message.username)}</p>;
    case "presence":
      return <PresenceRow message={message} />;
  }
}

function PresenceRow({ message }: { message: PresenceMessage }) {
  const strings = useAllWords();
  const told = presenceText(strings, message);
  if (told.all === undefined) return <p class="system-message">{told.line}</p>;
  return (
    <div class="system-message">
      <details>
        <summary>{told.line}</summary>
        <p>{told.all}</p>
      </details>
    </div>
  );
}

/**
 * Text for people who joined and left.
 *
 * @returns a line, and all names if the line only counts them
 */
export function presenceText(
  { format, presence }: AllWords,
  { people: doings }: PresenceMessage,
): { readonly line: string; readonly all?: string } {
  const named = (isHere: boolean) =>
    [...doings.values()].filter((person) => person.isHere === isHere).map(({ username }) => format.foreign(username));
  const parts = [
    { names: named(true), said: presence.entered },
    { names: named(false), said: presence.left },
  ].filter(({ names }) => names.length > 0);
  const join = (count: (names: readonly string[]) => string) =>
    parts.map(({ names, said }) => said(count(names), names.length)).join(" · ");
  const all = join(format.list);
  if (parts.every(({ names }) => names.length <= MAX_NAMED)) return { line: all };
  return {
    line: join((names) => (names.length <= MAX_NAMED ? format.list(names) : presence.people(names.length))),
    all,
  };
}
