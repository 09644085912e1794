import { useWords } from "../i18n/use-words.ts";
import type { Note, PresenceNote } from "../log/notes.ts";
import { presenceWords } from "./presence-words.ts";

/** What happened, in between the messages. */
export function NoteLine({ note }: { note: Note }) {
  const words = useWords();
  switch (note.kind) {
    case "rename":
      return <p class="note">{words.people.renamed(note.previous, note.username)}</p>;
    case "presence":
      return <PresenceLine note={note} />;
  }
}

function PresenceLine({ note }: { note: PresenceNote }) {
  const words = useWords();
  const told = presenceWords(words, note);
  if (told.all === undefined) return <p class="note">{told.line}</p>;
  return (
    <div class="note">
      <details>
        <summary>{told.line}</summary>
        <p>{told.all}</p>
      </details>
    </div>
  );
}
