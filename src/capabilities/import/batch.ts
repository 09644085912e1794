import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import { Emoji, Id, integer, MessageText, sized, Username } from "../../protocol/fields.ts";
import { MAX_REACTION_EMOJI } from "../../protocol/limits.ts";

/** Messages of one batch: a turn of some tens of milliseconds. */
export const MAX_BATCH_MESSAGES = 500;

/** People of one reaction to an imported message. */
const MAX_REACTORS = 1_000;

/** UTF-16 units of what another program calls a person. */
const MAX_PERSON_LENGTH = 128;

/** Milliseconds that another program's clock may be ahead of this one. */
const MAX_AHEAD_MS = 86_400_000;

/** Milliseconds since 1970, and none of the future: nothing older could be imported after it (P17.13). */
const Time = v.pipe(
  integer(0),
  v.check((at) => at <= Date.now() + MAX_AHEAD_MS),
);

const Person = v.pipe(v.string(), sized(1, MAX_PERSON_LENGTH));

const Message = v.object({
  /** The message's own id there: the same message of the same person is stored once. */
  id: Id,
  /** The person's id there. */
  person: Person,
  username: Username,
  message: MessageText,
  at: Time,
  editedAt: v.exactOptional(Time),
  replyTo: v.exactOptional(v.object({ person: Person, id: Id })),
  reactions: v.exactOptional(
    v.pipe(
      v.array(v.object({ emoji: Emoji, people: v.pipe(v.array(Person), sized(1, MAX_REACTORS)) })),
      sized(0, MAX_REACTION_EMOJI),
    ),
  ),
});
/** A message to import. */
export type ImportedMessage = v.InferOutput<typeof Message>;

export const ImportBatch = v.object({
  /** The program that they come from: people of two programs are never the same. */
  source: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/)),
  messages: v.pipe(v.array(Message), sized(0, MAX_BATCH_MESSAGES)),
  /** Whether the import ends with this batch. */
  last: v.optional(v.boolean(), false),
});
/** P17.12: the body of a request. */
export type ImportBatch = v.InferOutput<typeof ImportBatch>;

/** Why a batch can't be taken: the path to the field that is invalid, such as `messages.12.at`. */
export interface BadBatch {
  readonly field: string;
}

/** Parses the body of a request. */
export function parseBatch(
  body: unknown,
): { readonly ok: true; readonly value: ImportBatch } | ({ ok: false } & BadBatch) {
  const parsed = v.safeParse(ImportBatch, body, { abortEarly: true });
  if (parsed.success) return { ok: true, value: withUids(parsed.output) };
  return { ok: false, field: v.getDotPath(parsed.issues[0]) ?? "" };
}

/** The people of a batch get the uids under which the room knows them. */
function withUids(batch: ImportBatch): ImportBatch {
  const { source } = batch;
  const uids = new Map<string, string>();
  const uidOf = (person: string) => {
    const uid = uids.get(person) ?? importedUid(source, person);
    uids.set(person, uid);
    return uid;
  };
  const messages = batch.messages.map(({ person, reactions, replyTo, ...message }) => ({
    ...message,
    person: uidOf(person),
    ...(replyTo === undefined ? {} : { replyTo: { ...replyTo, person: uidOf(replyTo.person) } }),
    ...(reactions === undefined
      ? {}
      : { reactions: reactions.map(({ emoji, people }) => ({ emoji, people: people.map(uidOf) })) }),
  }));
  return { ...batch, messages };
}

/** A uid that only an import gives. */
const IMPORTED_UID = /^i[\da-f]{24}$/;

/**
 * The uid of a person of another program (P17.14): `i` and 24 hexadecimal digits. It is no one's who can sign in or come as a
 * guest. An export of a room with imported messages keeps its people.
 */
export function importedUid(source: string, person: string): string {
  if (IMPORTED_UID.test(person)) return person;
  return `i${bytesToHex(sha256(utf8ToBytes(`imported\0${source}\0${person}`)).slice(0, 12))}`;
}
