import { type Context, Hono } from "hono";
import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { SearchPage } from "../../protocol/http.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { corsHeaders } from "../../worker/http/cors.ts";
import { type App, answer, authorizeRead } from "../../worker/http/room-request.ts";
import { parseQuery } from "./query.ts";
import type { Found } from "./search.ts";
import { SearchQuery } from "./search-query.ts";

/** Turns of the room that one request takes at most to find a first hit. Between them, the room does everything else. */
const MAX_TURNS = 16;

/** P14.1. */
export const routes = new Hono<App>()
  .get("/:room/search", search)
  .on("ALL", "/:room/search", () => jsonError("method_not_allowed", 405, { allow: "GET" }));

async function search(c: Context<App, "/:room/search">): Promise<Response> {
  const asked = await authorizeRead(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  const parameters = v.safeParse(SearchQuery, c.req.query());
  if (!parameters.success) return jsonError("bad_range", 400);
  const ask = (parameters: object) =>
    asked.stub.ask({ type: "search.find", ...parameters }, asked.requester) as Promise<Found | ErrorCode>;
  let found = await ask(parameters.output);
  // A room that no one entered has no tables (P7.3).
  if (found === "no_person") found = { hits: [], indexed: 1 };
  for (let turns = 1; turns < MAX_TURNS && typeof found !== "string"; turns += 1) {
    const { hits, next } = found;
    if (hits.length > 0 || next === undefined) break;
    found = await ask({ ...parameters.output, cursor: next });
  }
  const query = parseQuery(parameters.output);
  if (found === "bad_query" && !query.ok) {
    return Response.json(
      { error: { code: found, ...query.error } },
      { status: 400, headers: corsHeaders(c.req.header("origin"), asked.config) },
    );
  }
  if (typeof found === "string" || !query.ok || found.hits.length === 0) return answer(c, asked, found);
  // Loads the parser of markup only when there is something to show.
  const { hitOf } = await import("./hit.ts");
  const hits = found.hits.map(({ message }) => hitOf(query.value, message));
  return answer(c, asked, { ...found, hits } satisfies SearchPage);
}
