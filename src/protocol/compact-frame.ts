import type { LogEvent, MessageEvent, VoidEvent } from "./events.ts";
import type { JsonObject } from "./json.ts";
import { otherFields } from "./other-fields.ts";
import type { PlainObject, V1Object } from "./server-objects.ts";

/** The objects of a broadcast frame. */
export type Sendable = PlainObject | V1Object | JsonObject;

/**
 * Writes objects as compact frames (P3.20). A message is an array; its author is named once in a frame, and its `seq` and
 * `at` follow from the event before. Everything else stays as it is. `expandFrame` is the inverse.
 *
 * @param maxLength UTF-16 units of a frame; a single object may be longer
 */
export function compactFrames(objects: readonly Sendable[], maxLength: number): string[] {
  const frames: string[] = [];
  let frame = new CompactFrame();
  for (const object of objects) {
    if (frame.length > maxLength) {
      frames.push(frame.json());
      frame = new CompactFrame();
    }
    frame.add(object);
  }
  return [...frames, frame.json()];
}

interface Person {
  readonly username: string;
  readonly signedIn: true | undefined;
  readonly index: number;
}

type Stamp = Pick<LogEvent, "seq" | "at">;

class CompactFrame {
  /** UTF-16 units so far. */
  length = 0;
  readonly #people = new Map<string, number>();
  /** The last person of each uid: writing one as JSON takes longer than finding it. */
  readonly #byUid = new Map<string, Person>();
  readonly #objects: string[] = [];
  /** The event before the first message, once there is a message. */
  #before: Stamp | undefined;
  /** The newest event. */
  #newest: Stamp | undefined;

  add(object: Sendable): void {
    const json = (isMessage(object) ? this.#messageOf(object) : undefined) ?? JSON.stringify(object);
    if (isEvent(object)) this.#newest = object;
    this.#objects.push(json);
    this.length += json.length + 1;
  }

  json(): string {
    const objects = `[${this.#objects.join(",")}]`;
    if (this.#before === undefined) return objects;
    const { at, seq } = this.#before;
    return `{"people":[${[...this.#people.keys()].join(",")}],"seq":${seq},"at":${at},"objects":${objects}}`;
  }

  /** `[person, id, message, later?, others?]`; `undefined` unless the message is the next event. */
  #messageOf(event: MessageEvent): string | undefined {
    const { at, id, message, seq } = event;
    this.#newest ??= { seq: seq - 1, at };
    this.#before ??= this.#newest;
    if (seq !== this.#newest.seq + 1) return undefined;
    const person = this.#personOf(event);
    const later = at - this.#newest.at;
    const start = `[${person},${JSON.stringify(id)},${JSON.stringify(message)}`;
    const others = otherFields(event, IN_ARRAY);
    if (others !== undefined) return `${start},${later},${JSON.stringify(others)}]`;
    return later === 0 ? `${start}]` : `${start},${later}]`;
  }

  /** The place of a message's author among the frame's people. */
  #personOf({ signedIn, uid, username }: MessageEvent): number {
    const last = this.#byUid.get(uid);
    if (last !== undefined && last.username === username && last.signedIn === signedIn) return last.index;
    const json = JSON.stringify(signedIn ? [uid, username, { signedIn }] : [uid, username]);
    const index = this.#people.get(json) ?? this.#people.size;
    if (index === this.#people.size) {
      this.#people.set(json, index);
      this.length += json.length + 1;
    }
    this.#byUid.set(uid, { username, signedIn, index });
    return index;
  }
}

/** The fields of a message that its array has a place for. */
const IN_ARRAY: ReadonlySet<string> = new Set([
  "at",
  "id",
  "message",
  "seq",
  "signedIn",
  "type",
  "uid",
  "username",
] satisfies (keyof MessageEvent)[]);

function isMessage(object: Sendable): object is MessageEvent {
  return object.type === "message" && isEvent(object);
}

function isEvent(object: Sendable): object is LogEvent | VoidEvent {
  return "seq" in object && "at" in object;
}
