export type { Position } from "../protocol/commands.ts";
export type {
  ChangeEvent,
  DeleteEvent,
  EditEvent,
  NoticeEvent,
  PreviewEvent,
  Reaction,
  ReactionEvent,
} from "../protocol/events.ts";
export type { MessageFile, SentFile } from "../protocol/files.ts";
export type { Json, JsonObject } from "../protocol/json.ts";
export { MAX_MENTIONS } from "../protocol/limits.ts";
export type {
  AuditEntry,
  Ban,
  BlockedWords,
  Evidence,
  Invitation,
  Muted,
  ReactorItem,
  Report,
  ReportReason,
} from "../protocol/lists.ts";
export { findMentions, type Mention, readMentions } from "../protocol/mentions.ts";
export type { ListName, NewInvitation, RoomSettings } from "../protocol/moderation.ts";
export type { ModerationAction, SettingsPatch } from "../protocol/moderation-action.ts";
export type { LinkPreview } from "../protocol/preview.ts";
export { isAtLeast, ROLES, type Role } from "../protocol/roles.ts";
export type {
  AnnouncedLimits,
  CastObject,
  Member,
  PresenceObject,
  ResetReason,
  TypingObject,
} from "../protocol/server-objects.ts";
export type { ShownMessage } from "./block-list.ts";
export type { ApiRequest } from "./call-api.ts";
export type { Clock } from "./clock.ts";
export { connect } from "./connect.ts";
export type { ConnectOptions, NameChooser, TokenSource } from "./connect-options.ts";
export type { Loss } from "./connection.ts";
export type { Fetch } from "./fetch-history.ts";
export { findMessage } from "./find.ts";
export type { ListItem } from "./list-items.ts";
export type { OlderMessages } from "./load-older.ts";
export type { LogEvent, Message, MessageEvent } from "./message.ts";
export type { ModerationOutcome } from "./moderation-outcome.ts";
export { type MessageSize, measure, type SendOptions } from "./new-message.ts";
export type { Pending, Stored } from "./pending.ts";
export type { RoomExport } from "./personal-data.ts";
export type { RoomClient, WaitOptions } from "./room-client.ts";
export { RoomError, type RoomErrorCode } from "./room-error.ts";
export type { RoomEvents } from "./room-events.ts";
export type { RoomState, Status } from "./room-state.ts";
export { type RoomStorage, type WebStorage, webStorage } from "./room-storage.ts";
export type { SearchHit, SearchOptions, SearchResult } from "./search.ts";
export type { SocketConstructor, SocketLike } from "./socket-like.ts";
export type { FileAccess, UploadedFile, UploadOptions } from "./uploaded-file.ts";
export { type RoomView, type UnsentCommand, view } from "./view.ts";
