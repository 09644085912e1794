import { type Identity, isBotUid } from "../../protocol/identity.ts";
import { isAtLeast, type Role } from "../../protocol/moderation.ts";
import { PUBLIC_VIEWER, type Viewer } from "../log/visibility.ts";

/** Identifies a socket within its room. Assigned by the shell, never sent over the wire. */
export type SessionId = string;

/**
 * State of one socket, persisted in its attachment through hibernation. Sessions are immutable: each change creates a
 * new one, which the shell persists.
 */
export type Session = PlainSession | NewSession | ReaderSession | LiveSession;

/** Hashes of a peer's address (P5.6). */
export interface IpHash {
  /** Hash under the current key. */
  readonly from: string;
  /** Hash under the previous key, if there is one. Matches entries stored during the previous period. */
  readonly fromBefore?: string;
}

interface Socket extends Partial<IpHash> {
  readonly id: SessionId;
  /** The peer's IP address, only if the owner shows addresses in system messages. Otherwise only its hash is stored. */
  readonly address?: string;
  /** Hash of the peer's network for bans across all rooms (P9.16), if they are on. */
  readonly network?: string;
}

/** Fields of a signed-in user (P8.3). Guests have none of them. */
interface Authenticated {
  /** Whether the owner's site, or a gateway in front of it, authenticated this user. */
  readonly signedIn?: true;
  /** Minimum role granted by the token. */
  readonly claim?: Role;
  /** Whether the token also sets the username; then the user cannot change it. */
  readonly isNameGiven?: true;
  /** URL of the user's picture. */
  readonly avatar?: string;
  /** Expiry of the token, in milliseconds since 1970 (P8.6). */
  readonly expires?: number;
}

/** A user, with their permissions. */
interface Person extends Authenticated {
  /** Public id of the user. Together with a command's `id`, the key for deduplication (P4.3). */
  readonly uid: string;
  readonly username: string;
  /** Current role in this room (P9.1). */
  readonly role: Role;
  /** End of a mute, in milliseconds since 1970 (P9.6). Writes are rejected until then. */
  readonly mutedUntil?: number;
  /** Whether the user's messages are hidden from others (P9.9). */
  readonly shadowed?: true;
  /** The name by which others know a shadowed user, who may have chosen another since (P9.21). */
  readonly publicName?: string;
  /** Whether they joined without answering a challenge (P10.4). */
  readonly unanswered?: true;
  /** Whether this socket has sent an event. Its address is then remembered for a day after it closes (P9.13). */
  readonly isAuthor?: true;
}

/** A plain session, present from the moment it connects (P2). */
export interface PlainSession extends Socket, Person {
  readonly dialect: "plain";
  /** Name sent with the last message; `guest-xxxx` before the first one (P2.1). */
  readonly username: string;
}

/** A v1 socket without a user: the next `hello` can give it one. */
interface Anonymous extends Socket {
  readonly dialect: "v1";
  /** Identity asserted by a gateway (P8.7). */
  readonly identity?: Identity;
  /** The host name by which the client reached the Worker (P10.3). */
  readonly host?: string;
  /** The person as whom a stream of events reads (P7.16), if this is one. It is no one's presence. */
  readonly readsAs?: Pick<Person, "uid" | "role">;
}

/** A v1 socket that has not sent `hello` yet. It has no user and receives nothing (P3.1). */
export interface NewSession extends Anonymous {
  readonly state: "new";
  /** Time of connection, or of the last rejected `hello`, in milliseconds since 1970. */
  readonly since: number;
  /** Whether a `hello` was rejected that the client may repeat (P3.22). */
  readonly mayRetry?: true;
}

/** The frames that a v1 client asked for in its `hello`. */
interface Encoding {
  /** Whether they are binary (P3.19). */
  readonly binary?: true;
  /** Whether they are compact (P3.20). */
  readonly compact?: true;
}

/** A v1 socket that reads without having joined (P3.35). It has no user, and receives what everyone receives. */
export interface ReaderSession extends Anonymous, Encoding {
  readonly state: "reader";
}

