import { type Context, Hono } from "hono";
import * as v from "valibot";
import { wrongMethod } from "../../worker/base/json-error.ts";
import { limitBody, readBody } from "../../worker/http/json-body.ts";
import { type App, answer, askRoom, authorizeAction, created, noContent } from "../../worker/http/room-request.ts";
import { faultOf, NewBot } from "./new-bot.ts";

const BOTS = "/:room/bots";
const BOT = "/:room/bots/:id";

/** P15.1. */
export const routes = new Hono<App>()
  .get(BOTS, listBots)
  .post(BOTS, limitBody, createBot)
  .delete(BOT, revokeBot)
  .on("ALL", BOTS, () => wrongMethod("GET, POST"))
  .on("ALL", BOT, () => wrongMethod("DELETE"));

async function listBots(c: Context<App, typeof BOTS>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  return answer(c, request, await askRoom(request, { type: "bots.list" }));
}

async function createBot(c: Context<App, typeof BOTS>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  const bot = v.safeParse(NewBot, body);
  if (!bot.success) return answer(c, request, faultOf(bot.issues));
  const sent = { type: "bots.create", ...bot.output, scopes: [...bot.output.scopes] };
  return created(c, request, await askRoom(request, sent));
}

async function revokeBot(c: Context<App, typeof BOT>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  return noContent(c, request, await askRoom(request, { type: "bots.revoke", id: c.req.param("id") }));
}
