import { randomUUID } from "node:crypto";
import { ApiError, callRoom, type RoomAccess } from "../room-api.ts";

interface Frozen {
  readonly schema: object;
  readonly tables: readonly { readonly name: string; readonly type: string }[];
  readonly position: { readonly epoch: string; readonly head: number };
  readonly rows: Readonly<Record<string, number>>;
}

interface Page {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly unknown[][];
  readonly next?: readonly unknown[];
}

interface MovedFile {
  readonly file: { readonly id: string; readonly size: number };
}

interface State {
  readonly moving: "departing" | "arriving" | null;
  readonly isHere: boolean;
  readonly departure?: { readonly move: string; readonly to: string; readonly at: number; readonly isDone: boolean };
  readonly arrival?: { readonly move: string };
}

/** The old server and the new one, and the random id of the move, which every step names. */
interface Move {
  readonly from: RoomAccess;
  readonly to: RoomAccess;
  readonly id: string;
}

/** What a move brought. */
export interface Moved {
  /** `seq` of the newest event. */
  readonly head: number;
  readonly files: number;
}

/** Options of {@link moveRoom}. */
export interface MoveOptions {
  /** Gives the move up, between two steps. */
  readonly signal?: AbortSignal;
}

/**
 * Moves a room. If anything fails, nothing is left at the new server, and the old room is opened again: in that order, so that there are
 * never two rooms.
 *
 * @throws ApiError
 */
export async function moveRoom(from: RoomAccess, to: RoomAccess, { signal }: MoveOptions = {}): Promise<Moved> {
  const move: Move = { from, to, id: randomUUID() };
  await checkTarget(move);
  let isOver = false;
  try {
    const frozen = await freeze(move);
    const files = await copy(move, frozen, signal);
    signal?.throwIfAborted();
    isOver = true;
    const { head } = await step(to, { step: "end", move: move.id, position: frozen.position, rows: frozen.rows });
    // Only a note for people: the room stays closed without it.
    await step(from, { step: "done", move: move.id }).catch(() => {});
    return { head: Number(head), files };
  } catch (error) {
    await giveUp(move, isOver, error);
    throw signal?.aborted ? new ApiError("interrupted", "The move was given up. The old room is open again.") : error;
  }
}

/** Options of {@link undoMove}. */
export interface UndoOptions {
  /** Whether to delete what people have written at the new server, or to open the old room without that server's answer. */
  readonly isForced?: boolean;
  /** The owner's token of the remembered server, if it has another. */
  readonly token?: string;
}

/**
 * Opens a room again that was moved away, after the new server has deleted its copy.
 *
 * @param to the new server; by default the one that the old room remembers
 * @throws ApiError
 */
export async function undoMove(
  from: RoomAccess,
  to?: RoomAccess,
  { isForced = false, token }: UndoOptions = {},
): Promise<void> {
  const { departure, moving } = await stateOf(from);
  const url = departure === undefined ? from.url : new URL(departure.to);
  const target = to ?? { room: from.room, url, token: token ?? from.token, tokenFrom: "TO_OWNER_TOKEN" };
  if (moving !== "departing" || departure === undefined) {
    if (to !== undefined && (await dropArriving(to, isForced))) return;
    throw new ApiError(
      "not_moving",
      `${from.room} isn't moving away from ${from.url.origin}. There is nothing to undo.`,
    );
  }
  await step(target, { step: "drop", move: departure.move, isForced }).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === "import_order") {
      throw new ApiError(
        error.code,
        `People have written in ${from.room} at ${target.url.origin} since the move. --force deletes that room, with what they wrote.`,
      );
    }
    if (isForced) return;
    throw error instanceof ApiError
      ? new ApiError(
          error.code,
          `${error.message}\nNothing was changed: there could be two rooms. --force opens the old one anyway.`,
        )
      : error;
  });
  await step(from, { step: "thaw", move: departure.move });
}

/** Deletes what a move left that never became a room. */
async function dropArriving(target: RoomAccess, isForced: boolean): Promise<boolean> {
  const { arrival, moving } = await stateOf(target);
  if (moving !== "arriving" || arrival === undefined) return false;
  if (!isForced) {
    throw new ApiError(
      "room_moving",
      `${target.url.origin} is receiving ${target.room} from another move. If that one was given up, --force deletes what came.`,
    );
  }
  await step(target, { step: "drop", move: arrival.move });
  return true;
}

/** Looks before anyone is sent away. */
async function checkTarget({ from, to }: Move): Promise<void> {
  const { isHere, moving } = await stateOf(to);
  if (isHere && to.url.origin === from.url.origin && to.room === from.room) {
    throw new ApiError("same_server", `${to.url.origin} is the server where ${from.room} is: that is the same server.`);
  }
  if (isHere) throw new ApiError("import_order", taken(to));
  if (moving !== null) throw new ApiError("room_moving", await whyMoving(to));
}

async function freeze({ from, id, to }: Move): Promise<Frozen> {
  try {
    return (await step(from, { step: "freeze", move: id, to: to.url.origin })) as unknown as Frozen;
  } catch (error) {
    const isHeld = error instanceof ApiError && (error.code === "room_moving" || error.code === "room_moved");
    throw isHeld ? new ApiError(error.code, await whyMoving(from)) : error;
  }
}

