/** Identifies a socket within its room; made by the shell, never shown on the wire. */
export type SessionId = string;

/**
 * Who a socket is: all that the room knows of it, and what the shell keeps through hibernation.
 *
 * A session never changes: a change makes a new one, which the room hands to the shell to remember.
 */
export interface Session {
  readonly id: SessionId;
  /** Who the person is to others, and with a command's `id` the key that stores it once (P4.3). */
  readonly uid: string;
  /** The name of the last message, at first `guest-xxxx` (P2.1). */
  readonly username: string;
  /** The peer's address, where the owner shows it in place of the name; otherwise the room never learns it. */
  readonly address?: string;
}

/** `<who>` of the system messages (P2.1). */
export function who(session: Session): string {
  return session.address ?? session.username;
}
