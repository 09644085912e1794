/**
 * A user who was signed in by the owner's site or by a gateway in front of it (P8.2), or a bot of the room (P15.1). The server
 * creates it from a verified token; clients can't send one.
 */
export interface Identity {
  /**
   * `m` and 24 hexadecimal digits, or `bot-` and 16 characters. Those of guests are 16 letters and digits, so they never
   * collide (P8.3).
   */
  readonly uid: string;
  /** The name in the token; absent if it has no valid one, in which case the user chooses one like guests do. */
  readonly username?: string;
  /** HTTPS URL of a picture. */
  readonly avatar?: string;
  readonly role: SignedInRole;
  /** Whether the token makes its user an operator of the deployment (P18.3): an owner of each room, and more. */
  readonly isOperator?: true;
  /** When the token expires, in milliseconds since 1970 (P8.6). Absent if it doesn't, like a bot's. */
  readonly expires?: number;
}

/** Whether a `uid` is that of a user who was signed in (P8.3). */
export function isSignedInUid(uid: string): boolean {
  return /^m[\da-f]{24}$/.test(uid);
}

const BOT_UID = "bot-";

/** The `uid` of a bot or an incoming webhook (P15.2). No person has one of this form. */
export function botUid(id: string): string {
  return BOT_UID + id;
}

/** Whether a `uid` is that of a bot or an incoming webhook. */
export function isBotUid(uid: string): boolean {
  return uid.startsWith(BOT_UID);
}

/** The role that a token can grant. Users who are signed in are at least members. */
export type SignedInRole = "owner" | "moderator" | "member";
