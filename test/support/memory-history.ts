import type { MessageObject } from "../../src/protocol/messages.ts";
import type { History } from "../../src/room/history.ts";

/** A room's log in memory, for tests of the room without a database. */
export class MemoryHistory implements History {
  readonly events: MessageObject[] = [];

  head(): number {
    return this.events.length;
  }

  append(event: MessageObject): void {
    if (event.seq !== this.head() + 1) throw new Error(`seq ${event.seq} after ${this.head()}`);
    if (this.find(event.uid, event.id) !== undefined) throw new Error("this (uid, id) is stored already");
    this.events.push(structuredClone(event));
  }

  find(uid: string, id: string): MessageObject | undefined {
    return this.events.find((event) => event.uid === uid && event.id === id);
  }

  newest(limit: number): MessageObject[] {
    return limit === 0 ? [] : this.events.slice(-limit);
  }
}
