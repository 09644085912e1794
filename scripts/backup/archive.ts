// A backup as one file: a tar, compressed with zstd, with a list of its files at the end. A file without that list isn't whole.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, openSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { createTarDecoder, createTarPacker } from "modern-tar";
import * as v from "valibot";
import { isDatabasePath } from "./data-folder.ts";
import { checkFrame } from "./zstd-frame.ts";

/** The list of the archive's files. */
const LIST = "parley-backup.json";
const MAX_LIST_BYTES = 256 * 1024 * 1024;
const FORMAT = 1;
/** A tar consists of blocks, and two empty ones are its end. */
const BLOCK_BYTES = 512;
const END_BYTES = 2 * BLOCK_BYTES;

const Entry = v.object({ path: v.pipe(v.string(), v.check(isDatabasePath)), bytes: v.number(), sha256: v.string() });
const List = v.object({ format: v.literal(FORMAT), at: v.string(), files: v.array(Entry) });

/** A file of an archive. */
export type ArchivedFile = v.InferOutput<typeof Entry>;

/** What an archive says about itself. */
export type ArchiveList = v.InferOutput<typeof List>;

/** Writes an archive, file by file. */
export interface ArchiveWriter {
  /** @param from the file on this machine, which may be deleted afterwards */
  add(path: string, from: string): Promise<void>;
  /** Writes the list, and resolves when everything is written. */
  finish(at: Date): Promise<ArchiveList>;
  /** Ends it without a list. */
  abandon(): Promise<void>;
}

/**
 * Creates a file for an archive. Only its user can read it: it has what people wrote, and the keys of their tokens.
 *
 * @throws if there is such a file
 */
export function newFile(file: string): Writable {
  return createWriteStream("", { fd: openSync(file, "wx", 0o600), flush: true });
}

/** @param to is ended with the archive */
export function createArchive(to: Writable): ArchiveWriter {
  const { controller, readable } = createTarPacker();
  const files: ArchivedFile[] = [];
  const written = pipeline(
    Readable.from(readable),
    createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    to,
  );
  // The next step reports it.
  written.catch(() => {});
  return {
    async add(path, from) {
      const { size: bytes } = statSync(from);
      const hash = createHash("sha256");
      const body = controller.add({ name: path, size: bytes, mode: 0o600 });
      const added = pipeline(createReadStream(from), hashing(hash), Writable.fromWeb(body));
      // A disk that is full fails the archive, and nothing takes this file then.
      await Promise.race([added, written.then(() => added)]);
      files.push({ path, bytes, sha256: hash.digest("hex") });
    },
    async finish(at) {
      const list: ArchiveList = { format: FORMAT, at: at.toISOString(), files };
      const text = Buffer.from(JSON.stringify(list, undefined, 1));
      const writer = controller.add({ name: LIST, size: text.length, mode: 0o600 }).getWriter();
      await Promise.race([writer.write(text).then(() => writer.close()), written]);
      controller.finalize();
      await written;
      return list;
    },
    async abandon() {
      controller.error(new Error("abandoned"));
      await written.catch(() => {});
    },
  };
}

/**
 * Unpacks an archive into a folder, and compares each file with the list.
 *
 * @throws Error in words for the user if it is damaged, incomplete, or no backup
 */
export async function unpackArchive(file: string, folder: string): Promise<ArchiveList> {
  const unpacked = await measure(file);
  const { bavail, bsize } = statfsSync(folder);
  if (unpacked > bavail * bsize)
    throw new Error(`it has ${unpacked} bytes unpacked, and the disk has no room for them`);
  const found = new Map<string, Omit<ArchivedFile, "path">>();
  let tarred = END_BYTES;
  let list: ArchiveList | undefined;
  const source = createReadStream(file);
  const tar = Readable.toWeb(source.pipe(createZstdDecompress()));
  const unpacking = (async () => {
    // The stream of a file has bytes.
    for await (const { body, header } of (tar as ReadableStream<Uint8Array>).pipeThrough(
      createTarDecoder({ strict: true }),
    )) {
      tarred += BLOCK_BYTES + Math.ceil(header.size / BLOCK_BYTES) * BLOCK_BYTES;
      if (list !== undefined) throw new Error("there is something after its list");
      if (header.name === LIST) {
        if (header.size > MAX_LIST_BYTES) throw new Error("its list is too long");
        list = v.parse(List, JSON.parse(await new Response(body).text()));
        continue;
      }
      if (!isDatabasePath(header.name) || found.has(header.name))
        throw new Error(`${header.name} does not belong into it`);
      const to = join(folder, header.name);
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
      const hash = createHash("sha256");
      await pipeline(
        Readable.from(body),
        hashing(hash),
        createWriteStream(to, { flags: "wx", mode: 0o600, flush: true }),
      );
      found.set(header.name, { bytes: statSync(to).size, sha256: hash.digest("hex") });
    }
  })();
  try {
    const failed = new Promise<never>((_done, fail) => source.once("error", fail));
    await Promise.race([unpacking, failed]);
  } finally {
    source.destroy();
  }
  if (list === undefined) throw new Error("it ends before its list, so it is incomplete");
  if (tarred !== unpacked) throw new Error("there is something after its end");
  compare(list, found);
  return list;
}

/**
 * Reads an archive to its end, and unpacks nothing.
 *
 * @returns bytes of its tar
 * @throws Error in words for the user if the end is missing, or something follows it
 */
async function measure(file: string): Promise<number> {
  checkFrame(file);
  let bytes = 0;
  const counter = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  await pipeline(createReadStream(file), createZstdDecompress(), counter);
  return bytes;
}

function compare({ files }: ArchiveList, found: ReadonlyMap<string, Omit<ArchivedFile, "path">>): void {
  for (const { bytes, path, sha256 } of files) {
    const file = found.get(path);
    if (file === undefined) throw new Error(`${path} is missing`);
    if (file.bytes !== bytes || file.sha256 !== sha256) throw new Error(`${path} is not as it was backed up`);
  }
  if (found.size !== files.length) throw new Error("it has files that are not in its list");
}

function hashing(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      done(undefined, chunk);
    },
  });
}
