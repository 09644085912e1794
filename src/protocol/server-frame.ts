import * as v from "valibot";
import type { ErrorCode } from "./error-codes.ts";
import type { Message, VoidEvent } from "./events.ts";
import type { Json } from "./json.ts";
import { MAX_FRAMES_PER_SECOND } from "./limits.ts";
import { OPEN_ROOM, READERS, ROLES, WRITERS } from "./moderation.ts";
import type { ErrorObject, V1Object } from "./server-objects.ts";

/** What a client makes of the objects in a frame of the room. */
export type ServerObject = Exclude<V1Object, ErrorObject | VoidEvent> | ServerError | UnknownEvent;

/** P3.7, of this version or of a later one, which may know more codes. */
export interface ServerError extends Omit<ErrorObject, "code"> {
  // The intersection keeps the known codes in an editor's suggestions.
  readonly code: ErrorCode | (string & {});
}

/**
 * An event that this client is not shown (P9.9), or that this version cannot read: of a type that came later, or
 * malformed. Its content is dropped, but it has its place in the log; without it a client would see a hole there, and
 * resume before it for ever (P4.2).
 */
export interface UnknownEvent {
  readonly type: "unknown";
  readonly seq: number;
}

const Seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const SeqOrZero = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Count = SeqOrZero;
const AnyJson = v.custom<Json>(() => true);

const True = v.exactOptional(v.literal(true));

const stamped = { seq: Seq, at: v.pipe(v.number(), v.finite()), uid: v.string(), id: v.string() };
const stamp = { ...stamped, hidden: True };

const said = {
  type: v.literal("message"),
  ...stamp,
  username: v.string(),
  message: v.string(),
  replyTo: v.exactOptional(Seq),
  deleted: True,
  signedIn: True,
};
const MessageSchema = v.objectWithRest(said, AnyJson);
const PresentMessage = v.objectWithRest(
  {
    ...said,
    editedAt: v.exactOptional(v.number()),
    reactions: v.exactOptional(v.array(v.object({ emoji: v.string(), uids: v.array(v.string()) }))),
  },
  AnyJson,
);
const Edit = v.object({ type: v.literal("edit"), ...stamp, target: Seq, message: v.string() });
const Delete = v.object({ type: v.literal("delete"), ...stamp, target: Seq });
const Reaction = v.object({ type: v.literal("reaction"), ...stamp, target: Seq, emoji: v.string(), on: v.boolean() });
const Notice = v.object({
  type: v.literal("notice"),
  ...stamp,
  notice: v.literal("rename"),
  username: v.string(),
  previous: v.string(),
});

// A role that came later is, to this version, nobody special.
const Role = v.fallback(v.picklist(ROLES), "guest");
const MemberSchema = v.object({
  uid: v.string(),
  username: v.string(),
  role: Role,
  signedIn: True,
  avatar: v.exactOptional(v.string()),
});
const Span = v.object({ events: v.number(), length: v.number() });

/** What is set in a way that came later is, to this version, as in a room that nobody set anything for. */
const Settings = v.object({
  read: v.fallback(v.picklist(READERS), OPEN_ROOM.read),
  write: v.fallback(v.picklist(WRITERS), OPEN_ROOM.write),
  slowMode: v.fallback(v.number(), OPEN_ROOM.slowMode),
});
const room = {
  // A room of before P9 has nothing to tell of these.
  settings: v.optional(Settings, OPEN_ROOM),
  pinned: v.optional(soundOnes(PresentMessage), []),
  reports: v.exactOptional(Count),
};
const self = { role: Role, mutedUntil: v.exactOptional(v.number()) };

