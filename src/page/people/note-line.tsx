import { useWords } from "../i18n/use-words.ts";
import type { Note, PresenceNote } from "../log/notes.ts";
import { presenceWords } from "./presence-words.ts";

/** What happened, in between the messages. */
export function NoteLine({ note }: { note: Note }) {
  const words = useWords();
  switch (note.kind) {
    case "rename":
      return <li class="note">{words.people.renamed(note.previous, note.username)}</li>;
    case "presence":
      return <PresenceLine note={note} />;
  }
}

function PresenceLine({ note }: { note: PresenceNote }) {
  const words = useWords();
  const told = presenceWords(words, note);
  if (told.all === undefined) return <li class="note">{told.line}</li>;
  return (
    <li class="note">
      <details>
        <summary>{told.line}</summary>
        <p>{told.all}</p>
      </details>
    </li>
  );
}
