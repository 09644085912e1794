import { MAX_MEMBERS } from "../../protocol/limits.ts";
import type { Member, PresenceObject } from "../../protocol/server-objects.ts";
import type { Present } from "./session.ts";

/**
 * Who is here: one member a person, in however many sockets. What changed is gathered until somebody takes it, so that
 * a burst of joins costs one signal and somebody who reloads the page is not told at all.
 */
export class Presence {
  readonly #members = new Map<string, { member: Member; sockets: number }>();
  /** Whose coming or going was not told yet, and whether others were last told that they are here. */
  readonly #pending = new Map<string, boolean>();
  /** Whether others know who is here, and not only how many: names are told up to `MAX_MEMBERS`. */
  #named: boolean;

  /** @param sessions who was here before the room's object was evicted */
  constructor(sessions: Iterable<Present>) {
    for (const session of sessions) this.join(session);
    this.#pending.clear();
    this.#named = this.#fits;
  }

  /** How many people are here. */
  get count(): number {
    return this.#members.size;
  }

  /** Everybody who is here; nobody by name where there are too many to tell (P3.4, P3.10). */
  get members(): Member[] {
    return this.#named && this.#fits ? this.#allMembers : [];
  }

  /** What a person who is here is called. */
  nameOf(uid: string): string | undefined {
    return this.#members.get(uid)?.member.username;
  }

  /** In how many sockets a person is here. */
  socketsOf(uid: string): number {
    return this.#members.get(uid)?.sockets ?? 0;
  }

  /** Whether there is something to take. */
  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  join(session: Present): void {
    const { uid } = session;
    const known = this.#members.get(uid);
    if (known !== undefined) {
      known.sockets += 1;
      return;
    }
    this.#note(uid, false);
    this.#members.set(uid, { member: memberOf(session), sockets: 1 });
  }

  leave({ uid }: Present): void {
    const known = this.#members.get(uid);
    if (known === undefined) return;
    known.sockets -= 1;
    if (known.sockets > 0) return;
    this.#note(uid, true);
    this.#members.delete(uid);
  }

  /** A person may do other things than before; others are told who they are anew. */
  revise(session: Present): void {
    const known = this.#members.get(session.uid);
    if (known === undefined) return;
    known.member = memberOf(session);
    this.#note(session.uid, true);
  }

  /** A person is called otherwise; the event that says so is told by itself. */
  rename(uid: string, username: string): void {
    const known = this.#members.get(uid);
    if (known !== undefined) known.member = { ...known.member, username };
  }

  /**
   * What changed since the last call, as one signal: whoever came and went in between is in neither list. Neither holds
   * more than `MAX_MEMBERS`, because no one knows of more by name (P3.10).
   */
  take(): PresenceObject {
    const { count } = this;
    const pending = [...this.#pending];
    const wereNamed = this.#named;
    this.#pending.clear();
    this.#named = this.#fits;
    if (!this.#named) return { type: "presence", joined: [], left: [], count };
    if (!wereNamed) return { type: "presence", joined: this.#allMembers, left: [], count };
    return {
      type: "presence",
      joined: pending.flatMap(([uid]) => this.#members.get(uid)?.member ?? []),
      left: pending.flatMap(([uid, wasHere]) => (wasHere && !this.#members.has(uid) ? [uid] : [])),
      count,
    };
  }

  get #fits(): boolean {
    return this.count <= MAX_MEMBERS;
  }

  get #allMembers(): Member[] {
    return Array.from(this.#members.values(), ({ member }) => member);
  }

  /** @param wasHere before this change; what counts is how it was before the first one */
  #note(uid: string, wasHere: boolean): void {
    if (!this.#pending.has(uid)) this.#pending.set(uid, wasHere);
  }
}

/** A person as others are told of them. */
function memberOf({ avatar, role, signedIn, uid, username }: Present): Member {
  return { uid, username, role, ...(signedIn && { signedIn }), ...(avatar === undefined ? {} : { avatar }) };
}
