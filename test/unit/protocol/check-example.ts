import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { NewBot } from "../../../src/capabilities/bots/new-bot.ts";
import { describeFile } from "../../../src/capabilities/files/scan-description.ts";
import { HOOK_KINDS } from "../../../src/capabilities/hooks/request.ts";
import { parseBatch } from "../../../src/capabilities/import/batch.ts";
import { NewHook } from "../../../src/capabilities/webhooks/hook.ts";
import { ERRORS } from "../../../src/protocol/error-codes.ts";
import { expandFrame } from "../../../src/protocol/expand-frame.ts";
import { FilesAnswer, UploadedFile } from "../../../src/protocol/files.ts";
import { isBotUid } from "../../../src/protocol/identity.ts";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { ListObject } from "../../../src/protocol/lists.ts";
import { RoomPage } from "../../../src/protocol/operator.ts";
import { parsePlain } from "../../../src/protocol/parse-plain.ts";
import { parseV1 } from "../../../src/protocol/parse-v1.ts";
import { parseServerFrame } from "../../../src/protocol/server-frame.ts";
import { ReaderObject } from "../../../src/protocol/server-objects.ts";
import { isBotToken } from "../../../src/room/tokens/room-token.ts";
import { NewBan } from "../../../src/worker/http/new-ban.ts";
import { readClaims } from "../../../src/worker/identity/claims.ts";

type JsonObject = { readonly [field: string]: unknown };

/** Fields that the examples of messages add to those of the protocol. */
const ADDED = new Set(["color", "mentions"]);
const OF_A_MESSAGE = new Set(
  "type seq at uid id username message replyTo signedIn bot avatar deleted hidden editedAt reactions files".split(" "),
);

