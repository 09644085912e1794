import type { Member, PresenceObject, ReaderObject } from "../protocol/server-objects.ts";
import type { Clock } from "./clock.ts";

/** Milliseconds until a typing indicator expires: twice the interval at which clients repeat it. */
const TYPING_FOR_MS = 6_000;

/** Users who are online, and those who are typing (P3.6). Best effort (P4.5). */
export class MemberList {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #members: ReadonlyMap<string, Member> = new Map();
  #count = 0;
  #readers = 0;
  /** By `uid`, the function that cancels the expiry. */
  readonly #typing = new Map<string, () => void>();
  #typingUids: readonly string[] = [];

  /** @param changed called when a typing indicator expires */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** By `uid`. A change creates a new map. */
  get members(): ReadonlyMap<string, Member> {
    return this.#members;
  }

  get count(): number {
    return this.#count;
  }

  /** How many connections only read (P3.39). */
  get readers(): number {
    return this.#readers;
  }

  /** The `uid`s of users who are typing. A change creates a new array. */
  get typing(): readonly string[] {
    return this.#typingUids;
  }

  /** P3.4. */
  welcome({ count, members, readers = 0 }: Pick<ReaderObject, "count" | "members" | "readers">): void {
    this.#members = new Map(members.map((member) => [member.uid, member]));
    this.#count = count;
    this.#readers = readers;
  }

  presence({ count, joined, left, readers = 0 }: PresenceObject): void {
    const members = new Map(this.#members);
    for (const uid of left) {
      members.delete(uid);
      this.stoppedTyping(uid);
    }
    for (const member of joined) members.set(member.uid, member);
    // In a large room the server sends only the count (P3.6), and the list that we have is outdated.
    const isCountOnly = joined.length + left.length === 0 && members.size !== count;
    this.#members = isCountOnly ? new Map() : members;
    this.#count = count;
    this.#readers = readers;
  }

  renamed(uid: string, username: string): void {
    const member = this.#members.get(uid);
    if (member !== undefined) this.#members = new Map(this.#members).set(uid, { ...member, username });
  }

  startedTyping(uid: string): void {
    this.#typing.get(uid)?.();
    this.#typing.set(
      uid,
      this.#clock.after(TYPING_FOR_MS, () => {
        this.stoppedTyping(uid);
        this.#changed();
      }),
    );
    this.#typingUids = [...this.#typing.keys()];
  }

  stoppedTyping(uid: string): void {
    const cancel = this.#typing.get(uid);
    if (cancel === undefined) return;
    cancel();
    this.#typing.delete(uid);
    this.#typingUids = [...this.#typing.keys()];
  }

  /** Without a connection, nothing says who stopped typing. */
  disconnected(): void {
    for (const uid of this.#typingUids) this.stoppedTyping(uid);
  }
}
