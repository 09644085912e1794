import type { ListCommand, ModerateCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { MessagesPage, RoomSummary } from "../../protocol/http.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { AuditEntry } from "../../protocol/lists.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import type { PageRange } from "../../room/log/event-log.ts";
import type { CommandAnswer } from "../../room/model/result.ts";
import { viewerOf } from "../../room/model/session.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import type { RoomAccess } from "../config/room-config.ts";
import type { DeploymentBan } from "../deployment/ban-list.ts";
import type { HydratedRoom } from "./hydrate.ts";
import type { Posted, Posting } from "./posting.ts";
import type { MoveStep } from "./room-move.ts";
import type { TurnRunner } from "./turn-runner.ts";

/** The room's methods for HTTP requests. Each returns its answer or an error code. */
export interface RoomRpc {
  /** P7.1. */
  summary(requester: Requester): Promise<RoomSummary | ErrorCode>;
  /** P7.2. */
  messages(range: PageRange, requester: Requester): Promise<MessagesPage | ErrorCode>;
  /** P8.9. It has the name of the previous release, which a room's object may still run during a deployment. */
  order(command: RpcRequest, requester: Requester): Promise<CommandAnswer | ErrorCode>;
  /** P7.6, P7.8. */
  post(posting: Posting): Promise<Posted | Refusal>;
  /** P9.30. */
  audit(page: AuditPage | undefined, requester: Requester): Promise<AuditLines | ErrorCode>;
  /** A request of a capability's own route. */
  ask(request: JsonObject, requester: Requester): Promise<object | ErrorCode>;
  /** A step of a move to another server. */
  move(step: MoveStep, requester: Requester): Promise<object | ErrorCode>;
  /** P9.16: hashes of the networks of a person who is here. */
  networksOf(uid: string): Promise<readonly string[]>;
  /** P9.16: removes people whom the deployment banned. */
  removeBanned(bans: readonly DeploymentBan[]): Promise<void>;
}

/** Commands that a moderator may send over HTTP. */
export type RpcRequest = ModerateCommand | ListCommand;

/** Audit entries per part of an export. */
const AUDIT_PAGE = 500;

/** A part of an export of the audit log. */
export interface AuditPage {
  /** Only entries older than this one. */
  readonly before: number;
}

/** Entries of the audit log, newest first, and the start of the next part. */
export interface AuditLines {
  readonly lines: AuditEntry[];
  readonly next?: AuditPage;
}

/** P9.30: only owners can export the audit log. */
export function auditOf(
  hydrated: HydratedRoom | undefined,
  page: AuditPage | undefined,
  requester: Requester,
  now: number,
): AuditLines | ErrorCode {
  if (hydrated === undefined || hydrated.unmade !== undefined) {
    return requester.type === "owner" ? { lines: [] } : "not_allowed";
  }
  const author = hydrated.room.resolve(requester, now);
  if (!author.ok) return author.error.code;
  if (!isAtLeast(author.value.role, "owner")) return "not_allowed";
  const lines = hydrated.moderationStore.audit.list({ limit: AUDIT_PAGE, ...page });
  const last = lines.at(-1);
  return last === undefined || lines.length < AUDIT_PAGE ? { lines } : { lines, next: { before: last.entry } };
}

/** P7.1. A room that no one has entered looks like an empty one. */
export function summaryOf(
  hydrated: HydratedRoom | undefined,
  room: string,
  requester: Requester,
  now: number,
): RoomSummary | ErrorCode {
  if (hydrated === undefined || hydrated.unmade !== undefined) {
    return { room, title: room, count: hydrated?.room.people ?? 0, head: 0, epoch: null };
  }
  const author = hydrated.room.resolve(requester, now);
  if (!author.ok) return author.error.code;
  const { log } = hydrated;
  const { title = "" } = hydrated.moderationStore.rules.get().settings;
  return { room, title: title || room, count: hydrated.room.people, head: log.head(), epoch: log.identity.epoch };
}

/** P7.2, as the requester may see it (P9.9). */
export function pageOf(
  hydrated: HydratedRoom | undefined,
  range: PageRange,
  requester: Requester,
  now: number,
): MessagesPage | ErrorCode {
  if (hydrated === undefined || hydrated.unmade !== undefined) return { messages: [], head: 0 };
  const author = hydrated.room.resolve(requester, now);
  if (!author.ok) return author.error.code;
  const { log } = hydrated;
  return { messages: log.page(range, viewerOf(author.value)), head: log.head() };
}

/** Runs a command in a turn of its own (P8.9). */
export function actOf(turns: TurnRunner, command: RpcRequest, requester: Requester): CommandAnswer | ErrorCode {
  const answered = turns.ask(({ room }, turn) => {
    const author = room.resolve(requester, turn.now);
    if (!author.ok) return { effects: [], object: author.error.code };
    return room.act(author.value, command, turn);
  });
  return answered.ok ? answered.value.object : "internal";
}

/** Answers a request of a capability's route, in a turn of its own. */
export function answerOf(turns: TurnRunner, request: JsonObject, requester: Requester): object | ErrorCode {
  const answered = turns.ask(({ room }, turn) => room.ask(requester, request, turn));
  if (!answered.ok) return "internal";
  const { result } = answered.value;
  return result.ok ? result.value : result.error;
}

/** Whether a request may make a room: moderators of all rooms may, and only owners if rooms are claimed. */
export function mayMakeRoom(requester: Requester, access: RoomAccess): boolean {
  const needed = access === "claimed" ? "owner" : "moderator";
  return requester.type === "owner" || (requester.type === "signedIn" && isAtLeast(requester.identity.role, needed));
}
