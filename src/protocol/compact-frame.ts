import type { LogEvent, MessageEvent, VoidEvent } from "./events.ts";
import type { JsonObject } from "./json.ts";
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

type Stamp = Pick<LogEvent, "seq" | "at">;

class CompactFrame {
  /** UTF-16 units so far. */
  length = 0;
  readonly #people = new Map<string, number>();
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
  #messageOf({ at, id, message, seq, signedIn, type: _, uid, username, ...others }: MessageEvent): string | undefined {
    this.#newest ??= { seq: seq - 1, at };
    this.#before ??= this.#newest;
    if (seq !== this.#newest.seq + 1) return undefined;
    const person = this.#personOf(JSON.stringify(signedIn ? [uid, username, { signedIn }] : [uid, username]));
    const later = at - this.#newest.at;
    const start = `[${person},${JSON.stringify(id)},${JSON.stringify(message)}`;
    // A message has no other fields, most of the time.
    for (const _key in others) return `${start},${later},${JSON.stringify(others)}]`;
    return later === 0 ? `${start}]` : `${start},${later}]`;
  }

  #personOf(person: string): number {
    const known = this.#people.get(person);
    if (known !== undefined) return known;
    const index = this.#people.size;
    this.#people.set(person, index);
    this.length += person.length + 1;
    return index;
  }
}

function isMessage(object: Sendable): object is MessageEvent {
  return object.type === "message" && isEvent(object);
}

function isEvent(object: Sendable): object is LogEvent | VoidEvent {
  return "seq" in object && "at" in object;
}
