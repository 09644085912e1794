/** Identifies a socket within its room; made by the shell, never shown on the wire. */
export type SessionId = string;

/**
 * What the room knows of a socket, and what the shell keeps beside it through hibernation. A session never changes: a
 * change makes a new one, which the room hands to the shell to remember.
 */
export type Session = PlainSession | NewSession | LiveSession;

interface Socket {
  readonly id: SessionId;
  /** The peer's address, where the owner shows it in place of the name; otherwise the room never learns it. */
  readonly address?: string;
}

/** In the room from the first moment (P2). */
export interface PlainSession extends Socket {
  readonly dialect: "plain";
  /** Who the person is to others, and with a command's `id` the key that stores it once (P4.3). */
  readonly uid: string;
  /** The name of the last message, at first `guest-xxxx` (P2.1). */
  readonly username: string;
}

/** A v1 socket that has not said hello: it hears nothing yet, and is nobody (P3.1). */
export interface NewSession extends Socket {
  readonly dialect: "v1";
  readonly state: "new";
  /** When it came, in milliseconds since 1970. */
  readonly since: number;
}

/** A v1 socket that hears what happens (P3.4). */
export interface LiveSession extends Socket {
  readonly dialect: "v1";
  readonly state: "live";
  readonly uid: string;
  readonly username: string;
  /** The newest event that its client said it took (P3.8). */
  readonly acked: number;
}

/** A session of somebody: one that is in the room. */
export type Present = PlainSession | LiveSession;

export function isPresent(session: Session): session is Present {
  return session.dialect === "plain" || session.state === "live";
}

/** `<who>` of the system messages (P2.1). */
export function who(session: Present): string {
  return session.address ?? session.username;
}

/** The name of somebody who has not said one (P2.1). */
export function guestName(uid: string): string {
  return `guest-${uid.slice(0, 4)}`;
}
