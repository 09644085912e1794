import { isBotUid, isSignedInUid } from "../../protocol/identity.ts";
import { isAtLeast, type Role } from "../../protocol/moderation.ts";
import type { Author } from "../model/author.ts";
import {
  GUEST_NAME_CHARACTERS,
  guestName,
  hashesOf,
  type IpHash,
  isOwnGuestName,
  type Present,
  publicNameOf,
} from "../model/session.ts";
import type { NameRegistry, RegisteredName } from "./name-registry.ts";
import { canBeToldApart, skeletons } from "./skeletons.ts";

const HOUR_MS = 60 * 60 * 1_000;

/**
 * Milliseconds for which the name of a guest who has written stays reserved while they are away (P8.11): long enough to
 * come back tomorrow.
 */
const GUEST_HOLD_MS = 24 * HOUR_MS;

/** Milliseconds for which a signed-in user's name stays reserved while they are away: longer than a vacation. */
const SIGNED_IN_HOLD_MS = 30 * 24 * HOUR_MS;

/** The name of a bot is its own until the bot is gone (P15.3). */
const FOREVER = Number.MAX_SAFE_INTEGER;

/** Reserved names of guests that count for one address while they are away (P8.17): a school class, twice. */
export const MAX_HELD_PER_ADDRESS = 50;

/**
 * Allowed error of a stored expiry, in milliseconds. A user who reconnects constantly costs at most one row an hour.
 */
const SLACK_MS = HOUR_MS;

/**
 * Number of other names checked for expiry each time a name is stored. More than one, so that expired names cannot pile
 * up.
 */
const PRUNE_BATCH = 4;

/**
 * Maximum size of the cache of names known to be free for plain sockets: more than the number of people who talk at a
 * time.
 */
const MAX_KNOWN_FREE = 1_000;

/** Names that readers would mistake for the room itself or its staff. Owners can add more (P8.14). */
export const RESERVED_NAMES = [
  "admin",
  "administrator",
  "moderator",
  "mod",
  "owner",
  "parley",
  "staff",
  "support",
  "system",
];

/** Matches the skeleton of a generated guest name, `guest-xxxx`. */
const GUEST_LOOK = /^guest./u;

/** A person who has a name or asks for one. */
export type NameHolder = Pick<Present, "uid" | "role">;

/** The refusal of a name. */
export interface NameRefusal {
  readonly code: "name_taken";
  readonly reason?: "reserved";
}

/** Rules about who may use which name (P8.10 to P8.14). The names in use are in the registry. */
export class NamePolicy {
  readonly #registry: NameRegistry;
  readonly #isHere: (uid: string) => boolean;
  readonly #hasWritten: (uid: string) => boolean;
  readonly #roleOf: (uid: string, now: number) => Role;
  readonly #reserved: ReadonlySet<string>;
  readonly #knownFree = new Set<string>();

  /**
   * @param reserved names that guests may not use
   * @param isHere whether a person is in the room
   * @param hasWritten whether the log has a message of a person
   * @param roleOf role of a person, here or away
   */
  constructor(
    registry: NameRegistry,
    reserved: Iterable<string>,
    isHere: (uid: string) => boolean,
    hasWritten: (uid: string) => boolean,
    roleOf: (uid: string, now: number) => Role,
  ) {
    this.#registry = registry;
    this.#isHere = isHere;
    this.#hasWritten = hasWritten;
    this.#roleOf = roleOf;
    this.#reserved = new Set([...reserved].flatMap(skeletons));
  }

  /**
   * Whether a v1 user may choose this name. A name assigned by the owner's site skips this check (P8.12).
   *
   * @param now milliseconds since 1970
   */
  isFree(username: string, holder: NameHolder, now: number): boolean {
    const forms = skeletons(username);
    return !this.#isReservedFor(username, forms, holder) && !this.#isHeld(username, forms, holder.uid, now);
  }

  /** Why a v1 user may not choose a name that is not free: no one may, or it is another person's (P8.25). */
  refusalOf(username: string, holder: NameHolder): NameRefusal {
    const isReserved = this.#isReservedFor(username, skeletons(username), holder);
    return { code: "name_taken", ...(isReserved && { reason: "reserved" }) };
  }

