import type { Page } from "playwright-core";
import type {
  AuditPage,
  ListedRoom,
  OperatorStatus,
  OperatorUsage,
  QueuedReport,
  RoomPage,
  Series,
} from "../../src/protocol/operator.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Wednesday. */
const NOW = Date.UTC(2026, 10, 25, 12);

/** A text that would do harm as markup, and that turns the letters after it around. */
export const HOSTILE = '<img src=x onerror="document.title = `owned`"> \u202e reversed';

/** A token that the played server takes. */
export const PLAYED_TOKEN = "the token of the operator of a server that is played";

function listed(room: string, index: number): ListedRoom {
  return {
    room,
    title: index === 1 ? HOSTILE : room,
    ...(index === 1 && { topic: HOSTILE }),
    people: 3 * index,
    messagesToday: 41 * index,
    bytes: 10 ** (3 + index),
    lastMessageAt: index === 2 ? null : NOW - index * HOUR_MS,
    openReports: index,
    rules: { read: index === 2 ? "members" : "everyone", write: "everyone", slowMode: 0 },
    since: NOW - DAY_MS,
    reportedAt: NOW,
    ...(index === 3 && { deletesAt: NOW + DAY_MS }),
  };
}

const ROOMS = ["lobby", "garden", "a-room-with-a-name-as-long-as-a-name-can-be-until-it-is-too-long", "attic"].map(
  listed,
);

const REPORT: QueuedReport = {
  room: "garden",
  title: HOSTILE,
  report: {
    report: 1,
    at: NOW,
    by: "g1",
    target: 7,
    count: 1,
    reasons: [{ uid: "g1", username: HOSTILE, at: NOW, reason: HOSTILE }],
    reason: HOSTILE,
    evidence: { uid: "g2", username: "Eve", message: HOSTILE, at: NOW },
  },
};

const SECOND: QueuedReport = {
  room: "lobby",
  title: "lobby",
  report: {
    ...REPORT.report,
    report: 2,
    evidence: { uid: "g5", username: "Zoe", message: "buy now", at: NOW },
  },
};

const BAN = { key: "0123456789abcdef0123456789abcdef", kind: "network", at: NOW, reason: HOSTILE };

const AUDIT: AuditPage = {
  entries: [
    {
      room: "garden",
      entry: 2,
      at: NOW,
      by: "g3",
      username: HOSTILE,
      action: "ban",
      details: { uid: "g2", username: HOSTILE },
    },
    { room: "", entry: 1, at: NOW, by: "", username: "", action: "settings", details: { read: "members" } },
  ],
};

const DAYS = Array.from({ length: 25 }, (_, day) => ({
  at: Date.UTC(2026, 10, 1 + day),
  amount: 40_000 + 3_300 * day,
}));
const USAGE: OperatorUsage = {
  month: "2026-11",
  meters: [
    { meter: "objectRequests", today: 120_000, month: 1.5e6, free: 1e5, dollars: 0.08, days: DAYS },
    { meter: "rowsWritten", today: 120_000, month: 1.5e6, free: 1e5, dollars: 0, days: DAYS },
    {
      meter: "storedBytes",
      today: 2.2e9,
      month: 2.2e9,
      free: 5e9,
      dollars: 0,
      days: DAYS.map(({ at }, day) => ({ at, amount: 1e9 + day * 5e7 })),
    },
  ],
  dollars: 5.08,
};

const MESSAGES = [
  { type: "message", seq: 1, at: NOW, uid: "g2", id: "a", username: HOSTILE, message: HOSTILE, hidden: true },
  { type: "message", seq: 2, at: NOW, uid: "g3", id: "b", username: "Ben", message: "", deleted: true },
];

/** What a played server is told before it starts, and what acts change. */
interface Played {
  reports: readonly QueuedReport[];
  bans: readonly object[];
  readonly ownServer: boolean;
}

