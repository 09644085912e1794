import * as v from "valibot";
import { SCOPES } from "../../src/capabilities/bots/bot-store.ts";
import { HOOK_EVENTS } from "../../src/capabilities/webhooks/hook.ts";
import { ERRORS, type ErrorCode } from "../../src/protocol/error-codes.ts";
import { currentFields, MessageEvent, withExtras } from "../../src/protocol/events.ts";
import { Seq, SeqOrZero, True } from "../../src/protocol/fields.ts";
import { MessageFile, UploadedFile, FilesAnswer as Uploads } from "../../src/protocol/files.ts";
import {
  AuditEntry,
  Ban,
  BlockedWords,
  Evidence,
  Invitation,
  Muted,
  Report,
  ReportReason,
  versionFields,
} from "../../src/protocol/lists.ts";
import { NewInvitation } from "../../src/protocol/moderation.ts";
import { linkPreview } from "../../src/protocol/preview.ts";

// Answers of the HTTP side. They reuse the schemas of clients that are strict. A client's schema that
// drops unknown values has a strict counterpart here.

// Its values are the codes.
const ErrorCodes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

const ErrorBody = v.object({
  error: v.object({
    code: v.picklist(ErrorCodes),
    message: v.pipe(v.string(), v.description("The code in words, for a developer.")),
    field: v.exactOptional(v.pipe(v.string(), v.description("The field or the operator that is wrong."))),
  }),
});

const LinkPreview = linkPreview();

const Message = withExtras({
  ...MessageEvent.entries,
  ...currentFields,
  files: v.exactOptional(v.array(MessageFile)),
  avatar: v.exactOptional(v.string()),
  preview: v.exactOptional(LinkPreview),
  imported: True,
  erased: True,
  mentions: v.exactOptional(v.array(v.looseObject({ uid: v.string(), username: v.string() }))),
});

const RoomSummary = v.object({
  room: v.string(),
  title: v.string(),
  count: v.pipe(v.number(), v.integer(), v.description("How many people are online.")),
  head: SeqOrZero,
  epoch: v.nullable(v.string()),
});

const MessagesPage = v.object({
  messages: v.pipe(v.array(Message), v.description("In their present state, oldest first.")),
  head: SeqOrZero,
});

const SearchPage = v.object({
  hits: v.pipe(
    v.array(
      v.object({
        message: Message,
        snippet: v.string(),
        marks: v.array(v.pipe(v.array(v.pipe(v.number(), v.integer())), v.minLength(2), v.maxLength(2))),
      }),
    ),
    v.description("Newest first."),
  ),
  next: v.exactOptional(v.pipe(v.number(), v.integer(), v.description("The cursor of the next page."))),
  indexed: v.number(),
});

const list = { type: v.literal("list"), id: v.string() };
const ReportedMessage = v.object({
  ...Report.entries,
  reasons: v.exactOptional(v.array(ReportReason)),
  evidence: v.exactOptional(
    v.object({ ...Evidence.entries, later: v.exactOptional(v.array(v.object(versionFields))) }),
  ),
  message: v.exactOptional(Message),
});
const ModerationList = v.variant("what", [
  v.object({ ...list, what: v.literal("bans"), items: v.array(Ban) }),
  v.object({ ...list, what: v.literal("muted"), items: v.array(Muted) }),
  v.object({ ...list, what: v.literal("reports"), items: v.array(ReportedMessage) }),
  v.object({ ...list, what: v.literal("resolved"), items: v.array(ReportedMessage) }),
  v.object({ ...list, what: v.literal("audit"), items: v.array(AuditEntry) }),
  v.object({ ...list, what: v.literal("invitations"), items: v.array(Invitation) }),
  v.object({ ...list, what: v.literal("words"), items: v.array(BlockedWords) }),
]);

const Done = v.object({
  type: v.literal("done"),
  id: v.string(),
  invitation: v.exactOptional(NewInvitation),
  address: v.exactOptional(v.boolean()),
});

const accountFields = {
  id: v.string(),
  name: v.string(),
  avatar: v.exactOptional(v.string()),
  at: v.number(),
  by: v.string(),
  usedAt: v.exactOptional(v.number()),
};
const Bot = v.object({ ...accountFields, scopes: v.array(v.picklist(SCOPES)) });
const NewBot = v.object({ ...Bot.entries, token: v.string() });

const IncomingHook = v.object({ kind: v.literal("incoming"), ...accountFields });
const NewIncomingHook = v.object({
  ...IncomingHook.entries,
  url: v.pipe(v.string(), v.description("The address to post to. Shown only once; anyone who has it can post.")),
});
const senderFields = {
  id: v.string(),
  name: v.string(),
  url: v.string(),
  at: v.number(),
  state: v.picklist(["on", "retrying", "gone", "failing", "off"]),
  failingSince: v.exactOptional(v.number()),
  next: v.exactOptional(v.pipe(v.number(), v.description("The next attempt, in milliseconds since 1970."))),
};
const OutgoingHook = v.object({
  kind: v.literal("outgoing"),
  ...senderFields,
  events: v.array(v.picklist(HOOK_EVENTS)),
  filter: v.object({ text: v.exactOptional(v.string()), mention: v.exactOptional(v.string()) }),
});
const CommandHook = v.object({
  kind: v.literal("command"),
  ...senderFields,
  command: v.string(),
  description: v.string(),
});
const HookSecret = v.object({ id: v.string(), secret: v.string() });

const Delivery = v.object({
  number: v.pipe(v.number(), v.integer(), v.description("By this number it is sent again.")),
  at: v.number(),
  id: v.pipe(v.string(), v.description("The header `webhook-id`.")),
  type: v.string(),
  seq: v.exactOptional(Seq),
  body: v.exactOptional(v.looseObject({})),
  status: v.exactOptional(v.pipe(v.number(), v.integer(), v.description("HTTP status of the answer."))),
  error: v.exactOptional(v.picklist(["unreachable", "timeout", "redirect", "address"])),
  ms: v.number(),
  answer: v.pipe(v.string(), v.description("The start of the answer's body.")),
});

const CommandAnswer = v.object({
  seq: v.exactOptional(Seq),
  message: v.exactOptional(v.string()),
  private: True,
});

const Banned = v.object({
  bans: v.array(
    v.object({
      key: v.pipe(v.string(), v.description("A uid, or the keyed hash of a network.")),
      kind: v.picklist(["uid", "network"]),
      at: v.number(),
      until: v.exactOptional(v.number()),
      reason: v.exactOptional(v.string()),
    }),
  ),
});

const DiscordMessage = v.looseObject({ id: v.string(), content: v.string(), channel_id: v.string() });
const DiscordError = v.looseObject({ message: v.string(), code: v.exactOptional(v.number()) });

/** Schemas of the document that have names. */
export const COMPONENTS = {
  Error: ErrorBody,
  Message,
  MessageFile,
  LinkPreview,
  RoomSummary,
  MessagesPage,
  SearchPage,
  ModerationList,
  Ban,
  Muted,
  Report: ReportedMessage,
  AuditEntry,
  Invitation,
  BlockedWords,
  Done,
  Bot,
  NewBot,
  IncomingHook,
  NewIncomingHook,
  OutgoingHook,
  CommandHook,
  HookSecret,
  Delivery,
  CommandAnswer,
  Uploads,
  UploadedFile,
  Banned,
  DiscordMessage,
  DiscordError,
};
