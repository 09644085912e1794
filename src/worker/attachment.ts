import * as v from "valibot";
import type { Session } from "../room/session.ts";

/** What is kept beside a socket through hibernation; at most 16,384 bytes serialized. */
const Attachment = v.object({
  id: v.string(),
  uid: v.string(),
  username: v.string(),
  address: v.exactOptional(v.string()),
  /** The room saw this socket off. After two hibernations `readyState` can read OPEN again for such a socket. */
  left: v.exactOptional(v.literal(true)),
});

type Attachment = v.InferOutput<typeof Attachment>;

/** Keeps a session beside its socket. */
export function remember(socket: WebSocket, session: Session): void {
  socket.serializeAttachment(session satisfies Attachment);
}

/** Notes that the room saw this socket off. */
export function rememberLeft(socket: WebSocket, session: Session): void {
  socket.serializeAttachment({ ...session, left: true } satisfies Attachment);
}

/** The session of a socket that is in the room; `undefined` for one that left, or that another version of us wrote. */
export function recall(socket: WebSocket): Session | undefined {
  const attachment = v.safeParse(Attachment, socket.deserializeAttachment());
  if (!attachment.success) return undefined;
  const { left, ...session } = attachment.output;
  return left ? undefined : session;
}
