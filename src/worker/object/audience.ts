import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { PlainObject, V1Object } from "../../protocol/server-objects.ts";
import { eventFor, MODERATOR_VIEWER, PUBLIC_VIEWER } from "../../room/log/visibility.ts";
import type { Forms } from "../../room/model/effects.ts";
import { isPresent, type Session, viewerOf } from "../../room/model/session.ts";

/** JSON for everyone, or a form per audience (P9.9). */
export type Outgoing = string | HiddenObject;

interface HiddenObject {
  /** The form for each person who gets one of their own, by `uid`. */
  readonly own: ReadonlyMap<string, string>;
  readonly toModerators: string | undefined;
  readonly toOthers: string | undefined;
}

/** A hidden event for v1 sockets. */
export function hiddenObject(event: LogEvent, onlyFor: string): HiddenObject {
  return {
    own: new Map([[onlyFor, JSON.stringify(event)]]),
    toModerators: JSON.stringify(eventFor(event, onlyFor, MODERATOR_VIEWER)),
    toOthers: JSON.stringify(eventFor(event, onlyFor, PUBLIC_VIEWER)),
  };
}

/** An object for one person only. */
export function onlyTo(person: string, object: PlainObject | V1Object | JsonObject): HiddenObject {
  return { own: new Map([[person, JSON.stringify(object)]]), toModerators: undefined, toOthers: undefined };
}

/** Objects that some receive in place of a broadcast. */
export interface Variants {
  readonly toModerators?: V1Object | undefined;
  /** By `uid`. */
  readonly instead?: ReadonlyMap<string, Forms> | undefined;
}

/** An object for everyone, in one dialect. */
export function outgoingOf(
  dialect: keyof Forms,
  object: PlainObject | V1Object | JsonObject,
  { instead, toModerators }: Variants,
): Outgoing {
  const toOthers = JSON.stringify(object);
  if (instead === undefined && toModerators === undefined) return toOthers;
  const own = new Map<string, string>();
  for (const [uid, forms] of instead ?? []) own.set(uid, JSON.stringify(forms[dialect] ?? object));
  return { own, toModerators: toModerators === undefined ? toOthers : JSON.stringify(toModerators), toOthers };
}

/**
 * Frames of a broadcast, per session. They are the same for everyone unless something is hidden; then they are made once
 * per audience.
 *
 * @param frame packs serialized objects of one dialect into frames
 */
export function framesFor(
  outgoing: readonly Outgoing[],
  frame: (objects: readonly string[]) => string[],
): (session: Session) => readonly string[] {
  if (outgoing.every((object) => typeof object === "string")) {
    const frames = frame(outgoing);
    return () => frames;
  }
  const people = new Set(outgoing.flatMap((object) => (typeof object === "string" ? [] : [...object.own.keys()])));
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
  const own = object.own.get(uid);
  if (own !== undefined) return own;
  return isModerator ? object.toModerators : object.toOthers;
}
