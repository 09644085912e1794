import type { Identity } from "../../protocol/identity.ts";
import { isAtLeast, type Role } from "../../protocol/moderation.ts";
import type { IpHash } from "../limits/ip-hashes.ts";
import type { Viewer } from "../log/visibility.ts";
import type { MemberRecord } from "../moderation/moderation-store.ts";
import { higherRole } from "../moderation/permissions.ts";

/** Identifies a socket within its room; made by the shell, never shown on the wire. */
export type SessionId = string;

/**
 * What the room knows of a socket, and what the shell keeps beside it through hibernation. A session never changes: a
 * change makes a new one, which the room hands to the shell to remember.
 */
export type Session = PlainSession | NewSession | LiveSession;

interface Socket {
  readonly id: SessionId;
  /** The peer's address, where the owner shows it in place of the name; otherwise only its hash is kept. */
  readonly address?: string;
  /** The keyed hash of the peer's address (P5.6); absent where it has none that counts. */
  readonly from?: string;
  /** The same under the key of the period before. */
  readonly fromBefore?: string;
}

/** What vouches for somebody who is signed in (P8.3); all of it is absent for guests. */
interface Authenticated {
  /** Whether the owner's own site, or the gateway before it, says who this is. */
  readonly signedIn?: true;
  /** What that says they are at least. */
  readonly claim?: Role;
  /** Whether that says what they are called, too: then it is not theirs to change. */
  readonly isNameGiven?: true;
  /** The address of a picture. */
  readonly avatar?: string;
  /** Until when all that holds, in milliseconds since 1970 (P8.6). */
  readonly expires?: number;
}

/** Who somebody is, and what they may do. */
interface Person extends Authenticated {
  /** Who the person is to others, and with a command's `id` the key that stores it once (P4.3). */
  readonly uid: string;
  readonly username: string;
  /** What they are here at present (P9.1). */
  readonly role: Role;
  /** Until when nothing that they write is taken, in milliseconds since 1970 (P9.6). */
  readonly mutedUntil?: number;
  /** Whether what they write is hidden (P9.9). */
  readonly shadowed?: true;
}

/** In the room from the first moment (P2). */
export interface PlainSession extends Socket, Person {
  readonly dialect: "plain";
  /** The name of the last message, at first `guest-xxxx` (P2.1). */
  readonly username: string;
}

/** A v1 socket that has not said hello: it hears nothing yet, and is nobody (P3.1). */
export interface NewSession extends Socket {
  readonly dialect: "v1";
  readonly state: "new";
  /** When it came, in milliseconds since 1970. */
  readonly since: number;
  /** Who a gateway says this is (P8.7). */
  readonly identity?: Identity;
}

/** A v1 socket that hears what happens (P3.4). */
export interface LiveSession extends Socket, Person {
  readonly dialect: "v1";
  readonly state: "live";
}

/** What a session has of its socket, whatever becomes of who is behind it. */
export function socketOf({ address, from, fromBefore, id }: Session): Socket {
  return {
    id,
    ...(address === undefined ? {} : { address }),
    ...(from === undefined ? {} : { from }),
    ...(fromBefore === undefined ? {} : { fromBefore }),
  };
}

/** The hashes under which something may be kept about the address of a socket. */
export function hashesOf({ from, fromBefore }: Partial<IpHash> = {}): string[] {
  return [from, fromBefore].filter((hash) => hash !== undefined);
}

/** A session of somebody: one that is in the room. */
export type Present = PlainSession | LiveSession;

export function isPresent(session: Session): session is Present {
  return session.dialect === "plain" || session.state === "live";
}

/** How somebody looks at the log (P9.9). */
export function viewerOf({ role, uid }: Pick<Person, "uid" | "role">): Viewer {
  return { uid, isModerator: isAtLeast(role, "moderator") };
}

/** A session of somebody as their standing makes it (P9.1). What has run out by `now` (milliseconds since 1970) is left out. */
export function withRecord<T extends Present>(session: T, record: MemberRecord | undefined, now: number): T {
  const { mutedUntil: _, shadowed: __, ...bare } = session;
  const { mutedUntil = 0, shadowed } = record?.mute ?? {};
  const changed = {
    ...bare,
    role: higherRole(record?.role ?? "guest", session.claim ?? "guest"),
    ...(mutedUntil > now ? { mutedUntil } : {}),
    ...(shadowed && { shadowed }),
  };
  // What was taken out are optional fields, and what was put in is of their types.
  return changed as unknown as T;
}

/** `<who>` of the system messages (P2.1). */
export function systemName(session: Present): string {
  return session.address ?? session.username;
}

/** How many characters of the `uid` stand in the name of somebody who has not said one (P2.1). */
export const GUEST_NAME_CHARACTERS = 4;

/**
 * The name of somebody who has not said one (P2.1).
 *
 * @param characters of the `uid`; more where others begin alike
 */
export function guestName(uid: string, characters = GUEST_NAME_CHARACTERS): string {
  return `guest-${uid.slice(0, characters)}`;
}

/** Whether a name is one that the room gave to this person. */
export function isOwnGuestName(username: string, uid: string): boolean {
  return username.startsWith(guestName(uid)) && guestName(uid, uid.length).startsWith(username);
}

/** The name of somebody who is signed in, where neither their token nor they say one (P8.2). */
export function memberName({ uid }: Identity): string {
  return `member-${uid.slice(1, 5)}`;
}

/** What of an identity a session keeps. */
export function authenticated(identity: Identity | undefined): Authenticated {
  if (identity === undefined) return {};
  const { avatar, expires, role, username } = identity;
  return {
    signedIn: true,
    claim: role,
    expires,
    ...(username === undefined ? {} : { isNameGiven: true }),
    ...(avatar === undefined ? {} : { avatar }),
  };
}

/** Whether what vouched for somebody holds no longer (P8.6). */
export function isExpired(session: Session, now: number): boolean {
  const expires = isPresent(session) ? session.expires : session.identity?.expires;
  return expires !== undefined && now >= expires;
}
