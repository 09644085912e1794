import * as v from "valibot";
import { ROLES } from "../../protocol/moderation.ts";
import type { Session } from "../../room/people/session.ts";
import { IdentitySchema } from "../identity/identity-schema.ts";

const Socket = {
  id: v.string(),
  address: v.exactOptional(v.string()),
  from: v.exactOptional(v.string()),
  fromBefore: v.exactOptional(v.string()),
};
const True = v.exactOptional(v.literal(true));
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
};

/** What is kept beside a socket through hibernation; at most 16,384 bytes serialized. */
const Attachment = v.union([
  v.object({ ...Socket, dialect: v.literal("plain"), ...Person }),
  v.object({
    ...Socket,
    dialect: v.literal("v1"),
    state: v.literal("new"),
    since: v.number(),
    identity: v.exactOptional(IdentitySchema),
  }),
  v.object({ ...Socket, dialect: v.literal("v1"), state: v.literal("live"), ...Person, acked: v.number() }),
]);

/** Stands for a socket that the room saw off. After two hibernations `readyState` can read OPEN again for such a one. */
const LEFT = "left";

/** Keeps a session beside its socket. */
export function persistSession(socket: WebSocket, session: Session): void {
  socket.serializeAttachment(session satisfies v.InferOutput<typeof Attachment>);
}

/** Notes that the room saw this socket off. */
export function markClosed(socket: WebSocket): void {
  socket.serializeAttachment(LEFT);
}

/** The session of a socket that is in the room; `undefined` for one that left, or that another version of us wrote. */
export function restoreSession(socket: WebSocket): Session | undefined {
  const attachment = v.safeParse(Attachment, socket.deserializeAttachment());
  return attachment.success ? attachment.output : undefined;
}