/** A v1 socket that receives events (P3.4). */
export interface LiveSession extends Socket, Person, Encoding {
  readonly dialect: "v1";
  readonly state: "live";
}

/** The fields that belong to the socket rather than to its user. */
export function socketOf({ address, from, fromBefore, id, network }: Session): Socket {
  return {
    id,
    ...(address === undefined ? {} : { address }),
    ...(from === undefined ? {} : { from }),
    ...(fromBefore === undefined ? {} : { fromBefore }),
    ...(network === undefined ? {} : { network }),
  };
}

/** Hashes of a socket's address, under the current key and the previous one. That of a bot doesn't count (P15.5). */
export function hashesOf({ from, fromBefore, uid }: Partial<IpHash> & { readonly uid?: string } = {}): string[] {
  if (uid !== undefined && isBotUid(uid)) return [];
  return [from, fromBefore].filter((hash) => hash !== undefined);
}

/** A session with a user: present in the room. */
export type Present = PlainSession | LiveSession;

export function isPresent(session: Session): session is Present {
  return session.dialect === "plain" || session.state === "live";
}

export function isReader(session: Session): session is ReaderSession {
  return session.dialect === "v1" && session.state === "reader";
}

/** Whether a session receives what happens in the room: that of a user, or of a reader. */
export function isReceiving(session: Session): session is Present | ReaderSession {
  return session.dialect === "plain" || session.state !== "new";
}

/** Viewer of the event log for this user (P9.9). */
export function viewerOf({ role, uid }: Pick<Person, "uid" | "role">): Viewer {
  return { uid, isModerator: isAtLeast(role, "moderator") };
}

/** Viewer of the event log for a session. A reader sees what everyone sees, unless it reads as a person. */
export function viewerFor(session: Session): Viewer {
  if (isPresent(session)) return viewerOf(session);
  return session.readsAs === undefined ? PUBLIC_VIEWER : viewerOf(session.readsAs);
}

/** The `uid` of a session's user. A reader has none, unless a gateway or a request names one. */
export function uidOf(session: Present | ReaderSession): string {
  return isReader(session) ? ((session.readsAs ?? session.identity)?.uid ?? "") : session.uid;
}

/** The role of a session's user. A reader is a guest, unless a gateway or a request says otherwise. */
export function roleOf(session: Present | ReaderSession): Role {
  return isReader(session) ? ((session.readsAs ?? session.identity)?.role ?? "guest") : session.role;
}

/** The name by which others know a person (P9.21). */
export function publicNameOf({ publicName, username }: Pick<Person, "publicName" | "username">): string {
  return publicName ?? username;
}

/** Number of `uid` characters in a generated guest name (P2.1). */
export const GUEST_NAME_CHARACTERS = 4;

/**
 * Default name of a guest (P2.1).
 *
 * @param characters number of `uid` characters to include; more if the shorter name is taken
 */
export function guestName(uid: string, characters = GUEST_NAME_CHARACTERS): string {
  return `guest-${uid.slice(0, characters)}`;
}

/** Whether this is a guest name generated for this person. */
export function isOwnGuestName(username: string, uid: string): boolean {
  return username.startsWith(guestName(uid)) && guestName(uid, uid.length).startsWith(username);
}

/** Default name of a signed-in user whose token has no name and who sent none (P8.2). */
export function memberName({ uid }: Identity): string {
  return `member-${uid.slice(1, 5)}`;
}

/** The part of an identity that a session stores. */
export function authenticated(identity: Identity | undefined): Authenticated {
  if (identity === undefined) return {};
  const { avatar, expires, role, uid, username } = identity;
  return {
    // No site vouches for a bot.
    ...(isBotUid(uid) ? {} : { signedIn: true }),
    claim: role,
    ...(expires === undefined ? {} : { expires }),
    ...(username === undefined ? {} : { isNameGiven: true }),
    ...(avatar === undefined ? {} : { avatar }),
  };
}

/** Whether the session's token has expired (P8.6). */
export function isExpired(session: Session, now: number): boolean {
  const expires = isPresent(session) ? session.expires : session.identity?.expires;
  return expires !== undefined && now >= expires;
}
