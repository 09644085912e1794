import type { ChangeEvent, Message, MessageEvent } from "../../protocol/events.ts";
import { isBotUid } from "../../protocol/identity.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { MAX_ID_LENGTH } from "../../protocol/limits.ts";
import { otherFields } from "../../protocol/other-fields.ts";
import type { HiddenChanges, StoredMessage } from "../../room/log/visibility.ts";

/** The tables of messages: those that everyone sees, and those that are hidden from all but their author (P9.9). */
export type MessageTable = "messages" | "hidden_messages";

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
export type MessageRow = {
  seq: number;
  at: number;
  uid: string;
  id: string;
  username: string;
  message: string;
  reply_to: number | null;
  edited_at: number | null;
  deleted: number;
  reactions: string | null;
  extra: string | null;
  only_for: string | null;
  veil: string | null;
};
export type ChangeRow = {
  seq: number;
  at: number;
  uid: string;
  id: string;
  type: string;
  target: number | null;
  body: string;
  only_for: string | null;
};

export const MESSAGE_COLUMNS =
  "seq, at, uid, id, username, message, reply_to, edited_at, deleted, reactions, extra, only_for, veil";
export const CHANGE_COLUMNS = "seq, at, uid, id, type, target, body, only_for";

/**
 * Marks the `id` of an event that a moderator deleted: a keyed hash is left of it, which only tells whether the same id
 * comes again (P3.15, P4.3).
 */
export const ERASED_ID = "~";
const ERASED_ID_PATTERN = /^~[\w-]{22}$/;

export function tableOf({ onlyFor }: Pick<StoredMessage, "onlyFor">): MessageTable {
  return onlyFor === undefined ? "messages" : "hidden_messages";
}

/** What replaces the id of an event of an erased person (P11.3). Longer than any id, so no client can choose it. */
export function forgottenId(seq: number): string {
  return `erased-${String(seq).padStart(MAX_ID_LENGTH, "0")}`;
}

/** Reads a message from whichever table has it. */
export function storedMessage(sql: SqlStorage, seq: number): StoredMessage | undefined {
  const from = (table: string) => `SELECT ${MESSAGE_COLUMNS} FROM ${table} WHERE seq = ?1`;
  const [row] = sql.exec<MessageRow>(`${from("messages")} UNION ALL ${from("hidden_messages")}`, seq);
  return row && toStoredMessage(row);
}

export function toStoredMessage(row: MessageRow): StoredMessage {
  return {
    message: toMessage(row),
    ...(row.only_for === null ? {} : { onlyFor: row.only_for }),
    // Written only by `SqlEventLog`.
    ...(row.veil === null ? {} : { hiddenChanges: JSON.parse(row.veil) as HiddenChanges }),
  };
}

function toMessage(row: MessageRow): Message {
  const { seq, at, uid, id, username, message, reply_to, edited_at, deleted, reactions, extra } = row;
  // These two columns are written only by `SqlEventLog`, with what the parser accepted. Versions before P15 also stored a
  // `bot` that its sender had chosen.
  const { bot: _, ...others } = extra === null ? {} : (JSON.parse(extra) as JsonObject);
  return {
    ...others,
    type: "message",
    seq,
    at,
    uid,
    // No name is empty but that of a message that a moderator deleted, or whose author was erased.
    id: username === "" ? "" : id,
    username,
    message,
    ...(reply_to === null ? {} : { replyTo: reply_to }),
    ...(edited_at === null ? {} : { editedAt: edited_at }),
    ...(deleted === 0 ? {} : { deleted: true }),
    ...(deleted === 0 && isBotUid(uid) ? { bot: true } : {}),
    ...(reactions === null ? {} : { reactions: JSON.parse(reactions) as NonNullable<Message["reactions"]> }),
  };
}

/** What a row of a change does not repeat of its target: the newest text, and the preview. */
export type Current = Pick<Message, "message" | "preview">;

/** @param current what an edit or a preview tells of its target */
export function toChange(
  { body, id, only_for: _, target, ...stamp }: ChangeRow,
  { message, preview }: Current = { message: "" },
): ChangeEvent {
  return {
    ...stamp,
    id: ERASED_ID_PATTERN.test(id) || id.length > MAX_ID_LENGTH ? "" : id,
    ...(target === null ? {} : { target }),
    ...(stamp.type === "edit" ? { message } : {}),
    ...(stamp.type === "preview" && preview !== undefined ? { preview } : {}),
    // Written only by `bodyOf`, from a `ChangeEvent`.
    ...(JSON.parse(body) as object),
  } as ChangeEvent;
}

/** The fields of a change that have no column. The text of an edit is in the message only, and so is a preview. */
export function bodyOf(event: ChangeEvent): string {
  const { at: _, id: __, seq: ___, target: ____, type: _____, uid: ______, ...body } = { target: null, ...event };
  return JSON.stringify(event.type === "edit" || event.type === "preview" ? {} : body);
}

/** The fields of a message that have no column: the sender's own, and the preview. */
export function extraOf(message: Message): string | null {
  const extra = otherFields(message, HAVE_COLUMNS);
  if (extra === undefined) return null;
  // A removed preview is undefined, which JSON leaves out.
  const json = JSON.stringify(extra);
  return json === "{}" ? null : json;
}

/** The fields of a message that have a column, or follow from one. */
const HAVE_COLUMNS: ReadonlySet<string> = new Set([
  "at",
  "bot",
  "deleted",
  "editedAt",
  "id",
  "message",
  "reactions",
  "replyTo",
  "seq",
  "type",
  "uid",
  "username",
] satisfies (keyof Message)[]);

/** An appended message that is not written yet. */
export interface NewMessage {
  readonly event: MessageEvent;
  readonly digest: number;
  readonly onlyFor: string | undefined;
}

/** Columns that a new message sets. */
export const NEW_MESSAGE_COLUMNS = ["seq", "at", "uid", "id", "digest", "username", "message", "reply_to", "extra"];

/** Values in the order of `NEW_MESSAGE_COLUMNS`. */
export function toNewRow({ digest, event }: NewMessage): SqlStorageValue[] {
  const { seq, at, uid, id, username, message, replyTo } = event;
  return [seq, at, uid, id, digest, username, message, replyTo ?? null, extraOf(event)];
}
