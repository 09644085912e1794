import { useAllWords } from "../i18n/use-all-words.ts";
import type { Note, PresenceNote } from "../log/notes.ts";
import { presenceWords } from "./presence-words.ts";

/** What happened, in between the messages. */
export function NoteLine({ note }: { note: Note }) {
  const words = useAllWords();
  switch (note.kind) {
    case "rename":
      return <p class="note">{words.presence.renamed(note.previous, note.username)}</p>;
    case "presence":
      return <PresenceLine note={note} />;
  }
}

function PresenceLine({ note }: { note: PresenceNote }) {
  const words = useAllWords();
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
