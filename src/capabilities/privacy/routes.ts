import { type Context, Hono } from "hono";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { type App, answer, authorizeAction, type Lines, streamLines } from "../../worker/http/room-request.ts";

/** P11.1, P11.3. */
export const routes = new Hono<App>()
  .get("/:room/people/:uid/export", exportPerson)
  .post("/:room/people/:uid/erase", erasePerson)
  .on("ALL", "/:room/people/:uid/export", () => jsonError("method_not_allowed", 405, { allow: "GET" }))
  .on("ALL", "/:room/people/:uid/erase", () => jsonError("method_not_allowed", 405, { allow: "POST" }));

async function exportPerson(c: Context<App, "/:room/people/:uid/export">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  const request = { type: "privacy.export", uid: c.req.param("uid") };
  return streamLines(c, asked, async (next) => {
    // Only the capability answers this request.
    return (await asked.stub.ask({ ...request, ...next }, asked.requester)) as Lines | ErrorCode;
  });
}

async function erasePerson(c: Context<App, "/:room/people/:uid/erase">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  return answer(c, asked, await asked.stub.ask({ type: "privacy.erase", uid: c.req.param("uid") }, asked.requester));
}
