import { compactFrames, type Sendable } from "../../protocol/compact-frame.ts";
import type { LogEvent } from "../../protocol/events.ts";
import { eventFor, MODERATOR_VIEWER, PUBLIC_VIEWER } from "../../room/log/visibility.ts";
import type { Forms } from "../../room/model/effects.ts";
import { isReceiving, type Session, viewerFor } from "../../room/model/session.ts";

/**
 * Maximum length of a batched frame, in UTF-16 units. A frame costs each socket 26 µs whatever is in it, and 0.2 µs per KiB: from
 * here on, the length is what costs.
 */
export const MAX_FRAME_LENGTH = 512 * 1024;

/** A frame: text, or UTF-8 (P3.19). */
export type Frame = string | Uint8Array;

/** An object for everyone, or a form per audience (P9.9). */
export type Outgoing = { readonly everyone: Sendable } | HiddenObject;

interface HiddenObject {
  /** The form for each person who gets one of their own, by `uid`. */
  readonly own: ReadonlyMap<string, Sendable>;
  readonly toModerators: Sendable | undefined;
  readonly toOthers: Sendable | undefined;
}

/** A hidden event for v1 sockets. */
export function hiddenObject(event: LogEvent, onlyFor: string): Outgoing {
  return {
    own: new Map([[onlyFor, event]]),
    toModerators: eventFor(event, onlyFor, MODERATOR_VIEWER),
    toOthers: eventFor(event, onlyFor, PUBLIC_VIEWER),
  };
}

/** An object for one person only. */
export function onlyTo(person: string, object: Sendable): Outgoing {
  return { own: new Map([[person, object]]), toModerators: undefined, toOthers: undefined };
}

/** Objects that some receive in place of a broadcast. */
export interface Variants {
  readonly toModerators?: Sendable | undefined;
  /** By `uid`. */
  readonly instead?: ReadonlyMap<string, Forms> | undefined;
}

/** An object for everyone, in one dialect. */
export function outgoingOf(dialect: keyof Forms, object: Sendable, { instead, toModerators }: Variants): Outgoing {
  if (instead === undefined && toModerators === undefined) return { everyone: object };
  const own = new Map<string, Sendable>();
  for (const [uid, forms] of instead ?? []) own.set(uid, forms[dialect] ?? object);
  return { own, toModerators: toModerators ?? object, toOthers: object };
}

/**
 * Frames of a broadcast, per session. They are made once for all sessions of one encoding, unless something is hidden;
 * then once per audience as well.
 */
export function framesFor(outgoing: readonly Outgoing[]): (session: Session) => readonly Frame[] {
  const own = outgoing.flatMap((object) => ("everyone" in object ? [] : [object.own]));
  const people = new Set(own.flatMap((forms) => [...forms.keys()]));
  const made = new Map<string, readonly Frame[]>();
  return (session) => {
    const { isModerator, uid } = viewerFor(session);
    // No uid has a space.
    const audience = own.length === 0 ? "everyone" : people.has(uid) ? uid : isModerator ? "a moderator" : "the others";
    const group = `${encodingOf(session)} ${audience}`;
    const known = made.get(group);
    if (known !== undefined) return known;
    const objects = outgoing.map((object) => formOf(object, uid, isModerator)).filter((object) => object !== undefined);
    const frames = encode(objects, session);
    made.set(group, frames);
    return frames;
  };
}

/** Serializes objects for one session: into as few frames as possible, or a frame each in the plain dialect. */
export function encode(objects: readonly Sendable[], session: Session): readonly Frame[] {
  if (session.dialect === "plain") return objects.map((object) => JSON.stringify(object));
  const { binary, compact } = isReceiving(session) ? session : {};
  const frames = compact
    ? compactFrames(objects, MAX_FRAME_LENGTH)
    : packed(
        objects.map((object) => JSON.stringify(object)),
        MAX_FRAME_LENGTH,
      );
  return binary ? frames.map((frame) => utf8.encode(frame)) : frames;
}

const utf8 = new TextEncoder();

/** Names the way in which the frames of a session are written. */
function encodingOf(session: Session): string {
  if (session.dialect === "plain" || !isReceiving(session)) return session.dialect;
  return `${session.binary ? "binary" : "text"}${session.compact ? " compact" : ""}`;
}

function formOf(object: Outgoing, uid: string, isModerator: boolean): Sendable | undefined {
  if ("everyone" in object) return object.everyone;
  const own = object.own.get(uid);
  if (own !== undefined) return own;
  return isModerator ? object.toModerators : object.toOthers;
}

/** Packs serialized objects into as few frames as a maximum length allows. */
function packed(objects: readonly string[], maxLength: number): string[] {
  const frames: string[] = [];
  let first = 0;
  let length = 0;
  for (const [index, object] of objects.entries()) {
    if (length > 0 && length + object.length > maxLength) {
      frames.push(`[${objects.slice(first, index).join(",")}]`);
      first = index;
      length = 0;
    }
    length += object.length;
  }
  if (length > 0) frames.push(`[${objects.slice(first).join(",")}]`);
  return frames;
}
