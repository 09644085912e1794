import { ApiError, callRoom, type RoomAccess } from "../room-api.ts";

/** Longest table name and key that a server may send; a page of rows is what it is. */
interface Frozen {
  readonly schema: object;
  readonly tables: readonly { readonly name: string; readonly type: string }[];
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

/** What a move brought. */
export interface Moved {
  /** `seq` of the newest event. */
  readonly head: number;
  readonly files: number;
}

/**
 * Moves a room. If anything fails, the old room is opened again, and nothing is left at the new server.
 *
 * @throws ApiError
 */
export async function moveRoom(from: RoomAccess, to: RoomAccess): Promise<Moved> {
  const frozen = (await step(from, { step: "freeze" })) as unknown as Frozen;
  try {
    return await copy(from, to, frozen);
  } catch (error) {
    // Both may be what failed, and the first error says why.
    await step(to, { step: "drop" }).catch(() => {});
    await undoMove(from).catch(() => {});
    throw error;
  }
}

/** Opens a room again that was moved away. */
export async function undoMove(from: RoomAccess): Promise<void> {
  await step(from, { step: "thaw" });
}

async function copy(from: RoomAccess, to: RoomAccess, { schema, tables }: Frozen): Promise<Moved> {
  await step(to, { step: "begin", schema, tables }).catch((error: unknown) => {
    throw explain(error, to);
  });
  for (const { name } of tables.filter(({ type }) => type === "table")) {
    for (let after: readonly unknown[] | undefined; ; ) {
      const asked = { step: "read", table: name, ...(after === undefined ? {} : { after }) };
      const { columns, next, rows, table } = (await step(from, asked)) as unknown as Page;
      if (rows.length > 0) await step(to, { step: "write", table, columns, rows });
      if (next === undefined) break;
      after = next;
    }
  }
  const { files } = (await (await callRoom(from, "/move/files")).json()) as { files: readonly MovedFile[] };
  for (const file of files) await copyFile(from, to, file);
  const { head } = await step(to, { step: "end", tables });
  return { head: Number(head), files: files.length };
}

async function copyFile(from: RoomAccess, to: RoomAccess, moved: MovedFile): Promise<void> {
  const { id, size } = moved.file;
  const read = await callRoom(from, `/move/files/${encodeURIComponent(id)}`);
  const bytes = await read.arrayBuffer();
  if (bytes.byteLength !== size)
    throw new ApiError("internal", `The file ${id} came with ${bytes.byteLength} bytes of ${size}.`);
  const url = new URL(`/api/rooms/${encodeURIComponent(to.room)}/move/files`, to.url);
  const headers = { authorization: `Bearer ${to.token}`, "x-parley-file": encodeURIComponent(JSON.stringify(moved)) };
  const written = await (to.fetch ?? fetch)(url, { method: "PUT", headers, body: bytes });
  if (!written.ok) throw new ApiError("internal", `The file ${id} could not be written: status ${written.status}.`);
}

async function step(access: RoomAccess, body: object): Promise<Record<string, unknown>> {
  const response = await callRoom(access, "/move", { method: "POST", body });
  return (await response.json()) as Record<string, unknown>;
}

function explain(error: unknown, { room, url }: RoomAccess): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.code === "import_order")
    return new ApiError(
      error.code,
      `${url.origin} has a room ${room} already. Only an empty one takes another's place.`,
    );
  if (error.code === "bad_format")
    return new ApiError(error.code, `${url.origin} runs an older version. Update it first.`);
  return error;
}
