import { DurableObject } from "cloudflare:workers";
import { randomKey } from "../../worker/base/random-id.ts";
import type { ByteRange, Place } from "./file-store.ts";
import { makePass, PASS_MS, type PassKind, readPass } from "./pass.ts";
import { R2FileStore } from "./r2-file-store.ts";
import { serve } from "./serve.ts";
import { CHUNK_TABLES, SqlFileStore } from "./sql-file-store.ts";
import type { StoredFile } from "./stored-file.ts";

/** A room's files, as they are called over RPC. */
export interface FilesStub {
  fetch(url: string, init?: RequestInit): Promise<Response>;
  publish(file: StoredFile, place: Place, isOpen: boolean): Promise<void>;
  restrict(isOpen: boolean, held: readonly string[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  list(): Promise<readonly IndexedFile[]>;
  makePass(kind: PassKind): Promise<Pass>;
  clear(): Promise<void>;
}

/** P12.11. */
export interface Pass {
  readonly pass: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A file that may be read, and by whom. */
export interface IndexedFile {
  readonly file: StoredFile;
  readonly place: Place;
  /** Whether only moderators may read it. */
  readonly isHeld: boolean;
  /** Whether everyone may read the others. */
  readonly isOpen: boolean;
}

/** Name of the header that tells the Worker which bytes to read from R2. */
export const RANGE_HEADER = "x-parley-range";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type FileRow = { file: string; place: string; held: number };

/**
 * The files of one room: an index of those that may be read, and the bytes of those that are not in R2. Serving a file asks
 * this object alone and never wakes the room, which tells it about each file that there is (P12.6).
 *
 * A file is in the index only after its last byte is stored, so nothing half is ever served.
 */
export class FilesObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #store: SqlFileStore;
  #isMade: boolean;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#store = new SqlFileStore(this.#sql);
    // The first table: the query reads no further.
    this.#isMade = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'access' LIMIT 1").toArray().length > 0;
  }

  /** Writes bytes (`PUT /<id>`), reads some (`GET /<id>?start=&end=`), or serves a file (`GET /serve/<id>?pass=`). */
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [first = "", second] = pathname.slice(1).split("/");
    if (request.method === "PUT") {
      this.#make();
      if (request.body === null) return new Response(null, { status: 400 });
      return new Response(String(await this.#store.write(first, request.body)));
    }
    if (second !== undefined) return this.#serve(second, request.headers, searchParams.get("pass"));
    if (!this.#isMade || !this.#store.has(first)) return new Response(null, { status: 404 });
    const range = { start: Number(searchParams.get("start")), end: Number(searchParams.get("end")) };
    return new Response(await this.#read(first, range));
  }

  /** Adds a file whose bytes are stored, and says whether everyone may read it. */
  publish(file: StoredFile, place: Place, isOpen: boolean): void {
    this.#make();
    this.#sql.exec("UPDATE access SET open = ? WHERE open <> ?", Number(isOpen), Number(isOpen));
    this.#sql.exec(
      "INSERT OR IGNORE INTO files (id, file, place, held) VALUES (?, ?, ?, 0)",
      file.id,
      JSON.stringify(file),
      place,
    );
  }

  /**
   * Changes who may read.
   *
   * @param held files that only moderators may read from now on
   */
  restrict(isOpen: boolean, held: readonly string[]): void {
    if (!this.#isMade) return;
    this.#sql.exec("UPDATE access SET open = ? WHERE open <> ?", Number(isOpen), Number(isOpen));
    for (const id of held) this.#sql.exec("UPDATE files SET held = 1 WHERE id = ?", id);
  }

  /** Deletes files. From its first row on, nothing of them is served. */
  async remove(ids: readonly string[]): Promise<void> {
    if (this.#isMade) {
      for (const id of ids) this.#sql.exec("DELETE FROM files WHERE id = ?", id);
      await this.#store.delete(ids);
    }
    await this.#bucket()?.delete(ids);
  }

  /** The files that there are. */
  list(): readonly IndexedFile[] {
    if (!this.#isMade) return [];
    const { isOpen } = this.#access();
    return this.#sql
      .exec<FileRow>("SELECT file, place, held FROM files")
      .toArray()
      .map((row) => ({ ...indexed(row), isOpen }));
  }

  makePass(kind: PassKind): Pass {
    this.#make();
    const until = Date.now() + PASS_MS;
    return { pass: makePass(this.#access().key, kind, until), until };
  }

  /** Deletes everything, after the room was deleted. */
  async clear(): Promise<void> {
    this.#isMade = false;
    await this.ctx.storage.deleteAll();
    await this.#bucket()?.clear();
  }

  #serve(id: string, headers: Headers, pass: string | null): Response | Promise<Response> {
    const found = this.#isMade ? this.#find(id) : undefined;
    if (found === undefined) return new Response(null, { status: 404 });
    const { isOpen, key } = this.#access();
    const granted = pass === null ? undefined : readPass(key, pass, Date.now());
    const isAllowed = found.isHeld ? granted === "moderate" : isOpen || granted !== undefined;
    // A file that may not be read looks like one that there is not.
    if (!isAllowed) return new Response(null, { status: 404 });
    const { headers: head, range, status } = serve(found.file, headers, isOpen && !found.isHeld && pass === null);
    if (range === undefined) return new Response(null, { status, headers: head });
    if (found.place === "object") return this.#stream(id, range, status, head);
    return new Response(null, { status, headers: { ...head, [RANGE_HEADER]: `${range.start}-${range.end}` } });
  }

  async #stream(id: string, range: ByteRange, status: number, headers: Record<string, string>): Promise<Response> {
    return new Response(await this.#read(id, range), { status, headers });
  }

  /** Reads bytes as a stream whose length is known, so that readers notice one that breaks off. */
  async #read(id: string, range: ByteRange): Promise<ReadableStream<Uint8Array>> {
    return fixedLength(await this.#store.read(id, range), range);
  }

  #find(id: string): Omit<IndexedFile, "isOpen"> | undefined {
    const [row] = this.#sql.exec<FileRow>("SELECT file, place, held FROM files WHERE id = ?", id);
    return row && indexed(row);
  }

  #access(): { key: Uint8Array; isOpen: boolean } {
    const { key, open } = this.#sql.exec<{ key: ArrayBuffer; open: number }>("SELECT key, open FROM access").one();
    return { key: new Uint8Array(key), isOpen: open === 1 };
  }

  #bucket(): R2FileStore | undefined {
    const { FILES } = this.env;
    return FILES === undefined ? undefined : new R2FileStore(FILES, String(this.ctx.id.name));
  }

  #make(): void {
    if (this.#isMade) return;
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec(`CREATE TABLE access (key BLOB NOT NULL, open INTEGER NOT NULL);
        CREATE TABLE files (id TEXT PRIMARY KEY, file TEXT NOT NULL, place TEXT NOT NULL, held INTEGER NOT NULL) WITHOUT ROWID;
        ${CHUNK_TABLES}`);
      this.#sql.exec("INSERT INTO access (key, open) VALUES (?, 0)", randomKey());
    });
    this.#isMade = true;
  }
}

/** Only `publish` writes these columns. */
function indexed({ file, held, place }: FileRow): Omit<IndexedFile, "isOpen"> {
  return { file: JSON.parse(file) as StoredFile, place: place as Place, isHeld: held === 1 };
}

/** Gives a stream the length of a range. */
export function fixedLength(bytes: ReadableStream<Uint8Array>, { end, start }: ByteRange): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(end - start);
  // A reader who leaves ends this; the response has failed by then.
  bytes.pipeTo(writable).catch(() => {});
  return readable;
}
