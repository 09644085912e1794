import type { Member, PresenceObject } from "../protocol/server-objects.ts";
import type { Clock } from "./clock.ts";

/** Milliseconds for which somebody counts as typing: twice as long as a client waits before it says so again. */
const TYPING_FOR_MS = 6_000;

/** Who is here, and who is typing (P3.6). Everything in it is a best effort (P4.5). */
export class MemberList {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #members: ReadonlyMap<string, Member> = new Map();
  #count = 0;
  /** With what calls off each one's end. */
  readonly #typing = new Map<string, () => void>();
  #typingUids: readonly string[] = [];

  /** @param changed called when somebody stopped typing by time alone */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** By `uid`; a change makes a new map. */
  get members(): ReadonlyMap<string, Member> {
    return this.#members;
  }

  get count(): number {
    return this.#count;
  }

  /** The `uid`s of those who are typing; a change makes a new array. */
  get typing(): readonly string[] {
    return this.#typingUids;
  }

  /** P3.4. */
  welcome(members: readonly Member[], count: number): void {
    this.#members = new Map(members.map((member) => [member.uid, member]));
    this.#count = count;
  }

  presence({ count, joined, left }: PresenceObject): void {
    const members = new Map(this.#members);
    for (const uid of left) {
      members.delete(uid);
      this.stoppedTyping(uid);
    }
    for (const member of joined) members.set(member.uid, member);
    // Nobody is named where too many are here (P3.6), and the names from before say nothing any more.
    const unnamed = joined.length + left.length === 0 && members.size !== count;
    this.#members = unnamed ? new Map() : members;
    this.#count = count;
  }

  renamed(uid: string, username: string): void {
    const member = this.#members.get(uid);
    if (member !== undefined) this.#members = new Map(this.#members).set(uid, { ...member, username });
  }

  isTyping(uid: string): void {
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

  /** The connection is gone: nobody tells who stops typing. */
  lost(): void {
    for (const uid of [...this.#typing.keys()]) this.stoppedTyping(uid);
  }
}
