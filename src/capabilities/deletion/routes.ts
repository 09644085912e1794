import { type Context, Hono } from "hono";
import { parseTime } from "../../protocol/parse-time.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { type App, answer, authorizeAction, refuse } from "../../worker/http/room-request.ts";

/** P17.1, P17.2. */
export const routes = new Hono<App>()
  .delete("/:room/people/:uid/messages", deletePerson)
  .delete("/:room/messages", deleteBefore)
  .on("ALL", "/:room/people/:uid/messages", () => jsonError("method_not_allowed", 405, { allow: "DELETE" }));

async function deletePerson(c: Context<App, "/:room/people/:uid/messages">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  return answer(c, asked, await asked.stub.ask({ type: "deletion.person", uid: c.req.param("uid") }, asked.requester));
}

async function deleteBefore(c: Context<App, "/:room/messages">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  const at = parseTime(c.req.query("before") ?? "");
  // Without a time nothing is deleted: "everything" has to be said.
  if (at === undefined) return refuse(c, asked, { code: "bad_time" });
  const deleted = await asked.stub.ask({ type: "deletion.before", at }, asked.requester);
  // A room that no one entered has no tables (P7.3).
  return answer(c, asked, deleted === "no_person" ? "no_room" : deleted);
}
