import type { NoticeEvent, PresenceObject } from "../../client/index.ts";

/** A message of the page itself, between those of people. It is not stored, and disappears on reload. */
export type SystemMessage = RenameMessage | PresenceMessage;

interface Place {
  readonly key: string;
  /** It follows all messages up to this `seq`. */
  readonly after: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface RenameMessage extends Place {
  readonly kind: "rename";
  readonly previous: string;
  readonly username: string;
}

/** People who joined or left, with the last change of each, by `uid`. */
export interface PresenceMessage extends Place {
  readonly kind: "presence";
  readonly people: ReadonlyMap<string, Doing>;
}

interface Doing {
  readonly username: string;
  readonly isHere: boolean;
}

/** System messages that are kept. */
const MAX_SYSTEM_MESSAGES = 200;

/** Adds a message in its place, and drops the oldest beyond the limit. Adjacent presence messages become one. */
export function addSystemMessage(notes: readonly SystemMessage[], note: SystemMessage): readonly SystemMessage[] {
  const place = notes.findLastIndex(({ after }) => after <= note.after);
  const last = notes[place];
  if (last?.kind === "presence" && note.kind === "presence" && last.after === note.after) {
    // A person who joins or leaves again moves to the end.
    const people = new Map([...last.people].filter(([uid]) => !note.people.has(uid)).concat([...note.people]));
    return notes.with(place, { ...last, people });
  }
  return notes.toSpliced(place + 1, 0, note).slice(-MAX_SYSTEM_MESSAGES);
}

export function renameMessage({ at, previous, seq, username }: NoticeEvent): SystemMessage {
  return { kind: "rename", key: renameKey(seq), after: seq, at, previous, username };
}

/** Removes the message about a rename that a moderator deleted. Returns the same array if there is none. */
export function withoutRename(messages: readonly SystemMessage[], seq: number): readonly SystemMessage[] {
  const others = messages.filter(({ key }) => key !== renameKey(seq));
  return others.length === messages.length ? messages : others;
}

function renameKey(seq: number): string {
  return `rename-${seq}`;
}

/**
 * A message about people who joined or left.
 *
 * @param place after which message it comes, and when
 * @param own the user's `uid`: own changes are left out
 * @param nameOf finds the name of a person who was in the room; people without a known name are left out
 */
export function presenceMessage(
  { joined, left }: PresenceObject,
  { after, at }: Pick<Place, "after" | "at">,
  own: string | undefined,
  nameOf: (uid: string) => string | undefined,
): SystemMessage | undefined {
  const came = joined.map(({ uid, username }) => [uid, { username, isHere: true }] as const);
  const went = left.flatMap((uid) => {
    const username = nameOf(uid);
    return username === undefined ? [] : [[uid, { username, isHere: false }] as const];
  });
  const people = new Map<string, Doing>([...went, ...came].filter(([uid]) => uid !== own));
  return people.size === 0 ? undefined : { kind: "presence", key: `presence-${after}`, after, at, people };
}
