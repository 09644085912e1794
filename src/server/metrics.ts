import { jsonError } from "../worker/base/json-error.ts";
import { SECURE_HEADERS } from "../worker/http/secure-headers.ts";
import { verifyBearer } from "../worker/identity/bearer.ts";
import type { ServerState } from "./server-state.ts";

const CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Answers `/metrics`, to the owner alone: a wrong token gets the same error as none. */
export async function answerMetrics(
  request: Request,
  ownerToken: string | undefined,
  state: ServerState,
): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return jsonError("method_not_allowed", 405, { ...SECURE_HEADERS, allow: "GET, HEAD" });
  }
  if (!(await isOwner(request, ownerToken))) {
    return jsonError("bad_token", 401, { ...SECURE_HEADERS, "www-authenticate": "Bearer" });
  }
  const body = request.method === "HEAD" ? null : renderMetrics(state);
  return new Response(body, { headers: { ...SECURE_HEADERS, "content-type": CONTENT_TYPE } });
}

async function isOwner(request: Request, ownerToken: string | undefined): Promise<boolean> {
  const authorization = request.headers.get("authorization") ?? undefined;
  // A site's tokens are for rooms, and this is none.
  const verdict = await verifyBearer(authorization, "", { identity: {}, ...(ownerToken ? { ownerToken } : {}) });
  return verdict.ok && verdict.requester.type === "owner";
}

/** What the server knows about itself, in the OpenMetrics format. It wakes no room. */
export function renderMetrics(state: ServerState): string {
  const { calls, events, files, flushes, frames, messages, refusals, responses, rooms, since } = state;
  const known = [...rooms.values()];
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);
  const by = (label: string, counts: Iterable<readonly [string | number, number]>) =>
    Array.from(counts, ([value, count]) => [`_total{${label}="${value}"}`, count] as const);
  return [
    ...family("parley_start_time_seconds", "gauge", "When the first request came.", [["", since / 1_000]]),
    ...family("parley_rooms_open", "gauge", "Rooms with a connection.", [
      ["", known.filter(({ sockets }) => sockets > 0).length],
    ]),
    ...family("parley_sockets", "gauge", "Open connections.", [["", sum(known.map(({ sockets }) => sockets))]]),
    ...family("parley_room_storage_bytes", "gauge", "Databases of the rooms used since the start, without files.", [
      ["", sum(known.map(({ bytes }) => bytes))],
    ]),
    ...family("parley_file_storage_bytes", "gauge", "Files of the rooms that read or wrote one since the start.", [
      ["", sum(files.values())],
    ]),
    ...family("parley_messages", "counter", "Messages stored.", [["_total", messages]]),
    ...family("parley_events", "counter", "Messages, edits, deletes, reactions and notices stored.", [
      ["_total", events],
    ]),
    ...family("parley_frames", "counter", "Frames that clients sent.", [["_total", frames]]),
    ...family("parley_refused", "counter", "Frames refused, by the code of the error.", by("code", refusals)),
    ...family(
      "parley_flush_seconds",
      "histogram",
      "Time until what a room wrote was on the disk, ten times a second and room at most.",
      flushes.samples(),
    ),
    ...family("parley_webhook_calls", "counter", "Calls of webhooks.", by("outcome", Object.entries(calls))),
    ...family("parley_responses", "counter", "Responses by status; 429 is a refused one.", by("status", responses)),
    "# EOF\n",
  ].join("\n");
}

function family(name: string, type: string, help: string, samples: readonly (readonly [string, number])[]): string[] {
  return [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${help}`,
    ...samples.map(([suffix, value]) => `${name}${suffix} ${value}`),
  ];
}
