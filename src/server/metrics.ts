import { verifyBearer } from "../worker/identity/bearer.ts";
import type { ServerState } from "./server-state.ts";

const CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Whether a request has the owner's token. */
export async function isOwner(request: Request, ownerToken: string | undefined): Promise<boolean> {
  const authorization = request.headers.get("authorization") ?? undefined;
  // A site's tokens are for rooms, and this is none.
  const verdict = await verifyBearer(authorization, "", { identity: {}, ...(ownerToken ? { ownerToken } : {}) });
  return verdict.ok && verdict.requester.type === "owner";
}

/** What the server knows about itself, in the OpenMetrics format. It wakes no room. */
export function renderMetrics({ frames, responses, rooms, since }: ServerState): string {
  const known = [...rooms.values()];
  const sum = (key: "sockets" | "bytes") => known.reduce((total, room) => total + room[key], 0);
  return [
    ...family("parley_start_time_seconds", "gauge", "When the first request came.", [["", since / 1_000]]),
    ...family("parley_rooms_open", "gauge", "Rooms with a connection.", [
      ["", known.filter(({ sockets }) => sockets > 0).length],
    ]),
    ...family("parley_sockets", "gauge", "Open connections.", [["", sum("sockets")]]),
    ...family("parley_room_storage_bytes", "gauge", "Databases of the rooms used since the start, without files.", [
      ["", sum("bytes")],
    ]),
    ...family("parley_frames", "counter", "Frames that clients sent.", [["_total", frames]]),
    ...family(
      "parley_responses",
      "counter",
      "Responses by status; 429 is a refused one.",
      Array.from(responses, ([status, count]) => [`_total{status="${status}"}`, count] as const),
    ),
    "# EOF\n",
  ].join("\n");
}

export const METRICS_HEADERS = { "content-type": CONTENT_TYPE, "cache-control": "no-store" };

function family(name: string, type: string, help: string, samples: readonly (readonly [string, number])[]): string[] {
  return [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${help}`,
    ...samples.map(([suffix, value]) => `${name}${suffix} ${value}`),
  ];
}
