import type { NoticeEvent, PresenceObject } from "../../client/index.ts";

/** What the page says in between the messages. It is not stored, and gone with a reload. */
export type SystemMessage = RenameMessage | PresenceMessage;

interface Place {
  readonly key: string;
  /** The note stands behind all messages up to this `seq`. */
  readonly after: number;
}

/** Somebody is called otherwise. */
export interface RenameMessage extends Place {
  readonly kind: "rename";
  readonly previous: string;
  readonly username: string;
}

/** People came or went: what each did last, by `uid`. */
export interface PresenceMessage extends Place {
  readonly kind: "presence";
  readonly people: ReadonlyMap<string, Doing>;
}

interface Doing {
  readonly username: string;
  readonly isHere: boolean;
}

/** Notes that the page keeps. They are read as they happen, or not at all. */
const MAX_SYSTEM_MESSAGES = 200;

/** The notes with one more, and the oldest let go past `MAX_NOTES`. Comings and goings with nothing between are one note. */
export function appendSystemMessage(notes: readonly SystemMessage[], note: SystemMessage): readonly SystemMessage[] {
  const last = notes.at(-1);
  if (last?.kind === "presence" && note.kind === "presence" && last.after === note.after) {
    // Whoever does something again moves to the end.
    const people = new Map([...last.people].filter(([uid]) => !note.people.has(uid)).concat([...note.people]));
    return [...notes.slice(0, -1), { ...last, people }];
  }
  return [...notes.slice(1 - MAX_SYSTEM_MESSAGES), note];
}

/** The note about a new name. */
export function renameMessage({ previous, seq, username }: NoticeEvent): SystemMessage {
  return { kind: "rename", key: `rename-${seq}`, after: seq, previous, username };
}

/**
 * The note about comings and goings.
 *
 * @param after `seq` of what was said, or told in a note, last
 * @param own the reader's `uid`: of oneself there is nothing to tell
 * @param nameOf tells names of those who were here; without a name, there is nothing to say
 */
export function presenceMessage(
  { joined, left }: PresenceObject,
  after: number,
  own: string | undefined,
  nameOf: (uid: string) => string | undefined,
): SystemMessage | undefined {
  const came = joined.map(({ uid, username }) => [uid, { username, isHere: true }] as const);
  const went = left.flatMap((uid) => {
    const username = nameOf(uid);
    return username === undefined ? [] : [[uid, { username, isHere: false }] as const];
  });
  const people = new Map<string, Doing>([...went, ...came].filter(([uid]) => uid !== own));
  return people.size === 0 ? undefined : { kind: "presence", key: `presence-${after}`, after, people };
}
