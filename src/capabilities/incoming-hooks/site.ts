import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { usableId } from "../../protocol/frame.ts";
import { normalizeRoomName, normalizeUsername } from "../../protocol/normalize-name.ts";
import { parseCommand } from "../../protocol/parse-command.ts";
import { FORBIDDEN_IN_TEXT, storedForm } from "../../protocol/text.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { wrongMethod } from "../../worker/base/json-error.ts";
import { randomId } from "../../worker/base/random-id.ts";
import { readConfig } from "../../worker/config/config.ts";
import { type App, statusOf } from "../../worker/http/room-request.ts";
import { isListedRoom } from "../../worker/http/rooms.ts";
import { Avatar } from "../../worker/identity/avatar.ts";
import { roomOf } from "../../worker/object/room-stub.ts";
import { accepted, acceptedAs, failed } from "./answers.ts";
import { HOOK_TOKEN_PREFIX } from "./hook-token.ts";
import type { HookMessage } from "./payloads/payload.ts";
import { type Dialect, readPayload } from "./payloads/read-payload.ts";
import { readBody } from "./read-body.ts";

/** Bytes of a payload: GitHub's have a page of context around each line of text. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;

const HOOK = "/hooks/:room/:secret";

/** The path that Discord's clients build. The room is the webhook's id, and the secret its token. */
const DISCORD_HOOK = "/hooks/:version{v\\d+}/webhooks/:room/:secret";

/** P15.21. No CORS: a page has no business to know the address. */
export const site = new Hono<App>()
  .post(HOOK, limitPayload("slack"), (c) => receive(c, c.req.param("room"), c.req.param("secret")))
  .post(DISCORD_HOOK, limitPayload("discord"), (c) => receive(c, c.req.param("room"), c.req.param("secret"), "discord"))
  .on("ALL", [HOOK, DISCORD_HOOK], () => wrongMethod("POST"));

function limitPayload(dialect: Dialect) {
  return bodyLimit({ maxSize: MAX_PAYLOAD_BYTES, onError: () => failed(dialect, { code: "too_large" }, 413) });
}

/** @param asked the dialect that the address asks for */
async function receive(c: Context<App>, name: string, secret: string, asked?: Dialect): Promise<Response> {
  const { dialect, message } = readPayload(await readBody(c.req.raw), c.req.raw.headers);
  const answersIn = asked ?? dialect;
  const config = readConfig(c.env);
  const room = normalizeRoomName(name);
  if (room === undefined || !isListedRoom(room, config.rooms)) return failed(answersIn, { code: "no_hook" }, 404);
  if (message === undefined) return failed(answersIn, { code: "no_payload" }, 400);
  // An event of GitHub's that isn't worth a message.
  if (message.text === "" && c.req.header("x-github-event") !== undefined) return accepted(answersIn);
  const { messageCharacters } = config.limits;
  const text = fitting(message.text, messageCharacters);
  const read = parseCommand(
    {
      type: "message",
      id: (message.id === undefined ? undefined : usableId({ id: message.id })) ?? randomId(),
      message: text,
    },
    config.limits,
  );
  if (!read.ok || read.value.type !== "message") return failed(answersIn, { code: "no_text" }, 400);
  const { appearance, username } = looksOf(message);
  const posted = await roomOf(c.env, room).post({
    command: username === undefined ? read.value : { ...read.value, username },
    requester: { type: "bot", token: HOOK_TOKEN_PREFIX + secret },
    appearance,
  });
  // P15.29: what GitHub sends again may read otherwise by now.
  if ("code" in posted && posted.code === "id_conflict") return accepted(answersIn);
  if ("code" in posted) return refused(answersIn, posted);
  const wants = c.req.query("wait") === "true" && answersIn === "discord";
  return wants && posted.message !== undefined ? acceptedAs(posted.message, room) : accepted(answersIn);
}

/** A webhook that is unknown, or that was revoked, is not there. */
function refused(dialect: Dialect, refusal: Refusal): Response {
  const isUnknown = refusal.code === "bad_token" || refusal.code === "no_room";
  return failed(dialect, refusal, isUnknown ? 404 : statusOf(refusal.code));
}

/** The name and picture of a message, as far as they are usable. A program's mistake must not lose what it says. */
function looksOf({ avatar, username }: HookMessage) {
  const picture = v.safeParse(Avatar, avatar);
  return {
    appearance: picture.success ? { avatar: picture.output } : {},
    username: username === undefined ? undefined : normalizeUsername(username.slice(0, MAX_NAME_LENGTH)),
  };
}

/** Discord allows 80 characters. */
const MAX_NAME_LENGTH = 32;

/** A text that a message can have: machines send colors of the terminal, and more than anyone reads. */
function fitting(raw: string, maxCharacters: number): string {
  const text = storedForm(raw).replace(new RegExp(FORBIDDEN_IN_TEXT, "gu"), "").toWellFormed();
  const characters = Array.from(text);
  return characters.length > maxCharacters ? `${characters.slice(0, maxCharacters - 1).join("")}…` : text;
}
