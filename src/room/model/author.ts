import type { Role } from "../../protocol/moderation.ts";
import type { Present, SessionId } from "./session.ts";

/** The way by which a command came in. */
export type Origin = "socket" | "http" | "hook" | "bot" | "import";

/** The person or program that a command comes from, with all that the room's decisions need to know of it. */
export interface Author {
  readonly uid: string;
  readonly username: string;
  readonly role: Role;
  /** Whether this is the deployment itself, by its `OWNER_TOKEN`: it outranks owners (P9.14). */
  readonly isDeployment?: boolean | undefined;
  readonly origin: Origin;
  /** The socket that the command came in by. */
  readonly socket?: SessionId | undefined;
  /** Whether each message brings the name that it is said under, as in the plain dialect. */
  readonly choosesName?: boolean | undefined;
  /** Whether a site gave the name, so that its bearer cannot change it (P8.2). */
  readonly isNameGiven?: boolean | undefined;
  /** Whether a site vouches for this person (P8.3). */
  readonly signedIn?: boolean | undefined;
  /** URL of a bot's picture, which its messages carry (P15.2). */
  readonly avatar?: string | undefined;
  /** Milliseconds since 1970 until which the room accepts nothing from this person (P9.6). */
  readonly mutedUntil?: number | undefined;
  /** Whether the client joined without answering a challenge, and may be kept from writing for that (P10.4). */
  readonly unanswered?: boolean | undefined;
  /** The keyed hash of the address that the command comes from (P5.6). */
  readonly from?: string | undefined;
  /** Whether what this person writes is hidden (P9.9). */
  readonly shadowed?: boolean | undefined;
}

/** The author of what a socket sends. */
export function authorOf(session: Present): Author {
  return {
    uid: session.uid,
    username: session.username,
    role: session.role,
    origin: "socket",
    socket: session.id,
    choosesName: session.dialect === "plain",
    isNameGiven: session.isNameGiven,
    signedIn: session.signedIn,
    avatar: session.avatar,
    mutedUntil: session.mutedUntil,
    unanswered: session.unanswered,
    from: session.from,
    shadowed: session.shadowed,
  };
}
