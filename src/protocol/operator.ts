import * as v from "valibot";
import { AuditEntry, Report } from "./lists.ts";
import { RoomSettings } from "./moderation.ts";

/**
 * The operator's HTTP API, below {@link OPERATOR_API} (P18). Times are in milliseconds since 1970, sizes in bytes, and
 * durations in milliseconds. An hour or a day begins at its full hour in UTC.
 *
 * | route | answer |
 * |---|---|
 * | `GET /` | {@link OperatorStatus} |
 * | `GET /rooms` | {@link RoomPage}, by {@link RoomQuery} |
 * | `GET /rooms/<room>` | {@link ListedRoom}, by {@link FindQuery} |
 * | `GET /series` | {@link Series}, by {@link SeriesQuery} |
 * | `GET /usage` | {@link OperatorUsage} |
 * | `GET /reports` | {@link ReportQueue}, by {@link ReportQuery} |
 * | `GET /audit` | {@link AuditPage}, by {@link AuditQuery} |
 * | `GET /audit/export` | {@link RoomAuditEntry} as JSON lines, newest first |
 * | `POST /rooms/<room>/claim` | {@link ClaimLink} with 201 |
 * | `PUT /rooms/<room>/deletion` | {@link RoomDeletion}, for a {@link DeletionOrder} |
 * | `DELETE /rooms/<room>/deletion` | 204 |
 * | `GET`, `POST /bans`, `DELETE /bans/<key>` | as below `/api/bans` (P9.16) |
 *
 * Every route below `/api/rooms/<room>/` is also below `/api/operator/rooms/<room>/`, with the operator's authority and
 * the same bodies: `POST /moderate` (settings, invitations, `rotateKey` and every other action), `GET /moderation`,
 * `GET /messages` with what is hidden, `DELETE /messages?before=`, `GET /export`, `DELETE /people/<uid>`, `/bots`,
 * `/hooks` and so on. Errors have the form of P7.3.
 */
export const OPERATOR_API = "/api/operator";

const Time = (about: string) => v.pipe(v.number(), v.description(`${about}, in milliseconds since 1970.`));
const Count = (about: string) => v.pipe(v.number(), v.integer(), v.description(about));

/** How an operator proved to be one. */
export const OPERATOR_PROOFS = ["token", "jwt", "access"] as const;

const signInFields = {
  signIn: v.pipe(
    v.array(v.picklist(OPERATOR_PROOFS)),
    v.description("How an operator can sign in, by what the deployment has set; empty if by nothing."),
  ),
  ownServer: v.pipe(v.boolean(), v.description("Whether `npm run serve` runs this, and not Cloudflare.")),
};

export const OperatorStatus = v.object({
  by: v.pipe(
    v.picklist(OPERATOR_PROOFS),
    v.description(
      "`token`: `OWNER_TOKEN`. `jwt`: a token of your site with the role `operator`. `access`: Cloudflare Access.",
    ),
  ),
  name: v.exactOptional(v.pipe(v.string(), v.description("The operator's name, if the token has one."))),
  directory: v.pipe(v.boolean(), v.description("Whether there is a directory of the rooms: without, lists are empty.")),
  public: v.pipe(v.boolean(), v.description("Whether visitors see the list of open rooms (`DIRECTORY`).")),
  bans: v.pipe(v.boolean(), v.description("Whether bans from all rooms are on (`DEPLOYMENT_BANS`).")),
  claims: v.pipe(v.boolean(), v.description("Whether claim links can be made: they need `OWNER_TOKEN`.")),
  ...signInFields,
  siteKey: v.exactOptional(
    v.pipe(
      v.picklist(["secret", "jwks"]),
      v.description("What verifies your site's tokens: `JWT_SECRET`, or the keys at `JWT_JWKS_URL`."),
    ),
  ),
  now: Time("The server's clock"),
});
/** Who asks, and what this deployment can do: the first request of a sign-in. */
export type OperatorStatus = Readonly<v.InferOutput<typeof OperatorStatus>>;

export const ListedRoom = v.object({
  room: v.pipe(v.string(), v.description("The name in its address.")),
  title: v.pipe(v.string(), v.description("What an owner called it; otherwise its name.")),
  topic: v.exactOptional(v.string()),
  people: Count("People who were online when it last reported."),
  messagesToday: Count("Messages of today (UTC)."),
  bytes: Count("Size of its database, without files."),
  lastMessageAt: v.pipe(
    v.nullable(v.number()),
    v.description("When the newest message was sent; null if there is none."),
  ),
  openReports: Count("Reported messages that no moderator has resolved."),
  rules: v.pipe(
    RoomSettings,
    v.description("Its settings, as in the `settings` action: `read`, `write`, `slowMode` and others."),
  ),
  since: Time("When the directory first heard of it"),
  reportedAt: Time("When it last reported; its numbers are of that time"),
  deletesAt: v.exactOptional(Time("When it will be deleted, unless that is undone")),
});
/** A room, as it last reported itself: within an hour while it is used. */
export type ListedRoom = Readonly<v.InferOutput<typeof ListedRoom>>;

