import type { Delivery, DeliveryRecord, Subject } from "./delivery.ts";
import type { Hook, HookSettings } from "./hook.ts";

/** Something that happened and is no event of the log, as it waits for hooks. */
export interface StoredOccurrence {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The newest event of the log when it happened. */
  readonly head: number;
  /** `type`, and what is sent as `data`. */
  readonly body: Subject["body"] & { readonly type: string };
}

/** An attempt, as it is stored. */
export type StoredRecord = Omit<DeliveryRecord, "number" | "at"> & Pick<Subject, "uids">;

/** The hooks of a room, and what they delivered: a synchronous port, inside the transaction of the turn. */
export interface WebhookStore {
  list(): Hook[];
  find(id: string): Hook | undefined;
  add(hook: Hook): void;
  /** Stores what its owner decided. */
  change(id: string, settings: HookSettings): void;
  /** Stores its progress. */
  move(id: string, progress: Progress): void;
  remove(id: string): void;
  /** Keeps an occurrence for the hooks that have not seen it. */
  note(occurrence: Omit<StoredOccurrence, "number">, uids: readonly string[]): void;
  newestOccurrence(): number;
  occurrenceAfter(number: number): StoredOccurrence | undefined;
  /** Forgets occurrences up to this one. */
  passed(number: number): void;
  /** Keeps an attempt among the last ones of its hook. */
  record(hook: Delivery["hook"], at: number, record: StoredRecord): number;
  records(hook: string): DeliveryRecord[];
  recordOf(hook: string, number: number): (DeliveryRecord & Pick<Subject, "uids">) | undefined;
  /** What is kept of a person besides the log. */
  ofPerson(uid: string): DeliveryRecord[];
  forget(uid: string): void;
}

/** The part of a hook that deliveries change. */
export type Progress = Pick<Hook, "cursor" | "seen" | "attempts" | "failingSince" | "due" | "disabled">;
