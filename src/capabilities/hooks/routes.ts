import { type Context, Hono } from "hono";
import * as v from "valibot";
import { wrongMethod } from "../../worker/base/json-error.ts";
import { limitBody, readBody } from "../../worker/http/json-body.ts";
import { type App, answer, askRoom, authorizeAction, created, noContent } from "../../worker/http/room-request.ts";
import { HOOK_KINDS, type HookList } from "./request.ts";

const HOOKS = "/:room/hooks";
const HOOK = "/:room/hooks/:id";

/** P15.20, for webhooks of every kind. */
export const routes = new Hono<App>()
  .get(HOOKS, listHooks)
  .post(HOOKS, limitBody, createHook)
  .delete(HOOK, revokeHook)
  .on("ALL", HOOKS, () => wrongMethod("GET, POST"));

async function listHooks(c: Context<App, typeof HOOKS>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const answers = await Promise.all(HOOK_KINDS.map((kind) => askRoom(request, { type: "hooks.list", kind })));
  // A kind that is off is not found.
  const refusal = answers.find((one) => typeof one === "string" && one !== "not_found");
  if (typeof refusal === "string") return answer(c, request, refusal);
  const hooks = answers.flatMap((one) => (typeof one === "string" ? [] : (one as HookList).hooks));
  return answer(c, request, { hooks });
}

const NewHook = v.looseObject({ kind: v.picklist(HOOK_KINDS) });

async function createHook(c: Context<App, typeof HOOKS>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  const hook = v.safeParse(NewHook, body);
  if (!hook.success) return answer(c, request, "bad_command");
  const { origin } = new URL(c.req.url);
  return created(c, request, await askRoom(request, { type: "hooks.create", kind: hook.output.kind, origin, body }));
}

async function revokeHook(c: Context<App, typeof HOOK>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  return noContent(c, request, await askRoom(request, { type: "hooks.revoke", id: c.req.param("id") }));
}
