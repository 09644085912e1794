import * as v from "valibot";
import { ChallengeAnswer } from "./challenge-answer.ts";
import { Emoji, Id, line, Nonce, Secret, Seq, SeqOrZero, True, Uid, Username } from "./fields.ts";
import type { Identity } from "./identity.ts";
import type { JsonObject } from "./json.ts";
import { MAX_REASON_CHARACTERS } from "./limits.ts";
import { type LogCommand, Position } from "./log-commands.ts";
import { LISTS } from "./moderation.ts";
import type { ModerationAction } from "./moderation-action.ts";

export type {
  DeleteCommand,
  EditCommand,
  LogCommand,
  MessageCommand,
  Position,
  ReactionCommand,
  RenameCommand,
} from "./log-commands.ts";

/** A parsed client command, of either dialect. */
export type Command = LogCommand | SignalCommand | HelloCommand | RequestCommand | ListReactionsCommand;

/** A command that is not stored. */
export type SignalCommand = CastCommand | TypingCommand | AckCommand;

/** A command about the room and its users; only the sender receives a response (P9). */
export type RequestCommand =
  | ModerateCommand
  | ReportCommand
  | ClaimCommand
  | ListCommand
  | BlockCommand
  | SignOutCommand
  | RemovePreviewCommand;

export const HelloCommand = v.object({
  type: v.literal("hello"),
  v: v.literal(1),
  username: v.exactOptional(Username),
  /** The `welcome.token` of an earlier session, or a token from the owner's site (P8.1). */
  token: v.exactOptional(v.string()),
  /** A random value from a client that has no token yet; saying it again yields the same user (P8.15). */
  nonce: v.exactOptional(Nonce),
  /** Reads without joining: makes no user (P3.35). */
  readOnly: True,
  /** The newest event that the client has. */
  since: v.exactOptional(Position),
  /** The secret of an invite (P9.7). */
  invite: v.exactOptional(Secret),
  /** The answer to the challenge of an earlier hello (P10.1). */
  challenge: v.exactOptional(ChallengeAnswer),
  /** The server sends UTF-8 in binary frames (P3.19). */
  binary: True,
  /** The server sends compact frames (P3.20). */
  compact: True,
});
/** P3.1: the first frame of a v1 connection. */
export interface HelloCommand extends Readonly<Omit<v.InferOutput<typeof HelloCommand>, "v" | "challenge">> {
  /** The user that the token stands for. Set by the Worker after it has verified the token, never by a client. */
  readonly identity?: Identity;
  readonly challenge?: ChallengeAnswer;
}

export const TypingCommand = v.object({ type: v.literal("typing"), ended: v.exactOptional(v.literal(true)) });
/** P3.3: the sender is typing, or has stopped without sending (P3.41). */
export type TypingCommand = Readonly<v.InferOutput<typeof TypingCommand>>;

export const CastCommand = v.object({
  type: v.literal("cast"),
  data: v.custom<JsonObject>((data) => typeof data === "object" && data !== null && !Array.isArray(data)),
});
/** P2.3, P3.3: broadcasts an object of the application's own. */
export type CastCommand = Readonly<v.InferOutput<typeof CastCommand>>;

export const AckCommand = v.object({
  type: v.literal("ack"),
  /** Every event up to this `seq` was received. */
  seq: SeqOrZero,
  /** UTF-16 units of all frames received on this connection. */
  received: v.exactOptional(SeqOrZero),
  /** `seq` of the last message that the user has read (P3.42). */
  read: v.exactOptional(SeqOrZero),
});
/** P3.8: acknowledges what the client has received. */
export type AckCommand = Readonly<v.InferOutput<typeof AckCommand>>;

/** P3.3: an alias of `ack`, without `received`. */
export const ReadCommand = v.object({ type: v.literal("read"), seq: SeqOrZero });

/** P9.3, without the fields of the action, which `parseAction` parses. */
export const ModerateCommand = v.object({ type: v.literal("moderate"), id: Id, action: v.string() });
/** P9.3: a moderator's action. The `id` only matches the response to the command. */
export type ModerateCommand = ModerationAction & Readonly<Pick<v.InferOutput<typeof ModerateCommand>, "type" | "id">>;

export const ReportCommand = v.object({
  type: v.literal("report"),
  id: Id,
  target: Seq,
  reason: v.exactOptional(line(MAX_REASON_CHARACTERS)),
});
/** P9.10: reports a message to the moderators. */
export type ReportCommand = Readonly<v.InferOutput<typeof ReportCommand>>;

export const ClaimCommand = v.object({
  type: v.literal("claim"),
  id: Id,
  /** The owner's token, or a claim that was created with it. */
  secret: Secret,
});
/** P9.2: makes the sender an owner of the room. */
export type ClaimCommand = Readonly<v.InferOutput<typeof ClaimCommand>>;

export const SignOutCommand = v.object({ type: v.literal("signOut"), id: Id });
/** P8.18: revokes every token that the room has issued to this guest, and closes their other connections. */
export type SignOutCommand = Readonly<v.InferOutput<typeof SignOutCommand>>;

export const ListCommand = v.object({
  type: v.literal("list"),
  id: Id,
  what: v.picklist(LISTS),
  /** Only items before this number; absent for the newest. */
  before: v.exactOptional(Seq),
});
/** P9.11: requests a list that only moderators can see. */
export type ListCommand = Readonly<v.InferOutput<typeof ListCommand>>;

export const BlockCommand = v.object({ type: v.literal("block"), id: Id, uid: Uid, on: v.boolean() });
/** P11.6: blocks a user for the sender alone, or unblocks them. */
export type BlockCommand = Readonly<v.InferOutput<typeof BlockCommand>>;

export const RemovePreviewCommand = v.object({ type: v.literal("removePreview"), id: Id, target: Seq });
/** P13.5: removes the link preview of message `target`. */
export type RemovePreviewCommand = Readonly<v.InferOutput<typeof RemovePreviewCommand>>;

export const ListReactionsCommand = v.object({
  type: v.literal("list"),
  id: Id,
  what: v.literal("reactions"),
  target: Seq,
  emoji: Emoji,
  /** Only reactions before this `seq`; absent for the newest. */
  before: v.exactOptional(Seq),
});
/** P3.13: requests the users who reacted to message `target` with an emoji. */
export type ListReactionsCommand = Readonly<v.InferOutput<typeof ListReactionsCommand>>;