export const ROOM_SORTS = ["people", "messages", "size", "last", "reports", "name"] as const;
/** `messages`: of today. `last`: by the newest message. */
export type RoomSort = (typeof ROOM_SORTS)[number];

const Digits = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const limitOf = (max: number) =>
  v.exactOptional(
    v.pipe(
      Digits,
      v.minValue(1),
      v.transform((limit) => Math.min(limit, max)),
    ),
  );

/** Rooms in a page, at most and by default. */
export const MAX_LISTED_ROOMS = 100;
/** Characters of a search. */
export const MAX_SEARCH_LENGTH = 100;

export const RoomQuery = v.object({
  q: v.exactOptional(
    v.pipe(v.string(), v.maxLength(MAX_SEARCH_LENGTH), v.description("Part of a name, a title or a topic.")),
  ),
  sort: v.exactOptional(v.pipe(v.picklist(ROOM_SORTS), v.description("`last` by default."))),
  order: v.exactOptional(
    v.pipe(v.picklist(["asc", "desc"]), v.description("`desc`, and for names `asc`, by default.")),
  ),
  offset: v.exactOptional(v.pipe(Digits, v.description("Rooms to skip."))),
  limit: limitOf(MAX_LISTED_ROOMS),
});
export type RoomQuery = Readonly<v.InferOutput<typeof RoomQuery>>;

export const FindQuery = v.object({
  fresh: v.exactOptional(
    v.pipe(v.picklist(["true"]), v.description("Has the room report itself first, which wakes it if it sleeps.")),
  ),
});
export type FindQuery = Readonly<v.InferOutput<typeof FindQuery>>;

/** `GET /api/directory`: not by what only an operator sees. */
export const PublicRoomQuery = v.object({
  ...RoomQuery.entries,
  sort: v.exactOptional(
    v.pipe(v.picklist(["people", "last", "messages", "name"]), v.description("`last` by default.")),
  ),
});

export const RoomPage = v.object({
  rooms: v.array(ListedRoom),
  total: Count("Rooms that match, on all pages."),
  next: v.exactOptional(Count("The `offset` of the next page; absent on the last one.")),
  sums: v.pipe(
    v.object({
      people: v.number(),
      messagesToday: v.number(),
      bytes: v.number(),
      openReports: v.number(),
    }),
    v.description("Of all rooms that match."),
  ),
});
export type RoomPage = Readonly<v.InferOutput<typeof RoomPage>>;

export const PublicRoomPage = v.object({
  rooms: v.array(
    v.object({ room: v.string(), title: v.string(), topic: v.exactOptional(v.string()), people: v.number() }),
  ),
  total: Count("Rooms that match, on all pages."),
  next: v.exactOptional(Count("The `offset` of the next page; absent on the last one.")),
});
/** `GET /api/directory`: rooms that everyone can read, if `DIRECTORY` is `public` (P18.9). By {@link PublicRoomQuery}. */
export type PublicRoomPage = Readonly<v.InferOutput<typeof PublicRoomPage>>;

export const FirstRun = v.object({
  claimed: v.pipe(v.boolean(), v.description("Whether a room has an owner, as far as rooms have reported themselves.")),
  ...signInFields,
});
/** `GET /api/first-run`: whether to tell visitors how to claim a room (P18.11), and an operator how to sign in (P18.13). */
export type FirstRun = Readonly<v.InferOutput<typeof FirstRun>>;

export const SERIES_UNITS = ["hour", "day"] as const;

/** Days for which the directory keeps its hours. */
export const SERIES_DAYS = 35;

export const SeriesQuery = v.object({
  room: v.exactOptional(v.pipe(v.string(), v.description("One room; all of them together if it is absent."))),
  unit: v.exactOptional(v.pipe(v.picklist(SERIES_UNITS), v.description("`hour` by default."))),
  count: v.exactOptional(
    v.pipe(
      Digits,
      v.minValue(1),
      v.description(
        `Points, the present one included; 24 hours or 30 days by default, and at most ${SERIES_DAYS} days.`,
      ),
    ),
  ),
});
export type SeriesQuery = Readonly<v.InferOutput<typeof SeriesQuery>>;

