import { isAtLeast, type Role } from "../../src/protocol/moderation.ts";
import type { ModerationAction } from "../../src/protocol/moderation-action.ts";

interface Person {
  role: Role;
  mutedUntil: number;
  shadowed: boolean;
  bannedUntil: number;
}

/** Milliseconds of a kick, on the model's clock. */
const KICK_MS = 60_000;

/** P9 in its simplest form, to check the room against: one record per user, and no notifications. */
export class ModelRules {
  #read: "everyone" | "members" | "invited" = "everyone";
  #write: "everyone" | "members" | "moderators" = "everyone";
  #hidesHush = false;
  #marks = 0;
  readonly #people = new Map<string, Person>();

  of(uid: string): Person {
    const known = this.#people.get(uid);
    if (known !== undefined) return known;
    const person: Person = { role: "guest", mutedUntil: 0, shadowed: false, bannedUntil: 0 };
    this.#people.set(uid, person);
    return person;
  }

  get hasOwner(): boolean {
    return [...this.#people.values()].some(({ role }) => role === "owner");
  }

  isModerator(uid: string): boolean {
    return isAtLeast(this.of(uid).role, "moderator");
  }

  /** @param uid `undefined` for a user who was never in the room */
  mayEnter(uid: string | undefined, now: number): boolean {
    const person = uid === undefined ? undefined : this.of(uid);
    if (person !== undefined && person.bannedUntil > now) return false;
    return this.#read === "everyone" || (person !== undefined && person.role !== "guest");
  }

  /** A text as this user writes it now: it states whether only its author may receive it, or no user at all. */
  mark({ name, uid }: { readonly name: string; readonly uid: string }, text: string, now: number): string {
    const { mutedUntil, role, shadowed } = this.of(uid);
    this.#marks += 1;
    const least = { everyone: "guest", members: "member", moderators: "moderator" } as const;
    if (mutedUntil > now || !isAtLeast(role, least[this.#write])) return `forbidden ${this.#marks}`;
    const isHidden = shadowed || (text === "hush" && this.#hidesHush && !isAtLeast(role, "moderator"));
    return isHidden ? `${text} secret of ${name} ${this.#marks}` : text;
  }

  /** Whether this user may perform the action at all (P9.1, P9.3). */
  allow(by: string, action: ModerationAction): boolean {
    const { role } = this.of(by);
    switch (action.action) {
      case "settings": {
        const { read, words } = action.settings;
        return isAtLeast(role, read === undefined && words === undefined ? "moderator" : "owner");
      }
      case "role": {
        const other = this.of(action.uid).role;
        if (role !== "owner") return false;
        const owners = [...this.#people.values()].filter((person) => person.role === "owner").length;
        return by === action.uid ? owners > 1 || action.role === "owner" : other !== "owner";
      }
      case "kick":
      case "ban":
      case "unban":
      case "mute":
      case "shadow":
      case "clear":
        return by !== action.uid && isAtLeast(role, "moderator") && !isAtLeast(this.of(action.uid).role, role);
      case "pin":
      case "resolve":
      case "invite":
      case "revoke":
        return isAtLeast(role, "moderator");
      case "rotateKey":
        return role === "owner";
    }
  }

  /** Applies an action that was done. */
  apply(action: ModerationAction, now: number): void {
    switch (action.action) {
      case "kick": {
        const person = this.of(action.uid);
        person.bannedUntil = Math.max(person.bannedUntil, now + KICK_MS);
        return;
      }
      case "ban":
        this.of(action.uid).bannedUntil = action.for === undefined ? Number.POSITIVE_INFINITY : now + action.for;
        return;
      case "unban":
        this.of(action.uid).bannedUntil = 0;
        return;
      case "mute":
        this.of(action.uid).mutedUntil = now + action.for;
        return;
      case "shadow":
        this.of(action.uid).shadowed = action.on;
        return;
      case "role":
        this.of(action.uid).role = action.role;
        return;
      case "settings": {
        const { read = this.#read, words, write = this.#write } = action.settings;
        this.#read = read;
        this.#write = write;
        if (words !== undefined) this.#hidesHush = words.hide.length > 0;
        return;
      }
      case "clear":
      case "pin":
      case "resolve":
      case "invite":
      case "revoke":
      case "rotateKey":
        return;
    }
  }
}