  /**
   * Whether a name is in the form of those that the room gives out (P8.14, P8.28), and was not given to this person.
   */
  isOthersGuestName(username: string, uid: string): boolean {
    if (isOwnGuestName(username, uid) || this.#knownFree.has(username)) return false;
    return isGuestName(skeletons(username));
  }

  /**
   * Whether a plain socket may send a message under this name (P8.13).
   *
   * @param now milliseconds since 1970
   */
  isFreeForPlain(username: string, uid: string, now: number): boolean {
    if (isOwnGuestName(username, uid) || this.#knownFree.has(username)) return true;
    const forms = skeletons(username);
    if (this.#isReserved(forms) || this.#isHeld(username, forms, uid, now)) return false;
    if (this.#knownFree.size >= MAX_KNOWN_FREE) this.#knownFree.clear();
    this.#knownFree.add(username);
    return true;
  }

  /**
   * Generates a default name: `guest-xxxx`, with more characters if that is taken (P3.1).
   *
   * @param now milliseconds since 1970
   */
  nameFor(uid: string, now: number): string {
    let name = guestName(uid);
    for (let length = GUEST_NAME_CHARACTERS + 1; length <= uid.length; length += 1) {
      if (!this.#isHeld(name, skeletons(name), uid, now)) break;
      name = guestName(uid, length);
    }
    return name;
  }

  /** The name that a person last had here, reserved or not; `undefined` if the room no longer knows it. */
  lastNameOf(uid: string): string | undefined {
    return this.#registry.get(uid)?.username;
  }

  /**
   * Registers the name of a person who is in the room or has just left, and frees their previous name. It stays reserved
   * while they are away if they are signed in, have written or have a role (P8.11, P8.17, P8.30). Writes nothing if the registry is already up
   * to date.
   *
   * @param now milliseconds since 1970
   */
  hold(
    holder: Pick<Author, "uid" | "signedIn" | "username"> & Pick<Present, "publicName"> & Partial<IpHash>,
    now: number,
  ): void {
    const { signedIn, uid } = holder;
    const username = publicNameOf(holder);
    const isBot = isBotUid(uid);
    const isReserved = isBot || signedIn || this.#hasWritten(uid) || this.#roleOf(uid, now) !== "guest";
    const heldMs = (signedIn ? SIGNED_IN_HOLD_MS : GUEST_HOLD_MS) + SLACK_MS;
    const until = isBot ? FOREVER : isReserved ? now + heldMs : now;
    const registered = this.#registry.get(uid);
    if (registered?.username === username && (!isReserved || until - registered.until < SLACK_MS)) return;
    const from = isReserved && !signedIn ? holder.from : undefined;
    if (from !== undefined && registered?.from !== from) this.#makeRoomFor(uid, hashesOf(holder), now);
    this.#registry.put({
      uid,
      username,
      skeletons: skeletons(username),
      until,
      ...(from === undefined ? {} : { from }),
    });
    this.#knownFree.clear();
    for (const other of this.#registry.after(uid, PRUNE_BATCH)) {
      if (!this.#isCurrent(other, now)) this.#registry.delete(other.uid);
    }
  }

  /** Releases the name of a bot that is gone. */
  release(uid: string): void {
    this.#registry.delete(uid);
  }

  /** Releases the names that an address has held longest, so that one more fits (P8.17). */
  #makeRoomFor(uid: string, hashes: readonly string[], now: number): void {
    const held = this.#registry.heldFrom(hashes, now);
    const away = held.filter((name) => name.uid !== uid && !this.#isHere(name.uid) && !this.#isStaff(name.uid, now));
    for (const { uid: oldest } of away.slice(0, Math.max(0, away.length - MAX_HELD_PER_ADDRESS + 1))) {
      this.#registry.delete(oldest);
    }
  }

  #isReservedFor(username: string, forms: readonly string[], { role, uid }: NameHolder): boolean {
    const isOthers = isGuestName(forms) && !isOwnGuestName(username, uid);
    return isOthers || (this.#isReserved(forms) && !isAtLeast(role, "moderator"));
  }

  #isReserved(forms: readonly string[]): boolean {
    return forms.some((form) => this.#reserved.has(form));
  }

  #isHeld(username: string, forms: readonly string[], uid: string, now: number): boolean {
    return this.#registry.alike(forms).some((held) => {
      if (held.uid === uid || !this.#isCurrent(held, now)) return false;
      return this.#isProtected(held.uid, now) || !canBeToldApart(held.username, username);
    });
  }

  #isCurrent({ uid, until }: RegisteredName, now: number): boolean {
    return now < until || this.#isHere(uid) || this.#isStaff(uid, now);
  }

  /** Whether no name like this person's is given away, even one that people can tell apart (P8.24). */
  #isProtected(uid: string, now: number): boolean {
    return isSignedInUid(uid) || isBotUid(uid) || this.#isStaff(uid, now);
  }

  /** Whether somebody's name is theirs for as long as they have their role (P8.30). */
  #isStaff(uid: string, now: number): boolean {
    return isAtLeast(this.#roleOf(uid, now), "moderator");
  }
}

/** @param forms skeletons of a name */
function isGuestName(forms: readonly string[]): boolean {
  return forms.some((form) => GUEST_LOOK.test(form));
}
