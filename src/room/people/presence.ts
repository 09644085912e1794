import { isBotUid } from "../../protocol/identity.ts";
import { MAX_MEMBERS } from "../../protocol/limits.ts";
import type { Member, PresenceObject } from "../../protocol/server-objects.ts";
import type { Forms } from "../model/effects.ts";
import { type Present, publicNameOf } from "../model/session.ts";
import { ReaderCount } from "./reader-count.ts";

/** A member as others see them. */
interface Entry {
  member: Member;
  /** The name that a shadowed person chose and sees (P9.21). */
  ownName: string | undefined;
  sockets: number;
}

/**
 * Members of the room: one per person, however many sockets they have. Changes are batched until {@link take}, so a
 * burst of joins costs one signal and a page reload costs none.
 */
export class Presence {
  readonly #members = new Map<string, Entry>();
  /**
   * People whose presence change has not been announced yet. The value is whether the last announcement listed them.
   */
  readonly #pending = new Map<string, boolean>();
  /** Whether clients know the members by name, not only their number. Names are announced for up to `MAX_MEMBERS`. */
  #named: boolean;

  /** Those who read without having joined (P3.39). */
  readonly readers: ReaderCount;

  /**
   * @param sessions sessions restored after hibernation
   * @param readers the number of readers among all of them
   */
  constructor(sessions: Iterable<Present>, readers: number) {
    this.readers = new ReaderCount(readers);
    for (const session of sessions) this.join(session);
    this.#pending.clear();
    this.#named = this.#fits;
  }

  /** Number of people in the room. */
  get count(): number {
    return this.#members.size;
  }

  /** All members, or an empty list if there are too many to announce by name (P3.4, P3.10). */
  get members(): Member[] {
    return this.#named && this.#fits ? this.#allMembers : [];
  }

  /** All members as a person sees them. */
  membersFor(uid: string): Member[] {
    return this.#asSeenBy(uid, this.members);
  }

  /** Name of a person in the room, as they see it. */
  nameOf(uid: string): string | undefined {
    const entry = this.#members.get(uid);
    return entry?.ownName ?? entry?.member.username;
  }

  /** Number of sockets a person has open. */
  socketsOf(uid: string): number {
    return this.#members.get(uid)?.sockets ?? 0;
  }

  /** Whether there are changes to announce. */
  get hasPending(): boolean {
    return this.#pending.size > 0 || this.readers.hasChanged;
  }

  /** Whether a person is present whose absence another person or a reader would see (P4.5). */
  get hasCompany(): boolean {
    return this.count > 0 && this.count + this.readers.count > 1;
  }

  join(session: Present): void {
    const { uid } = session;
    const entry = this.#members.get(uid);
    if (entry !== undefined) {
      entry.sockets += 1;
      return;
    }
    this.#note(uid, false);
    this.#members.set(uid, { member: memberOf(session), ownName: ownNameOf(session), sockets: 1 });
  }

  leave({ uid }: Present): void {
    const entry = this.#members.get(uid);
    if (entry === undefined) return;
    entry.sockets -= 1;
    if (entry.sockets > 0) return;
    this.#note(uid, true);
    this.#members.delete(uid);
  }

  /** Announces the departure of a socket that had already closed when the room was restored. */
  leftBefore({ uid }: Present): void {
    if (!this.#members.has(uid)) this.#note(uid, true);
  }

  /** Announces a member again, for example after their role changed. */
  revise(session: Present): void {
    this.update(session);
    if (this.#members.has(session.uid)) this.#note(session.uid, true);
  }

  /** Updates a member without an announcement. */
  update(session: Present): void {
    const entry = this.#members.get(session.uid);
    if (entry === undefined) return;
    entry.member = memberOf(session);
    entry.ownName = ownNameOf(session);
  }

  /**
   * Updates a member's name without an announcement: the `rename` event already carries it. A shadowed person's is for
   * their own eyes.
   */
  rename(uid: string, username: string): void {
    const entry = this.#members.get(uid);
    if (entry?.ownName !== undefined) entry.ownName = username;
    else if (entry !== undefined) entry.member = { ...entry.member, username };
  }

  /** The same signal for the shadowed people in it, who see themselves under the name that they chose (P9.21). */
  insteadOf(signal: PresenceObject): { readonly instead?: ReadonlyMap<string, Forms> } {
    const shadowed = signal.joined.filter(({ uid, username }) => this.nameOf(uid) !== username);
    if (shadowed.length === 0) return {};
    const formFor = (uid: string): Forms => ({ v1: { ...signal, joined: this.#asSeenBy(uid, signal.joined) } });
    return { instead: new Map(shadowed.map(({ uid }) => [uid, formFor(uid)])) };
  }

  /**
   * Takes the changes since the last call, as one signal. A person who joined and left in between is in neither list.
   * Both lists are limited to `MAX_MEMBERS`, because clients never know more members by name (P3.10).
   */
  take(): PresenceObject {
    const numbers = { count: this.count, ...this.readers.field };
    const pending = [...this.#pending];
    const wereNamed = this.#named;
    this.#pending.clear();
    this.#named = this.#fits;
    this.readers.announced();
    if (!this.#named) return { type: "presence", joined: [], left: [], ...numbers };
    if (!wereNamed) return { type: "presence", joined: this.#allMembers, left: [], ...numbers };
    return {
      type: "presence",
      joined: pending.flatMap(([uid]) => this.#members.get(uid)?.member ?? []),
      left: pending.flatMap(([uid, wasHere]) => (wasHere && !this.#members.has(uid) ? [uid] : [])),
      ...numbers,
    };
  }

  #asSeenBy(uid: string, members: readonly Member[]): Member[] {
    const username = this.nameOf(uid);
    return members.map((member) => (member.uid === uid && username !== undefined ? { ...member, username } : member));
  }

  get #fits(): boolean {
    return this.count <= MAX_MEMBERS;
  }

  get #allMembers(): Member[] {
    return Array.from(this.#members.values(), ({ member }) => member);
  }

  /** @param wasHere presence before this change; only the first change since the last announcement counts */
  #note(uid: string, wasHere: boolean): void {
    if (!this.#pending.has(uid)) this.#pending.set(uid, wasHere);
  }
}

/** Public view of a person. */
function memberOf(session: Present): Member {
  const { avatar, role, signedIn, uid } = session;
  const username = publicNameOf(session);
  const bot = isBotUid(uid) && ({ bot: true } as const);
  return { uid, username, role, ...(signedIn && { signedIn }), ...bot, ...(avatar === undefined ? {} : { avatar }) };
}

function ownNameOf({ publicName, username }: Present): string | undefined {
  return publicName === undefined ? undefined : username;
}