/** Copies everything but what makes the room whole. Resolves with the number of files. */
async function copy({ from, id, to }: Move, { schema, tables }: Frozen, signal?: AbortSignal): Promise<number> {
  const next = (access: RoomAccess, body: object) => {
    signal?.throwIfAborted();
    return step(access, { ...body, move: id });
  };
  await next(to, { step: "begin", schema, tables }).catch((error: unknown) => explain(error, { from, id, to }));
  for (const name of ["meta", ...tables.filter(({ type }) => type === "table").map((one) => one.name)]) {
    for (let after: readonly unknown[] | undefined; ; ) {
      const asked = { step: "read", table: name, ...(after === undefined ? {} : { after }) };
      const page = (await next(from, asked)) as unknown as Page;
      const { columns, rows, table } = page;
      if (rows.length > 0) await next(to, { step: "write", table, columns, rows });
      if (page.next === undefined) break;
      after = page.next;
    }
  }
  const listed = await callRoom(from, "/move/files", { query: { move: id }, isPatient: false });
  const { files } = (await listed.json()) as { files: readonly MovedFile[] };
  for (const file of files) {
    signal?.throwIfAborted();
    await copyFile({ from, id, to }, file);
  }
  return files.length;
}

async function copyFile({ from, id: move, to }: Move, moved: MovedFile): Promise<void> {
  const { id, size } = moved.file;
  const read = await callRoom(from, `/move/files/${encodeURIComponent(id)}`, { query: { move }, isPatient: false });
  const bytes = await read.arrayBuffer();
  if (bytes.byteLength !== size)
    throw new ApiError("internal", `The file ${id} came with ${bytes.byteLength} bytes of ${size}.`);
  const url = new URL(`/api/rooms/${encodeURIComponent(to.room)}/move/files`, to.url);
  url.searchParams.set("move", move);
  const headers = { authorization: `Bearer ${to.token}`, "x-parley-file": encodeURIComponent(JSON.stringify(moved)) };
  const written = await (to.fetch ?? fetch)(url, { method: "PUT", headers, body: bytes });
  if (!written.ok) throw new ApiError("internal", `The file ${id} could not be written: status ${written.status}.`);
}

/**
 * Deletes what came to the new server, and opens the old room.
 *
 * @param isOver whether the new server was told to make the room whole. It may have done so, and the answer was lost: then the old
 *   room stays closed until the new server says that it has none.
 */
async function giveUp({ from, id, to }: Move, isOver: boolean, reason: unknown): Promise<void> {
  try {
    const dropped = step(to, { step: "drop", move: id });
    await (isOver ? dropped : dropped.catch(() => {}));
    await step(from, { step: "thaw", move: id }).catch((error: unknown) => {
      // Another move's, or none's: this one never closed it.
      if (!(error instanceof ApiError) || !["room_moving", "room_moved", "no_room"].includes(error.code)) throw error;
    });
  } catch {
    const why = reason instanceof Error ? reason.message : String(reason);
    throw new ApiError(
      "not_undone",
      `${why}\n${from.room} may still be closed at ${from.url.origin}. Open it again with:\n` +
        `  parley move ${from.room} --url ${from.url.origin} --undo --to ${to.url.origin}`,
    );
  }
}

async function stateOf(access: RoomAccess): Promise<State> {
  return (await step(access, { step: "state" })) as unknown as State;
}

/** Says what closes a room that another move has. */
async function whyMoving(access: RoomAccess): Promise<string> {
  const { departure, moving } = await stateOf(access);
  const { room, url } = access;
  if (moving !== "departing" || departure === undefined) return `${url.origin} is receiving ${room} from another move.`;
  const at = `${new Date(departure.at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return departure.isDone
    ? `${room} has already moved to ${departure.to} on ${at}. --undo opens it again.`
    : `${room} is moving to ${departure.to} since ${at}. If that move was killed, --undo opens the room again.`;
}

async function step(access: RoomAccess, body: object): Promise<Record<string, unknown>> {
  try {
    const response = await callRoom(access, "/move", { method: "POST", body, isPatient: false });
    return (await response.json()) as Record<string, unknown>;
  } catch (error) {
    const isRefused = error instanceof ApiError && ["bad_token", "not_allowed", "token_needed"].includes(error.code);
    if (!isRefused) throw error;
    // No advice for people's tokens follows.
    throw new ApiError(
      "owner_refused",
      `${access.url.origin} refused the token. Set ${access.tokenFrom ?? "OWNER_TOKEN"} to its OWNER_TOKEN.`,
    );
  }
}

async function explain(error: unknown, { from, id, to }: Move): Promise<never> {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === "import_order") throw new ApiError(error.code, taken(to));
  if (error.code === "bad_format")
    throw new ApiError(error.code, `${to.url.origin} runs an older version. Update it first.`);
  if (error.code === "room_moving" || error.code === "room_moved") {
    const { departure } = await stateOf(to);
    if (departure?.move === id)
      throw new ApiError("same_server", `${to.url.origin} and ${from.url.origin}: that is the same server.`);
    throw new ApiError(error.code, await whyMoving(to));
  }
  throw error;
}

function taken({ room, url }: RoomAccess): string {
  return `${url.origin} has a room ${room} already. Only an empty one takes another's place.`;
}
