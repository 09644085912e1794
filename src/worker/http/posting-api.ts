import { type Context, Hono } from "hono";
import type { Command, LogCommand } from "../../protocol/commands.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { parseCommand, type UnreadAction } from "../../protocol/parse-command.ts";
import { LOG_COMMANDS } from "../../protocol/parse-log-command.ts";
import { wrongMethod } from "../base/json-error.ts";
import { randomId } from "../base/random-id.ts";
import type { Posted } from "../object/posting.ts";
import { addressOf } from "./client-address.ts";
import { limitBody, readBody } from "./json-body.ts";
import { type App, answer, authorizeAction, created, noContent, type RoomRequest, refuse } from "./room-request.ts";

const MESSAGE = "/:room/messages/:seq";
const REACTION = "/:room/messages/:seq/reactions/:emoji";

/** Routes that write to a room's log (P7.6, P7.8). */
export const postingApi = new Hono<App>()
  .post("/:room/messages", limitBody, postMessage)
  .patch(MESSAGE, limitBody, editMessage)
  .delete(MESSAGE, deleteMessage)
  .put(REACTION, (c) => react(c, true))
  .delete(REACTION, (c) => react(c, false))
  .on("ALL", MESSAGE, () => wrongMethod("PATCH, DELETE"))
  .on("ALL", REACTION, () => wrongMethod("PUT, DELETE"));

async function postMessage(c: Context<App, "/:room/messages">): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  const posted = await post(c, request, { ...body, type: "message" });
  if (posted instanceof Response) return posted;
  // An id that once named another command, whose text was deleted since.
  if (posted.message === undefined) return refuse(c, request, { code: "id_conflict" });
  return posted.isNew ? created(c, request, posted.message) : answer(c, request, posted.message);
}

async function editMessage(c: Context<App, typeof MESSAGE>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  const posted = await post(c, request, { ...body, type: "edit", target: targetOf(c) });
  if (posted instanceof Response) return posted;
  return posted.message === undefined ? refuse(c, request, { code: "no_target" }) : answer(c, request, posted.message);
}

async function deleteMessage(c: Context<App, typeof MESSAGE>): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const posted = await post(c, request, { type: "delete", target: targetOf(c) });
  return posted instanceof Response ? posted : noContent(c, request, posted);
}

async function react(c: Context<App, typeof REACTION>, on: boolean): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const command = { type: "reaction", target: targetOf(c), emoji: c.req.param("emoji"), on };
  const posted = await post(c, request, command);
  return posted instanceof Response ? posted : noContent(c, request, posted);
}

/** Sends a command to the room, as an object that was parsed from a frame. */
async function post(c: Context<App>, request: RoomRequest, object: JsonObject): Promise<Posted | Response> {
  const { config, requester, stub } = request;
  const read = parseCommand({ id: randomId(), ...object }, config.limits);
  if (!read.ok) return refuse(c, request, read.error);
  const command = read.value;
  if (!isLogCommand(command)) return refuse(c, request, { code: "bad_command" });
  const posted = await stub.post({ command, requester, address: addressOf(c.req.raw, config.proxy) });
  return "code" in posted ? refuse(c, request, posted) : posted;
}

const LOG_TYPES: ReadonlySet<string> = new Set(LOG_COMMANDS.map(({ entries }) => entries.type.literal));

function isLogCommand(command: Command | UnreadAction): command is LogCommand {
  return LOG_TYPES.has(command.type);
}

/** The message of the address. Anything but a whole number is no `seq`, which the parser says. */
function targetOf({ req }: Context<App, typeof MESSAGE | typeof REACTION>): number {
  const seq = req.param("seq");
  return /^\d{1,15}$/.test(seq) ? Number(seq) : 0;
}