/** What the played server answers, by the path after `/api/operator`. */
function answerTo({ pathname, searchParams }: URL, { bans, ownServer, reports }: Played): object {
  const path = pathname.slice("/api/operator".length);
  const [, room, rest] = /^\/rooms\/([^/]+)(.*)$/.exec(path) ?? [];
  if (room !== undefined) return ofRoom(room, rest ?? "", searchParams);
  switch (path) {
    case "/rooms":
      return {
        rooms: ROOMS,
        total: ROOMS.length,
        sums: { people: 18, messagesToday: 246, bytes: 1.1e6, openReports: 6 },
      } satisfies RoomPage;
    case "/series": {
      const unit = searchParams.get("unit") === "day" ? "day" : "hour";
      return series(unit, Number(searchParams.get("count")));
    }
    case "/usage":
      return USAGE;
    case "/reports":
      return { reports, unreachable: ["attic"] };
    case "/audit":
      return AUDIT;
    case "/bans":
      return { bans };
    default:
      return {
        by: "token",
        directory: true,
        public: false,
        bans: true,
        claims: true,
        signIn: ["token", "jwt"],
        ownServer,
        siteKey: "secret",
        now: NOW,
      } satisfies OperatorStatus;
  }
}

function ofRoom(name: string, rest: string, searchParams: URLSearchParams): object {
  switch (rest) {
    case "/messages":
      return { messages: MESSAGES, head: 2 };
    case "/moderation":
      return { type: "list", id: "1", what: searchParams.get("what"), items: [] };
    default:
      return ROOMS.find(({ room }) => room === name) ?? {};
  }
}

function series(unit: Series["unit"], count: number): Series {
  const step = unit === "hour" ? HOUR_MS : DAY_MS;
  const points = Array.from({ length: count }, (_, index) => ({
    at: Math.floor(NOW / step) * step - (count - 1 - index) * step,
    messages: wave(index, 40),
    people: wave(index, 12),
    joins: wave(index + 3, 6),
    bytes: 4e7 + index * 4e5,
    deliveries: wave(index, 20),
    failures: index % 11 === 0 ? 1 : 0,
    refused: index % 13 === 0 ? 4 : 0,
  }));
  return { unit, points };
}

/** A number that rises and falls within a day. */
function wave(hour: number, most: number): number {
  return Math.round((most / 2) * (1 - Math.cos((hour / 12) * Math.PI)));
}

/** Does what a request asks for, as far as a list changes by it. */
function act(played: Played, method: string, path: string, body: string | null): void {
  if (method === "DELETE" && path.includes("/bans/")) played.bans = [];
  const action: unknown = method === "POST" && body !== null ? JSON.parse(body) : undefined;
  const resolved = Object(action).report;
  if (resolved !== undefined) played.reports = played.reports.filter(({ report: { report } }) => report !== resolved);
}

/**
 * Answers the operator's requests of a page in place of the server.
 *
 * @param takesToken whether the deployment has a token to sign in with
 */
export async function playOperatorServer(page: Page, { ownServer = false, takesToken = true } = {}): Promise<void> {
  const played: Played = { reports: [REPORT, SECOND], bans: [BAN], ownServer };
  const signIn = takesToken ? ["token", "jwt"] : [];
  await page.route("**/api/first-run", (route) => route.fulfill({ json: { claimed: true, signIn, ownServer } }));
  await page.route(/\/api\/operator(?:[/?]|$)/, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    act(played, request.method(), url.pathname, request.postData());
    const isSignedIn = (await request.headerValue("authorization")) === `Bearer ${PLAYED_TOKEN}`;
    if (isSignedIn) return route.fulfill({ json: answerTo(url, played) });
    return route.fulfill({ status: 401, json: { error: { code: "token_needed", message: "…" } } });
  });
}

/** Runs in a page before its own scripts: signs in for the tab. */
export function keepToken(token: string): void {
  sessionStorage.setItem("parley:operator", token);
}
