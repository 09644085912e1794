import type { Message } from "../../client/index.ts";
import type { Note } from "./notes.ts";

/** Messages of one person, said in one go. */
export type Messages = readonly [Message, ...Message[]];

/** What stands together in the log: messages said in one go; or a note; or the beginning of a day. */
export type Block =
  | { readonly kind: "messages"; readonly key: string; readonly messages: Messages }
  | { readonly kind: "note"; readonly key: string; readonly note: Note }
  | { readonly kind: "day"; readonly key: string; readonly at: number };

/** Milliseconds between two messages of one person that still read as said in one go. */
const ONE_GO_MS = 5 * 60 * 1000;

/**
 * Puts together what belongs together, and marks where a day (of the reader's calendar) begins.
 *
 * @param messages by `seq`
 * @param notes by `after`
 */
export function blocksOf(messages: readonly Message[], notes: readonly Note[]): readonly Block[] {
  const blocks: Block[] = [];
  let day: string | undefined;
  let noted = 0;
  const noteUpTo = (seq: number) => {
    for (let note = notes[noted]; note !== undefined && note.after < seq; note = notes[noted]) {
      blocks.push({ kind: "note", key: note.key, note });
      noted += 1;
    }
  };
  for (const message of messages) {
    noteUpTo(message.seq);
    const today = new Date(message.at).toDateString();
    if (today !== day) blocks.push({ kind: "day", key: `day-${message.seq}`, at: message.at });
    day = today;
    const last = blocks.at(-1);
    if (last?.kind === "messages" && follows(last.messages, message)) {
      blocks[blocks.length - 1] = { ...last, messages: [...last.messages, message] };
    } else {
      blocks.push({ kind: "messages", key: `said-${message.seq}`, messages: [message] });
    }
  }
  noteUpTo(Number.POSITIVE_INFINITY);
  return blocks;
}

/** A name may change, and then it has to be said again. */
function follows(messages: Messages, next: Message): boolean {
  const last = messages.at(-1);
  return (
    last !== undefined && last.uid === next.uid && last.username === next.username && next.at - last.at < ONE_GO_MS
  );
}
