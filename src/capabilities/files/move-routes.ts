import { type Context, Hono } from "hono";
import * as v from "valibot";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { wrongMethod } from "../../worker/base/json-error.ts";
import { authorizeMove } from "../../worker/http/move-api.ts";
import { type App, answer, noContent, type RoomRequest, refuse } from "../../worker/http/room-request.ts";
import type { MoveState } from "../../worker/object/room-move.ts";
import type { Moving } from "../../worker/storage/migrations.ts";
import { fixedLength } from "./files-object.ts";
import { filesOf } from "./files-stub.ts";
import { storeAt, storeOf } from "./store-of.ts";
import { isFileId, type StoredFile } from "./stored-file.ts";

const Moved = v.object({
  file: v.object({
    id: v.pipe(v.string(), v.check(isFileId)),
    name: v.string(),
    type: v.string(),
    size: v.number(),
    hash: v.string(),
    width: v.exactOptional(v.number()),
    height: v.exactOptional(v.number()),
  }),
  isHeld: v.boolean(),
  isOpen: v.boolean(),
});
/** A file of a room that moves to another server, and who may read it. */
export type MovedFile = v.InferOutput<typeof Moved>;

/** Name of the header with a {@link MovedFile}, as percent-encoded JSON. */
const HEADER = "x-parley-file";

/** Files of a room that moves: `parley move` reads them here, and writes them there before the room is whole. */
export const moveRoutes = new Hono<App>()
  .get("/:room/move/files", listFiles)
  .get("/:room/move/files/:id", readFile)
  .put("/:room/move/files", writeFile)
  .on("ALL", "/:room/move/files", () => wrongMethod("GET, PUT"))
  .on("ALL", "/:room/move/files/:id", () => wrongMethod("GET"));

async function listFiles(c: Context<App, "/:room/move/files">): Promise<Response> {
  const asked = await authorizeMove(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  if (!(await isMoving(c, asked, "departing"))) return refuse(c, asked, { code: "no_room" });
  const found = await filesOf({ env: c.env, room: roomIn(c.req.param("room")) }).list();
  return answer(c, asked, { files: found.map(({ file, isHeld, isOpen }) => ({ file, isHeld, isOpen })) });
}

async function readFile(c: Context<App, "/:room/move/files/:id">): Promise<Response> {
  const room = roomIn(c.req.param("room"));
  const asked = await authorizeMove(c, room);
  if (asked instanceof Response) return asked;
  if (!(await isMoving(c, asked, "departing"))) return refuse(c, asked, { code: "no_room" });
  const found = (await filesOf({ env: c.env, room }).list()).find(({ file }) => file.id === c.req.param("id"));
  if (found === undefined) return refuse(c, asked, { code: "not_found" });
  const range = { start: 0, end: found.file.size };
  const body = await storeAt(c.env, room, found.place).read(found.file.id, range);
  return new Response(fixedLength(body, range), { headers: { "content-type": "application/octet-stream" } });
}

async function writeFile(c: Context<App, "/:room/move/files">): Promise<Response> {
  const room = roomIn(c.req.param("room"));
  const asked = await authorizeMove(c, room);
  if (asked instanceof Response) return asked;
  const moved = v.safeParse(Moved, parseHeader(c.req.header(HEADER)));
  const { body } = c.req.raw;
  if (!moved.success || body === null) return refuse(c, asked, { code: "bad_command" });
  if (!(await isMoving(c, asked, "arriving"))) return refuse(c, asked, { code: "no_room" });
  const { file, isHeld, isOpen } = moved.output;
  const files = filesOf({ env: c.env, room });
  const { place, store } = storeOf(c.env, room);
  // An earlier attempt may have left a part of it.
  await files.remove([file.id]);
  const written = await store.write(file.id, body);
  if (written !== file.size) return refuse(c, asked, { code: "internal" });
  await files.publish(file satisfies StoredFile, place, isOpen);
  if (isHeld) await files.restrict(isOpen, [file.id]);
  return noContent(c, asked, {});
}

/** Whether the room is on the move that the request names. */
async function isMoving(c: Context<App>, { requester, stub }: RoomRequest, way: Moving): Promise<boolean> {
  const answered = await stub.move({ step: "state" }, requester);
  if (typeof answered === "string") return false;
  // The answer to that step.
  const { arrival, departure, moving } = answered as MoveState;
  const { move } = (way === "arriving" ? arrival : departure) ?? {};
  return moving === way && move !== undefined && move === c.req.query("move");
}

function parseHeader(text: string | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(text ?? ""));
  } catch {
    return undefined;
  }
}

function roomIn(name: string): string {
  return normalizeRoomName(name) ?? "";
}