export const SeriesPoint = v.object({
  at: Time("When the hour or the day began"),
  messages: Count("Messages sent."),
  people: Count("People online at once, at most; of all rooms, the sum of that."),
  joins: Count("People who came."),
  bytes: Count("Size of the databases at its end."),
  deliveries: Count("Webhook deliveries that succeeded."),
  failures: Count("Webhook deliveries that failed."),
  refused: Count("Frames that were refused. A sleeping room may have forgotten up to 99 of an hour."),
});
export type SeriesPoint = Readonly<v.InferOutput<typeof SeriesPoint>>;

export const Series = v.object({
  unit: v.picklist(SERIES_UNITS),
  points: v.pipe(v.array(SeriesPoint), v.description("Oldest first, without gaps.")),
});
export type Series = Readonly<v.InferOutput<typeof Series>>;

export const USAGE_METERS = ["objectRequests", "rowsWritten", "storedBytes"] as const;

export const UsageMeter = v.object({
  meter: v.picklist(USAGE_METERS),
  today: v.pipe(v.number(), v.description("Estimate for today (UTC); for `storedBytes`, what is stored now.")),
  month: v.pipe(v.number(), v.description("Estimate for this month so far; for `storedBytes`, what is stored now.")),
  free: v.pipe(v.number(), v.description("What the Free plan allows a day; for `storedBytes`, in all.")),
  dollars: v.pipe(v.number(), v.description("Dollars of this month so far on Workers Paid, above what is included.")),
  days: v.pipe(
    v.array(v.object({ at: Time("When the day began"), amount: v.number() })),
    v.description("The days of this month, oldest first."),
  ),
});
export type UsageMeter = Readonly<v.InferOutput<typeof UsageMeter>>;

export const OperatorUsage = v.object({
  month: v.pipe(v.string(), v.description("Such as `2026-11`.")),
  meters: v.array(UsageMeter),
  dollars: v.pipe(v.number(), v.description("The month so far on Workers Paid, its base price included.")),
});
/** An estimate by the counts of docs/cost.md. */
export type OperatorUsage = Readonly<v.InferOutput<typeof OperatorUsage>>;

export const ReportQuery = v.object({
  after: v.exactOptional(v.pipe(v.string(), v.description("The `next` of the page before."))),
});

export const QueuedReport = v.object({ room: v.string(), title: v.string(), report: Report });
/** An open report, and the room that it is of. */
export type QueuedReport = Readonly<v.InferOutput<typeof QueuedReport>>;

export const ReportQueue = v.object({
  reports: v.pipe(v.array(QueuedReport), v.description("By room; newest first in each.")),
  unreachable: v.pipe(v.array(v.string()), v.description("Rooms that did not answer.")),
  next: v.exactOptional(v.pipe(v.string(), v.description("The `after` of the next page; absent on the last one."))),
});
export type ReportQueue = Readonly<v.InferOutput<typeof ReportQueue>>;

/** Entries of a page of the audit log, at most and by default. */
export const MAX_AUDIT_ENTRIES = 100;

export const AuditQuery = v.object({
  room: v.exactOptional(v.string()),
  before: v.exactOptional(v.pipe(Digits, v.description("The `next` of the page before."))),
  limit: limitOf(MAX_AUDIT_ENTRIES),
});
export type AuditQuery = Readonly<v.InferOutput<typeof AuditQuery>>;

export const RoomAuditEntry = v.object({
  room: v.pipe(v.string(), v.description("Empty for what was done to all rooms.")),
  ...AuditEntry.entries,
});
/** An entry of a room's audit log. `by` is empty for an operator. */
export type RoomAuditEntry = Readonly<v.InferOutput<typeof RoomAuditEntry>>;

export const AuditPage = v.object({
  entries: v.pipe(v.array(RoomAuditEntry), v.description("Newest first.")),
  next: v.exactOptional(Count("The `before` of the next page; absent on the last one.")),
});
export type AuditPage = Readonly<v.InferOutput<typeof AuditPage>>;

export const ClaimLink = v.object({
  link: v.pipe(v.string(), v.description("Its first user owns the room. Shown only once.")),
  until: Time("When it expires"),
});
export type ClaimLink = Readonly<v.InferOutput<typeof ClaimLink>>;

export const DeletionOrder = v.object({
  name: v.pipe(v.string(), v.description("The room's name again, as the operator typed it.")),
});
export const RoomDeletion = v.object({ room: v.string(), deletesAt: Time("When it takes effect") });
export type RoomDeletion = Readonly<v.InferOutput<typeof RoomDeletion>>;