/** The kinds of examples, each with a check that throws if an example is not to the letter what the project's parsers read. */
const CHECKS: { readonly [kind: string]: (text: string) => void } = {
  client: checkCommand,
  server: (text) => checkObjects(text),
  "plain-client": checkPlainCommand,
  "plain-server": checkPlainObject,
  "http summary": (text) => {
    const { room, title, count, head, epoch, ...others } = read(text);
    ensure(typeof room === "string" && typeof title === "string", "no room or no title");
    ensure(typeof count === "number" && typeof head === "number", "no count or no head");
    ensure((epoch === null || typeof epoch === "string") && isEmpty(others), "no epoch, or an unknown field");
  },
  "http messages": (text) => {
    const { head, messages, ...others } = read(text);
    ensure(typeof head === "number" && isEmpty(others), "no head, or an unknown field");
    checkObjects(JSON.stringify({ type: "reset", reason: "new", messages }));
  },
  "http search": (text) => {
    const { hits, indexed, next, ...others } = read(text);
    ensure(
      typeof indexed === "number" && typeof next === "number" && isEmpty(others),
      "no number, or an unknown field",
    );
    for (const { marks, message, snippet, ...unknown } of hits as JsonObject[]) {
      ensure(Array.isArray(marks) && typeof snippet === "string" && isEmpty(unknown), "no marks, or an unknown field");
      checkObjects(JSON.stringify({ type: "reset", reason: "new", messages: [message] }));
    }
  },
  "http webhook": (text) => void v.parse(NewHook, JSON.parse(text)),
  "http delivery": (text) => {
    const { data, room, timestamp, type, ...others } = read(text);
    ensure(typeof type === "string" && typeof room === "string", "no type or no room");
    ensure(new Date(String(timestamp)).toISOString() === timestamp && isEmpty(others), "no time, or an unknown field");
    checkObjects(JSON.stringify({ type, ...(data as JsonObject) }));
  },
  "http deletedPerson": (text) => {
    const { done, uid, ...others } = read(text);
    ensure(typeof uid === "string" && typeof done === "boolean" && isEmpty(others), "no uid, or an unknown field");
  },
  "http deletedBefore": (text) => {
    const { before, done, ...others } = read(text);
    ensure(typeof before === "number" && typeof done === "boolean" && isEmpty(others), "no time, or an unknown field");
  },
  "http import": (text) => {
    const { last: _, ...batch } = read(text);
    ensure(parseBatch(batch).ok, "refused");
    ensure(isEmpty(without(batch, ["source", "messages"])), "an unknown field");
    const known = ["id", "person", "username", "at", "message", "editedAt", "replyTo", "reactions"];
    for (const message of batch.messages as JsonObject[]) ensure(isEmpty(without(message, known)), "an unknown field");
  },
  "http imported": (text) => {
    const { known, stored, ...others } = read(text);
    ensure(typeof known === "number" && typeof stored === "number" && isEmpty(others), "no count, or an unknown field");
  },
  "http error": (text) => {
    const { error, ...others } = read(text);
    ensure(isEmpty(others), "an unknown field");
    checkObjects(JSON.stringify({ type: "error", ...(error as object) }));
  },
  "http file": (text) => {
    const { file, ...others } = read(text);
    ensure(isDeepStrictEqual(v.parse(UploadedFile, file), file) && isEmpty(others), "no file, or an unknown field");
  },
  "http files": (text) => {
    ensure(isDeepStrictEqual(v.parse(FilesAnswer, read(text)), read(text)), "a field is dropped or changed");
  },
  "http scan": (text) => {
    const { id, name, room, sha256, size, type } = read(text);
    const hash = Buffer.from(String(sha256), "hex").toString("base64url");
    const file = { id: String(id), name: String(name), type: String(type), size: Number(size), hash };
    ensure(isDeepStrictEqual(JSON.parse(describeFile(String(room), file)), read(text)), "not as the server sends it");
  },
  "http action": (text) => checkCommand(JSON.stringify({ type: "moderate", id: "1", ...read(text) })),
  "http answer": (text) => checkObjects(text),
  "http post": (text) => checkCommand(JSON.stringify({ type: "message", id: "1", ...read(text) })),
  "http edit": (text) => checkCommand(JSON.stringify({ type: "edit", id: "1", target: 1, ...read(text) })),
  "http bot": (text) =>
    ensure(isDeepStrictEqual(v.parse(NewBot, read(text)), read(text)), "a field is dropped or changed"),
  "http new-bot": (text) => {
    const { at, by, id, token, ...others } = read(text);
    ensure(typeof at === "number" && typeof by === "string" && isBotUid(String(id)), "no time, maker or id");
    ensure(isBotToken(String(token)), "no token");
    v.parse(v.strictObject(NewBot.entries), others);
  },
  "http hook": (text) => v.parse(v.looseObject({ kind: v.picklist(HOOK_KINDS) }), read(text)),
  "http new-hook": (text) => {
    const { at, by, id, kind, name, url, ...others } = read(text);
    ensure(kind === "incoming" && isBotUid(String(id)) && isEmpty(others), "no kind or id, or an unknown field");
    ensure(typeof at === "number" && typeof by === "string" && typeof name === "string", "no time, maker or name");
    ensure(/^https:\/\/chat\.example\/hooks\/garden\/[\w-]{43}$/.test(String(url)), "no address");
  },
  "http ban": (text) => {
    const parsed = v.parse(NewBan, read(text));
    ensure(isDeepStrictEqual(parsed, read(text)), "a field is dropped or changed");
  },
  "http bans": (text) => {
    const { bans, ...others } = read(text);
    ensure(Array.isArray(bans) && isEmpty(others), "no bans, or an unknown field");
    for (const ban of bans as JsonObject[]) {
      const { at, key, kind, reason: _, until: __, ...unknown } = ban;
      ensure(typeof key === "string" && (kind === "network" || kind === "uid"), "no key or kind");
      ensure(typeof at === "number" && isEmpty(unknown), "no time, or an unknown field");
    }
  },
  "http rooms": (text) => {
    ensure(isDeepStrictEqual(v.parse(RoomPage, read(text)), read(text)), "a field is dropped or changed");
  },
  jwt: (text) => {
    const { iss, aud, exp, name, picture, role, rooms, sub, ...others } = read(text);
    ensure(typeof aud === "string" && isEmpty(others), "no audience, or an unknown claim");
    const context = { issuer: String(iss), room: "garden", now: Number(exp) * 1_000 - 1 };
    const claims = readClaims({ sub, exp, name, picture, role, rooms }, context);
    if (!claims.ok) throw new Error(`refused: ${claims.error}`);
    const { identity, ignored } = claims.value;
    ensure(identity.username === name && identity.avatar === picture, "another name or picture");
    ensure(identity.role === role && identity.expires === Number(exp) * 1_000, "another role or expiry");
    ensure(ignored.length === 0, "a claim is ignored");
  },
};

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/**
 * Checks one example of the page.
 *
 * @throws if its kind is unknown, or the project's parsers refuse it, drop one of its fields or change a value
 */
