import { type Context, Hono } from "hono";
import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { wrongMethod } from "../../worker/base/json-error.ts";
import { limitBody, readBody } from "../../worker/http/json-body.ts";
import {
  type App,
  answer,
  askRoom,
  authorizeAction,
  authorizeRead,
  type RoomRequest,
} from "../../worker/http/room-request.ts";
import type { Delivery } from "./delivery.ts";
import { CommandArgument } from "./hook.ts";
import { send } from "./send.ts";

const HOOK = "/:room/hooks/:id";
const DELIVERIES = `${HOOK}/deliveries` as const;
const AGAIN = `${DELIVERIES}/:number/again` as const;
const TEST = `${HOOK}/test` as const;
const SECRET = `${HOOK}/secret` as const;
const COMMANDS = "/:room/commands";
const COMMAND = `${COMMANDS}/:command` as const;

/** P16.1, P16.20. The routes that incoming webhooks have as well are those of the capability `hooks`. */
export const routes = new Hono<App>()
  .patch(HOOK, limitBody, changeHook)
  .get(DELIVERIES, (c) => askAbout(c, "webhooks.deliveries"))
  .post(AGAIN, sendAgain)
  .post(TEST, (c) => sendNow(c, { type: "webhooks.test", id: c.req.param("id") }))
  .post(SECRET, (c) => askAbout(c, "webhooks.rotate"))
  .get(COMMANDS, listCommands)
  .post(COMMAND, limitBody, runCommand)
  .on("ALL", [DELIVERIES, COMMANDS], () => wrongMethod("GET"))
  .on("ALL", [AGAIN, TEST, SECRET, COMMAND], () => wrongMethod("POST"));

async function askAbout(c: Context<App, typeof HOOK>, type: string): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  return answer(c, request, await askRoom(request, { type, id: c.req.param("id") }));
}

async function changeHook(c: Context<App, typeof HOOK>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  return answer(c, request, await askRoom(request, { type: "webhooks.change", id: c.req.param("id"), body }));
}

async function sendAgain(c: Context<App, typeof AGAIN>): Promise<Response> {
  const number = Number(c.req.param("number"));
  return sendNow(c, {
    type: "webhooks.again",
    id: c.req.param("id"),
    number: Number.isSafeInteger(number) ? number : 0,
  });
}

/** Sends at once, and answers with what became of it. The Worker waits for the receiver, and the room doesn't. */
async function sendNow(c: Context<App, typeof HOOK>, question: JsonObject): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const asked = await askRoom(request, question);
  return answer(c, request, typeof asked === "string" ? asked : await attempt(request, asked, "webhooks.record"));
}

async function listCommands(c: Context<App, typeof COMMANDS>): Promise<Response> {
  const request = await authorizeRead(c, c.req.param("room"));
  if (request instanceof Response) return request;
  return answer(c, request, await askRoom(request, { type: "commands.list" }));
}

/** Runs a slash command: the answer is for all, and then in the log, or for the person alone, and then in this response. */
async function runCommand(c: Context<App, typeof COMMAND>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  const argument = v.safeParse(CommandArgument, body);
  if (!argument.success) return answer(c, request, "bad_command");
  const { text } = argument.output;
  const asked = await askRoom(request, { type: "commands.run", command: c.req.param("command"), text });
  return answer(c, request, typeof asked === "string" ? asked : await attempt(request, asked, "commands.ran"));
}

/** Makes the attempt that the room wants, and tells it what became of it. */
async function attempt(request: RoomRequest, asked: object, type: string): Promise<object | ErrorCode> {
  // Only this capability answers these requests.
  const { delivery } = asked as { readonly delivery: Delivery };
  const outcome = await send(delivery, request.config.privateWebhooks, () => Date.now(), fetch);
  // Both are JSON.
  return askRoom(request, { type, delivery, outcome } as unknown as JsonObject);
}
