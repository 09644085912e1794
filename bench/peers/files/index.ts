// A plain Worker that keeps files, in an object's SQLite or in R2, as their own documentation shows. It checks nothing, cleans
// nothing and knows no people: the difference to Parley is what that costs.
import { DurableObject } from "cloudflare:workers";

interface Bindings {
  readonly PLAIN_FILES: DurableObjectNamespace<PlainFiles>;
  readonly FILES: R2Bucket;
  readonly STORE: string;
}

/** Bytes of a row, as Parley has them. */
const CHUNK_BYTES = 1024 * 1024;

export class PlainFiles extends DurableObject<Bindings> {
  readonly #sql = this.ctx.storage.sql;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS chunks (id TEXT, chunk INTEGER, bytes BLOB, PRIMARY KEY (id, chunk)) WITHOUT ROWID",
    );
  }

  override async fetch({ body, method, url }: Request): Promise<Response> {
    const { pathname } = new URL(url);
    return method === "PUT" && body !== null ? this.#write(pathname, body) : this.#read(pathname);
  }

  async #write(id: string, body: ReadableStream<Uint8Array>): Promise<Response> {
    let buffer = new Uint8Array(CHUNK_BYTES);
    let filled = 0;
    let chunk = 0;
    const flush = (bytes: Uint8Array) => {
      this.#sql.exec("INSERT OR REPLACE INTO chunks (id, chunk, bytes) VALUES (?, ?, ?)", id, chunk, bytes);
      chunk += 1;
    };
    for await (const part of body) {
      for (let at = 0; at < part.length; ) {
        const piece = part.subarray(at, at + CHUNK_BYTES - filled);
        buffer.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < CHUNK_BYTES) continue;
        flush(buffer);
        buffer = new Uint8Array(CHUNK_BYTES);
        filled = 0;
      }
    }
    if (filled > 0) flush(buffer.subarray(0, filled));
    return new Response(null, { status: 201 });
  }

  #read(id: string): Response {
    let chunk = 0;
    const stream = new ReadableStream({
      type: "bytes",
      pull: (controller) => {
        const query = "SELECT bytes FROM chunks WHERE id = ? AND chunk = ?";
        const [row] = this.#sql.exec<{ bytes: ArrayBuffer }>(query, id, chunk).toArray();
        if (row === undefined) return controller.close();
        chunk += 1;
        controller.enqueue(new Uint8Array(row.bytes));
      },
    });
    return new Response(stream, { headers: { "content-type": "image/jpeg" } });
  }
}

export default {
  async fetch(request, { FILES, PLAIN_FILES, STORE }) {
    const { pathname } = new URL(request.url);
    if (STORE === "sqlite") return PLAIN_FILES.getByName("files").fetch(request);
    if (request.method === "PUT") {
      await FILES.put(pathname, request.body);
      return new Response(null, { status: 201 });
    }
    const found = await FILES.get(pathname);
    if (found === null) return new Response(null, { status: 404 });
    return new Response(found.body, { headers: { "content-type": "image/jpeg", etag: found.httpEtag } });
  },
} satisfies ExportedHandler<Bindings>;