export function checkExample(kind: string, text: string): void {
  const check = CHECKS[kind];
  if (check === undefined) throw new Error(`no kind of example: "${kind}"`);
  check(text);
}

function checkCommand(text: string): void {
  const frame = read(text);
  const parsed = parseV1(text, DEFAULT_LIMITS);
  if (!parsed.ok) throw new Error(`refused: ${"error" in parsed ? parsed.error.code : "too large"}`);
  // P3.3: `read` is an `ack` of its `seq`.
  const command = frame.type === "read" ? { ...parsed.value, type: "read" } : parsed.value;
  ensure(isDeepStrictEqual(withExtra(command), frame), "a field is dropped or changed");
  checkAddedFields(frame);
}

function checkPlainCommand(text: string): void {
  const parsed = parsePlain(text, DEFAULT_LIMITS);
  if (!parsed.ok) throw new Error(`refused: ${"error" in parsed ? parsed.error.code : "too large"}`);
  const command = parsed.value.type === "cast" ? parsed.value.data : withExtra(parsed.value);
  // P2.11: a text makes it a message.
  const frame = parsed.value.type === "cast" ? read(text) : { ...read(text), type: "message" };
  ensure(isDeepStrictEqual(command, frame), "a field is dropped or changed");
  checkAddedFields(read(text));
}

/** One object, or a frame of them. */
function checkObjects(text: string): void {
  const value: unknown = JSON.parse(text);
  const isFrame = Array.isArray(value) || (typeof value === "object" && value !== null && "objects" in value);
  // Whatever it is not, the parser drops.
  for (const object of expandFrame(isFrame ? value : [value]) as readonly JsonObject[]) {
    const [known, ...others] = parseServerFrame(JSON.stringify([object]));
    // The items of a list are parsed apart, and the answer to a reader is read by no client here.
    const apart = object.type === "reader" ? v.parse(ReaderObject, object) : known;
    const parsed = apart?.type === "list" ? v.parse(ListObject, apart) : apart;
    ensure(parsed !== undefined && others.length === 0, "not an object of the server");
    if (object.type === "void") {
      const { at, id, seq, type, uid, ...unknown } = object;
      ensure(type === "void" && uid === "" && id === "" && isEmpty(unknown), "not a void");
      ensure(isDeepStrictEqual(parsed, { type: "unknown", seq }) && typeof at === "number", "not a void");
      continue;
    }
    ensure(isDeepStrictEqual(parsed, object), "a field is missing, dropped or changed");
    if (object.type === "error") ensure(String(object.code) in ERRORS, `no such code: ${object.code}`);
    checkAddedFields(object);
  }
}

function checkPlainObject(text: string): void {
  const object = read(text);
  if (object.type === "system") {
    const { message, type: _, ...others } = object;
    ensure(typeof message === "string" && isEmpty(others), "not a system message");
  } else if (["message", "error", "ack"].includes(String(object.type))) {
    checkObjects(text);
  } else {
    checkPlainCommand(text);
  }
}

/** A message may have fields that the protocol doesn't know. In an example, any other than those named here is a slip. */
function checkAddedFields(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const item of Object.values(value)) checkAddedFields(item);
  if (!("type" in value) || value.type !== "message") return;
  for (const field of Object.keys(value)) ensure(OF_A_MESSAGE.has(field) || ADDED.has(field), `unknown: ${field}`);
}

function withExtra(command: object): JsonObject {
  const { extra = {}, ...fields } = command as JsonObject;
  return { ...fields, ...(extra as object) };
}

function read(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}

function ensure(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
