import type { AuditEntry } from "../../src/protocol/lists.ts";
import {
  type AuditRef,
  type AuditStore,
  isRepeat,
  LASTING_ACTIONS,
  MAX_LASTING_ENTRIES,
  MAX_STORED_ENTRIES,
} from "../../src/room/moderation/audit-store.ts";
import type { ListRange } from "../../src/room/moderation/list-range.ts";
import { newest } from "./newest.ts";

/** An in-memory audit log. */
export class MemoryAuditStore implements AuditStore {
  #entries: AuditEntry[] = [];

  add(done: Omit<AuditEntry, "entry" | "count" | "last">): AuditRef {
    const { at, by } = done;
    const newestEntry = this.#entries.at(-1);
    if (newestEntry !== undefined && isRepeat(newestEntry, done)) {
      const { count = 1, entry } = newestEntry;
      this.#entries[this.#entries.length - 1] = { ...newestEntry, count: count + 1, last: at };
      return { entry, at, by };
    }
    const number = (this.#entries.at(-1)?.entry ?? 0) + 1;
    const all = [...this.#entries, { entry: number, ...done }];
    const lasting = (entry: AuditEntry) => LASTING_ACTIONS.includes(entry.action);
    const kept = new Set([
      ...all.filter(lasting).slice(-MAX_LASTING_ENTRIES),
      ...all.filter((entry) => !lasting(entry)).slice(-MAX_STORED_ENTRIES),
    ]);
    this.#entries = all.filter((entry) => kept.has(entry));
    return { entry: number, at, by };
  }

  list(range: ListRange): AuditEntry[] {
    return newest(this.#entries, range);
  }

  concerning(uid: string): AuditEntry[] {
    return this.#entries.filter(({ by, details }) => by === uid || details.uid === uid);
  }

  forgetName(uid: string): void {
    this.#entries = this.#entries.map((entry) => {
      const own = entry.by === uid ? { ...entry, username: "" } : entry;
      const { reason: _, username: __, ...details } = own.details;
      return entry.details.uid === uid ? { ...own, details } : own;
    });
  }
}
