import * as v from "valibot";
import { ROLES } from "../../protocol/moderation.ts";
import type { Session } from "../../room/model/session.ts";
import { IdentitySchema } from "../identity/identity-schema.ts";

const Socket = {
  id: v.string(),
  address: v.exactOptional(v.string()),
  from: v.exactOptional(v.string()),
  fromBefore: v.exactOptional(v.string()),
  network: v.exactOptional(v.string()),
};
const True = v.exactOptional(v.literal(true));
const Anonymous = {
  identity: v.exactOptional(IdentitySchema),
  host: v.exactOptional(v.string()),
  readsAs: v.exactOptional(v.object({ uid: v.string(), role: v.picklist(ROLES) })),
};
const Person = {
  uid: v.string(),
  username: v.string(),
  // A version of before P9 wrote none.
  role: v.optional(v.picklist(ROLES), "guest"),
  claim: v.exactOptional(v.picklist(ROLES)),
  signedIn: True,
  isNameGiven: True,
  avatar: v.exactOptional(v.string()),
  expires: v.exactOptional(v.number()),
  mutedUntil: v.exactOptional(v.number()),
  shadowed: True,
  publicName: v.exactOptional(v.string()),
  unanswered: True,
  isAuthor: True,
};

/** What is kept beside a socket through hibernation; at most 16,384 bytes serialized. */
const Attachment = v.union([
  v.object({ ...Socket, dialect: v.literal("plain"), ...Person }),
  v.object({
    ...Socket,
    dialect: v.literal("v1"),
    state: v.literal("new"),
    since: v.number(),
    mayRetry: True,
    ...Anonymous,
  }),
  v.object({
    ...Socket,
    dialect: v.literal("v1"),
    state: v.literal("reader"),
    ...Anonymous,
    binary: True,
    compact: True,
    acked: v.number(),
  }),
  v.object({
    ...Socket,
    dialect: v.literal("v1"),
    state: v.literal("live"),
    ...Person,
    binary: True,
    compact: True,
    acked: v.number(),
  }),
]);

type Attachment = v.InferOutput<typeof Attachment>;

/** A session, and how far its client has acknowledged the log (P3.8). */
export interface RestoredSession {
  readonly session: Session;
  readonly acked: number;
}

/** Stands for a socket that the room saw off. After two hibernations `readyState` can read OPEN again for such a one. */
const LEFT = "left";

/**
 * Keeps a session beside its socket.
 *
 * @param acked the newest event that the client of a live or reading session has acknowledged
 */
export function persistSession(socket: WebSocket, session: Session, acked: number): void {
  const attachment: Attachment = session.dialect === "v1" && session.state !== "new" ? { ...session, acked } : session;
  socket.serializeAttachment(attachment);
}

/** Notes that the room saw this socket off. */
export function markClosed(socket: WebSocket): void {
  socket.serializeAttachment(LEFT);
}

/** Whether another release wrote a socket's attachment, so that its session can't be restored (P1.11). */
export function isForeign(socket: WebSocket): boolean {
  const attachment: unknown = socket.deserializeAttachment();
  return attachment !== LEFT && !v.is(Attachment, attachment);
}

/** The session of a socket that is in the room; `undefined` for one that left, or that another release wrote. */
export function restoreSession(socket: WebSocket): RestoredSession | undefined {
  const attachment = v.safeParse(Attachment, socket.deserializeAttachment());
  if (!attachment.success) return undefined;
  if (!("acked" in attachment.output)) return { session: attachment.output, acked: 0 };
  const { acked, ...session } = attachment.output;
  return { session, acked };
}
