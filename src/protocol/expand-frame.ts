import type { Json, JsonObject } from "./json.ts";

/** P3.20: a frame in which messages are arrays. */
interface CompactFrame {
  /** The authors of the messages. */
  readonly people: readonly Person[];
  /** The `seq` and `at` of the event before the first one. */
  readonly seq: number;
  readonly at: number;
  readonly objects: readonly (JsonObject | CompactMessage)[];
}
type Person = readonly [uid: string, username: string, others?: JsonObject];
type CompactMessage = [person: number, id: string, message: string, later?: number, others?: JsonObject];

/**
 * Expands a compact frame (P3.20). A frame in the long form stays as it is.
 *
 * @throws TypeError for anything that is not a frame
 */
export function expandFrame(frame: unknown): readonly Json[] {
  if (Array.isArray(frame)) return frame;
  // Every object is parsed afterwards, and so is what a malformed frame becomes.
  let { at, objects, people, seq } = frame as CompactFrame;
  return objects.map((object) => {
    if (!Array.isArray(object)) {
      // Only events have a time.
      if (object.at) ({ at, seq } = object as unknown as CompactFrame);
      return object;
    }
    const [person, id, message, later = 0, others] = object;
    const [uid, username, own] = people[person] as Person;
    at += later;
    seq += 1;
    return { ...own, ...others, type: "message", seq, at, uid, id, username, message };
  });
}
