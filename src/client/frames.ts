import * as v from "valibot";

// Loose objects: fields that this version does not know must never break it.
const System = v.looseObject({ type: v.literal("system"), message: v.string() });

const Message = v.looseObject({
  type: v.literal("message"),
  seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.pipe(v.number(), v.finite()),
  uid: v.string(),
  id: v.string(),
  username: v.string(),
  message: v.string(),
});

// Any code: a later room may know errors that this client does not.
const Refusal = v.looseObject({
  type: v.literal("error"),
  code: v.string(),
  message: v.string(),
  id: v.optional(v.string()),
});

const Ack = v.looseObject({ type: v.literal("ack"), id: v.string(), seq: v.number() });

const Frame = v.variant("type", [System, Message, Refusal, Ack]);

/** What the room says in the plain dialect, as far as this client acts on it (P2). */
export type Frame = v.InferOutput<typeof Frame>;

/** A message that is in the room's log (P2.2). */
export type ReceivedMessage = v.InferOutput<typeof Message>;

/**
 * Reads one frame from the room.
 *
 * @param data what came off the socket
 * @returns the frame, or `undefined` for all else: casts (P2.3), binary, what is no JSON, what is malformed
 */
export function readFrame(data: unknown): Frame | undefined {
  if (typeof data !== "string") return undefined;
  const result = v.safeParse(Frame, parseJson(data));
  return result.success ? result.output : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
