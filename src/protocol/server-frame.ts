import * as v from "valibot";
import {
  AnyEvent,
  DeleteEvent,
  EditEvent,
  Message,
  MessageEvent,
  NoticeEvent,
  PreviewEvent,
  ReactionEvent,
  type VoidEvent,
} from "./events.ts";
import { expandFrame } from "./expand-frame.ts";
import { lenientArray } from "./fields.ts";
import { parseJson } from "./json.ts";
import {
  AckObject,
  BlockedObject,
  CastObject,
  DoneObject,
  type ErrorObject,
  type ListObject,
  PresenceObject,
  ReaderObject,
  ReadyObject,
  ResetObject,
  RoomObject,
  SelfObject,
  ServerError,
  TypingEndedObject,
  TypingObject,
  type V1Object,
  WelcomeObject,
} from "./server-objects.ts";

/** An object from the server, as a client reads it. */
export type ServerObject =
  | Exclude<V1Object, ErrorObject | ListObject | VoidEvent>
  | ServerError
  | UnknownEvent
  | AnyList;

const AnyList = v.object({
  type: v.literal("list"),
  id: v.string(),
  what: v.string(),
  items: v.array(v.unknown()),
});
/** P9.11: the response to `list`. `ListObject` parses its items: most clients never request a list. */
export type AnyList = Readonly<v.InferOutput<typeof AnyList>>;

/**
 * An event that this client may not see (P9.9) or can't parse, because it is malformed or of a later version. Its content
 * is dropped, but its `seq` is not: otherwise the client would see a gap and resume forever (P4.2).
 */
export interface UnknownEvent {
  readonly type: "unknown";
  readonly seq: number;
}

const KnownObject = v.variant("type", [
  MessageEvent,
  EditEvent,
  DeleteEvent,
  ReactionEvent,
  NoticeEvent,
  PreviewEvent,
  WelcomeObject,
  ReaderObject,
  ResetObject,
  ReadyObject,
  PresenceObject,
  TypingObject,
  TypingEndedObject,
  CastObject,
  RoomObject,
  SelfObject,
  BlockedObject,
  ServerError,
  AckObject,
  DoneObject,
  AnyList,
]);
const Messages = lenientArray(Message);

/**
 * Parses a frame from the server (P3). Pure; never throws. Malformed and unknown objects are dropped, so that a later
 * version of the server can send more than this client understands.
 *
 * @returns the objects in order; none if the frame is neither a JSON array nor compact (P3.20)
 */
export function parseServerFrame(text: string): ServerObject[] {
  try {
    return expandFrame(parseJson(text)).flatMap(parseObject);
  } catch {
    return [];
  }
}

/** Parses the messages of a page (P7.2). Malformed ones are dropped. */
export function parseMessages(value: unknown): readonly Message[] {
  const result = v.safeParse(Messages, value);
  return result.success ? result.output : [];
}

function parseObject(value: unknown): ServerObject[] {
  const known = v.safeParse(KnownObject, value);
  // A preview is JSON, as everything in a frame.
  if (known.success) return [known.output as ServerObject];
  const event = v.safeParse(AnyEvent, value);
  return event.success ? [{ type: "unknown", seq: event.output.seq }] : [];
}
