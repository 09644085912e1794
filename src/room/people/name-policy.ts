import { isAtLeast } from "../../protocol/moderation.ts";
import type { NameRegistry, RegisteredName } from "./name-registry.ts";
import { GUEST_NAME_CHARACTERS, guestName, isOwnGuestName, type Present } from "./session.ts";
import { skeletons } from "./skeletons.ts";

const HOUR_MS = 60 * 60 * 1_000;

/** Milliseconds for which a guest's name stays theirs while they are away (P8.11). A day: they are back tomorrow. */
const GUEST_HOLD_MS = 24 * HOUR_MS;

/** The same for somebody whom the owner's site vouches for: longer than a holiday. */
const SIGNED_IN_HOLD_MS = 30 * 24 * HOUR_MS;

/** Milliseconds by which a stored time may be off, so that who comes and goes all the time costs a row an hour at most. */
const SLACK_MS = HOUR_MS;

/** People that are looked at for whether their names are still held, whenever one is stored: more than come with it. */
const PRUNE_BATCH = 4;

/** Names that a plain socket may use, as far as they were looked up: more than people who talk at one time. */
const MAX_KNOWN_FREE = 1_000;

/** Names that stand for the room or its owner in the eyes of whoever reads them. An owner adds to them (P8.14). */
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

/** The skeletons of names such as the room gives to guests, `guest-xxxx`. */
const GUEST_LOOK = /^guest./u;

/** Somebody who has a name, or wants one. */
export type NameHolder = Pick<Present, "uid" | "role">;

/** Who may be called what (P8.10 to P8.14). What it knows is in its book. */
export class NamePolicy {
  readonly #registry: NameRegistry;
  readonly #isHere: (uid: string) => boolean;
  readonly #reserved: ReadonlySet<string>;
  readonly #knownFree = new Set<string>();

  /**
   * @param reserved names that no guest may have
   * @param isHere whether a person is in the room
   */
  constructor(registry: NameRegistry, reserved: Iterable<string>, isHere: (uid: string) => boolean) {
    this.#registry = registry;
    this.#isHere = isHere;
    this.#reserved = new Set([...reserved].flatMap(skeletons));
  }

  /**
   * Whether somebody of the v1 dialect may choose to be called so. A name that the owner's site gives is theirs in any case
   * (P8.12).
   *
   * @param now milliseconds since 1970
   */
  isFree(username: string, holder: NameHolder, now: number): boolean {
    const forms = skeletons(username);
    const isGuestName = forms.some((form) => GUEST_LOOK.test(form)) && !isOwnGuestName(username, holder.uid);
    const isReserved = this.#isReserved(forms) && !isAtLeast(holder.role, "moderator");
    return !isGuestName && !isReserved && !this.#isHeld(forms, holder.uid, now);
  }

  /**
   * Whether a plain socket may say something under this name (P8.13).
   *
   * @param now milliseconds since 1970
   */
  isFreeForPlain(username: string, uid: string, now: number): boolean {
    if (username === guestName(uid) || this.#knownFree.has(username)) return true;
    const forms = skeletons(username);
    if (this.#isReserved(forms) || this.#isHeld(forms, uid, now)) return false;
    if (this.#knownFree.size >= MAX_KNOWN_FREE) this.#knownFree.clear();
    this.#knownFree.add(username);
    return true;
  }

  /**
   * The name of somebody who has not said one: `guest-xxxx`, and longer where that is somebody's (P3.1).
   *
   * @param now milliseconds since 1970
   */
  nameFor(uid: string, now: number): string {
    let name = guestName(uid);
    for (let length = GUEST_NAME_CHARACTERS + 1; length <= uid.length; length += 1) {
      if (!this.#isHeld(skeletons(name), uid, now)) break;
      name = guestName(uid, length);
    }
    return name;
  }

  /**
   * Somebody is here under this name, or has just gone: it is theirs from now on for as long as P8.11 says, and the one
   * before is free. Nothing is written where the book says so already.
   *
   * @param now milliseconds since 1970
   */
  hold({ signedIn, uid, username }: Pick<Present, "uid" | "signedIn" | "username">, now: number): void {
    const until = now + (signedIn ? SIGNED_IN_HOLD_MS : GUEST_HOLD_MS) + SLACK_MS;
    const registered = this.#registry.get(uid);
    if (registered?.username === username && until - registered.until < SLACK_MS) return;
    this.#registry.put({ uid, username, skeletons: skeletons(username), until });
    this.#knownFree.clear();
    for (const other of this.#registry.after(uid, PRUNE_BATCH)) {
      if (!this.#isCurrent(other, now)) this.#registry.delete(other.uid);
    }
  }

  #isReserved(forms: readonly string[]): boolean {
    return forms.some((form) => this.#reserved.has(form));
  }

  #isHeld(forms: readonly string[], uid: string, now: number): boolean {
    return this.#registry.alike(forms).some((name) => name.uid !== uid && this.#isCurrent(name, now));
  }

  #isCurrent({ uid, until }: RegisteredName, now: number): boolean {
    return now < until || this.#isHere(uid);
  }
}