const Welcome = v.object({
  ...room,
  ...self,
  type: v.literal("welcome"),
  room: v.string(),
  epoch: v.string(),
  head: SeqOrZero,
  oldest: SeqOrZero,
  uid: v.string(),
  username: v.string(),
  token: v.string(),
  members: soundOnes(MemberSchema),
  count: Count,
  limits: v.object({
    frame: v.number(),
    message: v.number(),
    username: v.number(),
    id: v.number(),
    room: v.number(),
    // A room of before P5.1 has no such limit to tell.
    frames: v.optional(v.number(), MAX_FRAMES_PER_SECOND),
    members: v.number(),
    reactions: v.number(),
    lag: Span,
    resume: Span,
  }),
});
const Reset = v.object({
  type: v.literal("reset"),
  // A reason that came later is a reason to begin anew.
  reason: v.fallback(v.picklist(["new", "epoch", "behind", "ahead"]), "new"),
  messages: soundOnes(PresentMessage),
});
const Ready = v.object({ type: v.literal("ready"), seq: SeqOrZero });
const Presence = v.object({
  type: v.literal("presence"),
  joined: soundOnes(MemberSchema),
  left: soundOnes(v.string()),
  count: Count,
});
const RoomSignal = v.object({ type: v.literal("room"), ...room });
const Self = v.object({ type: v.literal("self"), ...self });
const Typing = v.object({ type: v.literal("typing"), uid: v.string() });
const Cast = v.object({ type: v.literal("cast"), uid: v.string(), data: v.record(v.string(), AnyJson) });
const Refusal = v.object({
  type: v.literal("error"),
  code: v.string(),
  message: v.string(),
  id: v.exactOptional(v.string()),
  retryAfter: v.exactOptional(v.number()),
});
const Ack = v.object({ type: v.literal("ack"), id: v.string(), seq: Seq, dup: v.literal(true) });
const NewInvitation = v.object({ id: v.string(), secret: v.string(), uses: v.number(), until: v.number() });
const Done = v.object({ type: v.literal("done"), id: v.string(), invitation: v.exactOptional(NewInvitation) });

const done = { entry: Seq, at: v.number(), by: v.string() };
const BanItem = v.object({
  ...done,
  uid: v.string(),
  username: v.string(),
  until: v.exactOptional(v.number()),
  address: v.boolean(),
  reason: v.exactOptional(v.string()),
});
const MutedItem = v.object({
  ...done,
  uid: v.string(),
  username: v.string(),
  mutedUntil: v.exactOptional(v.number()),
  shadowed: True,
});
const ReportItem = v.object({
  report: Seq,
  at: v.number(),
  by: v.string(),
  target: Seq,
  reason: v.exactOptional(v.string()),
  message: v.exactOptional(PresentMessage),
});
const AuditItem = v.object({
  ...done,
  username: v.string(),
  action: v.string(),
  details: v.record(v.string(), v.unknown()),
});
const InvitationItem = v.object({
  ...done,
  id: v.string(),
  uses: v.number(),
  used: v.number(),
  until: v.number(),
});
const WordsItem = v.object({ reject: v.array(v.string()), hide: v.array(v.string()) });

const answer = { type: v.literal("list"), id: v.string() };
const List = v.variant("what", [
  v.object({ ...answer, what: v.literal("bans"), items: soundOnes(BanItem) }),
  v.object({ ...answer, what: v.literal("muted"), items: soundOnes(MutedItem) }),
  v.object({ ...answer, what: v.literal("reports"), items: soundOnes(ReportItem) }),
  v.object({ ...answer, what: v.literal("audit"), items: soundOnes(AuditItem) }),
  v.object({ ...answer, what: v.literal("invitations"), items: soundOnes(InvitationItem) }),
  v.object({ ...answer, what: v.literal("words"), items: soundOnes(WordsItem) }),
]);

const Known = v.variant("type", [
  MessageSchema,
  Edit,
  Delete,
  Reaction,
  Notice,
  Welcome,
  Reset,
  Ready,
  Presence,
  Typing,
  Cast,
  RoomSignal,
  Self,
  Refusal,
  Ack,
  Done,
  List,
]);
const Stamped = v.object(stamped);

/**
 * Reads one frame of the room (P3). Pure; it throws for no input. What is malformed or not known is left out, so that a
 * room of a later version may say more than this one understands.
 *
 * @returns the objects in their order; none where the frame is no JSON array
 */
export function parseServerFrame(text: string): ServerObject[] {
  const value = parseJson(text);
  if (!Array.isArray(value)) return [];
  return value.flatMap(readOne);
}

/** Reads the messages of a page (P7.2); malformed ones are left out. */
export function parseMessages(value: unknown): Message[] {
  const result = v.safeParse(soundOnes(PresentMessage), value);
  return result.success ? result.output : [];
}

function readOne(value: unknown): ServerObject[] {
  const known = v.safeParse(Known, value);
  if (known.success) return [known.output];
  const event = v.safeParse(Stamped, value);
  return event.success ? [{ type: "unknown", seq: event.output.seq }] : [];
}

/** An array of what fits the schema; the rest is left out. */
function soundOnes<T extends v.GenericSchema>(schema: T) {
  return v.pipe(
    v.array(v.unknown()),
    v.transform((items): v.InferOutput<T>[] =>
      items.flatMap((item) => {
        const result = v.safeParse(schema, item);
        return result.success ? [result.output] : [];
      }),
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
