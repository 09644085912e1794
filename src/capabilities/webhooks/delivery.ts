import type { JsonObject } from "../../protocol/json.ts";

/** Something that is to be sent to a hook's receiver: all that the part outside of the room needs to know. */
export interface Delivery {
  readonly hook: string;
  /** `webhook-id`: the same for every attempt. */
  readonly id: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly body: string;
  /** Its place in the room; absent for tests, repeats and commands, which move no cursor. */
  readonly place?: Place;
  /** What the body is about. */
  readonly subject: Subject;
}

/** A place in the log, or among the occurrences. */
export interface Place {
  readonly cursor: number;
  readonly seen: number;
}

/** What a delivery is about. */
export interface Subject {
  readonly type: string;
  /** The event of the log. Its text is not kept with the delivery: it is read again when someone asks. */
  readonly seq?: number;
  /** Everyone else's data: kept, because it is nowhere else. */
  readonly body?: JsonObject;
  /** People whom it names. */
  readonly uids: readonly string[];
}

/** What became of an attempt. */
export interface Outcome {
  /** The status of the answer; absent if there was none. */
  readonly status?: number;
  /** Why there was no answer, or none that counts. */
  readonly error?: "unreachable" | "timeout" | "redirect" | "address";
  /** Milliseconds that it took. */
  readonly ms: number;
  /** The start of the answer's body. */
  readonly answer: string;
  /** Milliseconds that the receiver asked to be left alone. */
  readonly retryAfter?: number;
}

export function isSuccess({ error, status = 0 }: Outcome): boolean {
  return error === undefined && status >= 200 && status < 300;
}

/** An attempt, as the panel shows it. */
export interface DeliveryRecord {
  /** Its number, by which it can be sent again. */
  readonly number: number;
  readonly at: number;
  readonly id: string;
  readonly type: string;
  readonly seq?: number;
  /** What was sent; absent if the room no longer has it. */
  readonly body?: JsonObject;
  readonly status?: number;
  readonly error?: Outcome["error"];
  readonly ms: number;
  readonly answer: string;
}
