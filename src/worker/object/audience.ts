import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { PlainObject, V1Object } from "../../protocol/server-objects.ts";
import { eventFor, MODERATOR_VIEWER, PUBLIC_VIEWER } from "../../room/log/visibility.ts";
import { isPresent, type Session, viewerOf } from "../../room/people/session.ts";

/** JSON that goes to everybody, or what goes to each where that is not the same (P9.9). */
export type Outgoing = string | HiddenObject;

interface HiddenObject {
  readonly onlyFor: string;
  readonly toThem: string;
  readonly toModerators: string | undefined;
  readonly toOthers: string | undefined;
}

/** A hidden event for v1 sockets. */
export function hiddenObject(event: LogEvent, onlyFor: string): HiddenObject {
  return {
    onlyFor,
    toThem: JSON.stringify(event),
    toModerators: JSON.stringify(eventFor(event, onlyFor, MODERATOR_VIEWER)),
    toOthers: JSON.stringify(eventFor(event, onlyFor, PUBLIC_VIEWER)),
  };
}

/** What goes to one person alone: others are told nothing, and plain sockets know no roles and no holes. */
export function onlyTo(person: string, object: PlainObject | V1Object | JsonObject): HiddenObject {
  return { onlyFor: person, toThem: JSON.stringify(object), toModerators: undefined, toOthers: undefined };
}

/**
 * Makes the frames of what goes to everybody. Where nothing is hidden they are the same for all; otherwise they are made once
 * for those who get the same.
 *
 * @param frame puts JSON of one dialect into frames
 */
export function framesFor(
  outgoing: readonly Outgoing[],
  frame: (objects: readonly string[]) => string[],
): (session: Session) => readonly string[] {
  if (outgoing.every((object) => typeof object === "string")) {
    const frames = frame(outgoing);
    return () => frames;
  }
  const people = new Set(outgoing.flatMap((object) => (typeof object === "string" ? [] : [object.onlyFor])));
  const made = new Map<string, readonly string[]>();
  return (session) => {
    const { isModerator, uid } = isPresent(session) ? viewerOf(session) : PUBLIC_VIEWER;
    // No uid has a space.
    const group = people.has(uid) ? uid : isModerator ? "a moderator" : "anybody else";
    const known = made.get(group);
    if (known !== undefined) return known;
    const frames = frame(outgoing.flatMap((object) => formOf(object, uid, isModerator) ?? []));
    made.set(group, frames);
    return frames;
  };
}

function formOf(object: Outgoing, uid: string, isModerator: boolean): string | undefined {
  if (typeof object === "string") return object;
  if (object.onlyFor === uid) return object.toThem;
  return isModerator ? object.toModerators : object.toOthers;
}
