import { type Context, Hono } from "hono";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { networkOf } from "../../room/limits/ip-network.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { logFailure } from "../../worker/base/logger.ts";
import { addressOf } from "../../worker/http/client-address.ts";
import { corsHeaders } from "../../worker/http/cors.ts";
import {
  type App,
  answer,
  authorizeAction,
  authorizeRead,
  type RoomRequest,
  refuse,
} from "../../worker/http/room-request.ts";
import { fileName } from "./file-name.ts";
import type { FileStore } from "./file-store.ts";
import type { FileAccess, FileKnown } from "./files.ts";
import { filesOf } from "./files-stub.ts";
import { moveRoutes } from "./move-routes.ts";
import { storeOf } from "./store-of.ts";
import { newFileId, type StoredFile } from "./stored-file.ts";
import { receive } from "./upload.ts";

/** Milliseconds after which an upload may be repeated if the scanner gave no answer. */
const SCANNER_AWAY_MS = 10_000;

/** P12.2, P12.11. */
export const routes = new Hono<App>()
  .get("/:room/files", (c) => describeFiles(c, c.req.param("room")))
  .post("/:room/files", (c) => uploadFile(c, c.req.param("room")))
  .route("/", moveRoutes)
  .on("ALL", "/:room/files", () => jsonError("method_not_allowed", 405, { allow: "GET, POST" }));

/** The limits for sending, and a pass for reading. */
async function describeFiles(c: Context<App>, name: string): Promise<Response> {
  const asked = await authorizeRead(c, name);
  if (asked instanceof Response) return asked;
  // Only this capability answers these requests.
  const access = (await asked.stub.ask({ type: "files.access" }, asked.requester)) as FileAccess | ErrorCode;
  if (typeof access === "string") return answer(c, asked, access);
  const { maxBytes, types } = asked.config.files;
  const stub = filesOf({ env: c.env, room: roomIn(name) });
  const kind = access.isModerator ? "moderate" : "read";
  const pass = access.isOpen && !access.isModerator ? {} : await stub.makePass(kind);
  return answer(c, asked, { maxBytes, types: [...types], ...pass });
}

async function uploadFile(c: Context<App>, name: string): Promise<Response> {
  const asked = await authorizeAction(c, name);
  if (asked instanceof Response) return asked;
  const { config, requester, stub } = asked;
  const id = newFileId();
  const address = addressOf(c.req.raw, config.proxy);
  const network = address === undefined ? undefined : networkOf(address);
  const sender = network === undefined ? {} : { network };
  const length = c.req.header("content-length");
  const size = length === undefined ? config.files.maxBytes : Number(length);
  const begun = await stub.ask({ type: "files.begin", id, size, ...sender }, requester);
  if (typeof begun === "string") return answer(c, asked, begun);
  try {
    const file = await storeFile(c, asked, id, name);
    if (typeof file !== "string") {
      const { isOpen, ...stored } = file;
      const ended = await stub.ask({ type: "files.end", file: stored, isOpen, ...sender }, requester);
      if (typeof ended !== "string") return created(c, asked, ended as { file: StoredFile });
      // The room dropped the upload meanwhile, and will not ask for its deletion again.
      await filesOf({ env: c.env, room: roomIn(name) }).remove([id]);
      return answer(c, asked, ended);
    }
    await stub.ask({ type: "files.fail", id, ...sender }, requester);
    if (file === "scan_unavailable") return refuse(c, asked, { code: file, retryAfter: SCANNER_AWAY_MS });
    return answer(c, asked, file);
  } catch (error) {
    // The room deletes the stored part within the hour at the latest (P12.3).
    await stub.ask({ type: "files.fail", id, ...sender }, requester);
    logFailure("request_failed", error);
    return answer(c, asked, "internal");
  }
}

/** Stores the bytes, and lets them be read by those who know the id. */
async function storeFile(
  c: Context<App>,
  asked: RoomRequest,
  id: string,
  name: string,
): Promise<(StoredFile & Pick<FileAccess, "isOpen">) | ErrorCode> {
  const { config, requester, stub } = asked;
  const { body } = c.req.raw;
  if (body === null) return "file_type";
  const room = roomIn(name);
  const { place, store } = storeOf(c.env, room);
  const received = await receive(store, id, body, config.files, c.req.header("content-type"));
  if (typeof received === "string") return received;
  const file = { id, name: fileName(c.req.header("x-file-name")), ...received };
  const refusal = await scanned(asked, store, room, file);
  if (refusal !== undefined) return refusal;
  const access = (await stub.ask({ type: "files.access" }, requester)) as FileAccess | ErrorCode;
  if (typeof access === "string") return access;
  await filesOf({ env: c.env, room }).publish(file, place, access.isOpen);
  return { ...file, isOpen: access.isOpen };
}

/**
 * P12.19: has a stored file scanned, if the owner has a scanner. Nothing else knows of the file yet.
 *
 * @returns why it can't be used
 */
async function scanned(
  { config, requester, stub }: RoomRequest,
  store: FileStore,
  room: string,
  file: StoredFile,
): Promise<ErrorCode | undefined> {
  const { scanner } = config.files;
  if (scanner === undefined) return undefined;
  // Only this capability answers these requests.
  const known = (await stub.ask({ type: "files.known", hash: file.hash }, requester)) as FileKnown | ErrorCode;
  if (typeof known === "string") return known;
  // P12.21
  if (known.isKnown) return undefined;
  const { scan } = await import("./scan.ts");
  const result = await scan(store, room, file, scanner, { send: fetch, now: Date.now });
  if (result.verdict === "unavailable") logFailure("scan_unavailable", undefined, result.reason);
  return VERDICTS[result.verdict];
}

const VERDICTS = { clean: undefined, rejected: "file_rejected", unavailable: "scan_unavailable" } as const;

function created({ req }: Context<App>, { config }: RoomRequest, { file }: { file: StoredFile }): Response {
  const { hash: _, ...shown } = file;
  return Response.json({ file: shown }, { status: 201, headers: corsHeaders(req.header("origin"), config) });
}

/** The request was authorized, so its room has a valid name. */
function roomIn(name: string): string {
  return normalizeRoomName(name) ?? "";
}
