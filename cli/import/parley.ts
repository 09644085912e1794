import type { Message } from "../../src/protocol/events.ts";
import { type ForeignLog, Skipped } from "./imported.ts";

/** Whether a text is an export of a room in JSON lines. */
export function isParley(text: string): boolean {
  const [line = ""] = text.split("\n", 1);
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "seq" in value && "uid" in value && "message" in value;
  } catch {
    return false;
  }
}

/** Reads an export of a room (P17.7). */
export function readParley(text: string): ForeignLog {
  const skipped = new Skipped();
  const all = text.split("\n").flatMap((line, index): Message[] => {
    if (line.trim() === "") return [];
    try {
      // The server checks each field.
      return [JSON.parse(line) as Message];
    } catch {
      throw new Error(`Line ${index + 1} is not JSON. The export may have broken off.`);
    }
  });
  const bySeq = new Map(all.map((message) => [message.seq, message]));
  const messages = all.flatMap((message) => {
    const { at, deleted, editedAt, files = [], hidden, id, reactions = [], replyTo, uid, username } = message;
    // What was hidden from everyone must not become public.
    if (deleted || hidden) {
      skipped.add(deleted ? "deleted" : "hidden");
      return [];
    }
    const target = replyTo === undefined ? undefined : bySeq.get(replyTo);
    return [
      {
        id,
        person: uid,
        username,
        at,
        message: message.message,
        ...(editedAt === undefined ? {} : { editedAt }),
        ...(target === undefined ? {} : { replyTo: { person: target.uid, id: target.id } }),
        ...(reactions.length === 0 ? {} : { reactions: reactions.map(({ emoji, uids }) => ({ emoji, people: uids })) }),
        files: files.map(({ name, url }) => ({ name, url })),
      },
    ];
  });
  return { source: "parley", messages, skipped };
}
