import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { type ParsedTarEntryWithData, packTar, unpackTar } from "modern-tar";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Served, startServed } from "../../support/served.ts";
import { UNLIMITED } from "../../support/unlimited.ts";
import { until } from "../deadline.ts";
import { listRooms, readLogIn, type StoredEvent } from "../stored-log.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const WITHIN_MS = 60_000;
/** Rooms that are written to while they are backed up, and their first events. */
const ROOMS = ["garden", "kitchen", "library"];
const EVENTS_BEFORE = 200;
const LIST = "parley-backup.json";

const scratch = mkdtempSync(join(tmpdir(), "parley-backup-"));
const archive = join(scratch, "rooms.tar.zst");
let server: Served;
let people: Writer[];
/** Acknowledged before the backup began, by room. */
let heads: number[];
let file: { readonly address: string; readonly hash: string };

beforeAll(async () => {
  server = await startServed({ settings: { ...UNLIMITED, UPLOADS: "everyone" } });
  people = await Promise.all(ROOMS.map((room) => Writer.join(server.origin, room)));
  await until("each room has a log", WITHIN_MS, () => people.every(({ acknowledged }) => acknowledged > EVENTS_BEFORE));
  const [person] = people;
  if (person === undefined) throw new Error("nobody is there");
  file = await person.upload();
  heads = people.map(({ acknowledged }) => acknowledged);
  expect(await run("backup", "--data", server.data, "--to", archive)).toMatchObject({ status: 0 });
  for (const one of people) one.stop();
  await until("nothing is on its way", WITHIN_MS, () => people.every(({ isIdle }) => isIdle));
});
afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Somebody who writes the next message when the last one is acknowledged. */
class Writer {
  readonly #socket: WebSocket;
  readonly #origin: string;
  readonly room: string;
  token = "";
  uid = "";
  acknowledged = 0;
  sent = 0;
  readonly errors: string[] = [];
  #isStopped = false;

  private constructor(origin: string, room: string, token: string | undefined) {
    this.#origin = origin;
    this.room = room;
    this.#socket = new WebSocket(`${origin.replace("http", "ws")}/ws/${room}`, "parley.v1");
    const hello = { type: "hello", v: 1, ...(token === undefined ? { username: `Ada of ${room}` } : { token }) };
    this.#socket.onopen = () => this.#socket.send(JSON.stringify(hello));
    this.#socket.onmessage = ({ data }) => this.#hear(String(data));
    this.#socket.onclose = ({ code }) => this.#isStopped || this.errors.push(`closed with ${code}`);
  }

  static async join(origin: string, room: string, token?: string): Promise<Writer> {
    const writer = new Writer(origin, room, token);
    await until("the room welcomes", WITHIN_MS, () => writer.uid !== "");
    return writer;
  }

  get isIdle(): boolean {
    return this.acknowledged === this.sent;
  }

  stop(): void {
    this.#isStopped = true;
  }

  close(): void {
    this.stop();
    this.#socket.close();
  }

  async upload(): Promise<{ address: string; hash: string }> {
    const body = Buffer.alloc(3 * 1024 * 1024, `A file of ${this.room}.\n`);
    const headers = { authorization: `Bearer ${this.token}`, "x-file-name": "long.txt" };
    const answer = await fetch(`${this.#origin}/api/rooms/${this.room}/files`, { method: "POST", headers, body });
    const [, id] = /"id":"([^"]+)"/.exec(await answer.text()) ?? [];
    return { address: `/files/${this.room}/${id}/long.txt`, hash: createHash("sha256").update(body).digest("hex") };
  }

  #hear(data: string): void {
    for (const one of JSON.parse(data) as Record<string, unknown>[]) {
      if (one.type === "error") this.errors.push(String(one.code));
      if (one.type === "welcome") {
        this.token = String(one.token);
        this.uid = String(one.uid);
      }
      if (one.type === "message" && one.uid === this.uid) this.acknowledged += 1;
      if ((one.type === "ready" || (one.type === "message" && one.uid === this.uid)) && !this.#isStopped) this.#write();
    }
  }

  #write(): void {
    this.sent += 1;
    this.#socket.send(JSON.stringify({ type: "message", id: `m${this.sent}`, message: `Message ${this.sent}` }));
  }
}

/** Runs a command, while others write. */
async function run(command: string, ...args: readonly string[]): Promise<{ status: number | null; text: string }> {
  return inShell('exec "$0" "$@"', process.execPath, "scripts/backup/main.ts", command, ...args);
}

async function inShell(script: string, ...args: readonly string[]): Promise<{ status: number | null; text: string }> {
  const child = spawn("/bin/sh", ["-c", script, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
  }
  const [status]: unknown[] = await once(child, "close");
  return { status: typeof status === "number" ? status : null, text };
}

/** The rooms of a data folder, by the name of the database. */
function logsIn(data: string): Map<string, StoredEvent[]> {
  return new Map(listRooms(join(data, "ChatRoom")).map((path) => [basename(path), readLogIn(path)]));
}

/** What a command left in the folder of this test. */
function leftOvers(): string[] {
  return readdirSync(scratch).filter((name) => name.includes(".partial-"));
}

test("a backup under load has every room as it was at one moment, and no room noticed", async () => {
  const data = join(scratch, "equal");
  expect(await run("restore", "--from", archive, "--data", data)).toMatchObject({
    status: 0,
    text: expect.stringMatching(/^3 rooms, .* events, 1 file, 0 problems\. /),
  });
  expect(people.flatMap(({ errors }) => errors)).toEqual([]);
  const restored = logsIn(data);
  const now = logsIn(server.data);
  expect([...restored.keys()]).toEqual([...now.keys()]);
  const smallest = Math.min(...heads);
  for (const [room, log] of restored) {
    expect(log.length).toBeGreaterThanOrEqual(smallest);
    expect(log).toEqual(now.get(room)?.slice(0, log.length));
  }
  // Otherwise nothing was written during the backup, and the test proves nothing.
  const written = [...now.values()].flat().length;
  expect(written).toBeGreaterThan([...restored.values()].flat().length);
});

test("rooms that were restored elsewhere know their guests, have their files, and begin another log", async () => {
  const elsewhere = await startServed({ settings: { ...UNLIMITED, UPLOADS: "everyone" } });
  try {
    await elsewhere.end("SIGTERM");
    rmSync(elsewhere.data, { recursive: true });
    expect(await run("restore", "--from", archive, "--data", elsewhere.data)).toMatchObject({ status: 0 });
    await elsewhere.restart();
    const [person] = people;
    const back = await Writer.join(elsewhere.origin, "garden", person?.token);
    back.close();
    expect(back.uid).toBe(person?.uid);
    const served = await fetch(elsewhere.origin + file.address);
    expect(
      createHash("sha256")
        .update(Buffer.from(await served.arrayBuffer()))
        .digest("hex"),
    ).toBe(file.hash);
    // Seqs after the backup's will be used again, so clients that have the lost ones must load the room afresh (P4.4).
    expect(epochsIn(elsewhere.data)).not.toEqual(epochsIn(server.data));
  } finally {
    await elsewhere.stop();
  }
});

function epochsIn(data: string): unknown[] {
  return listRooms(join(data, "ChatRoom")).map((path) => {
    const database = new DatabaseSync(path, { readOnly: true });
    const row = database.prepare("SELECT value FROM meta WHERE key = 'epoch'").get();
    database.close();
    return row?.value;
  });
}

test("--keep-epochs restores the same logs, for a server that was stopped before", async () => {
  const data = join(scratch, "kept");
  expect(await run("restore", "--from", archive, "--data", data, "--keep-epochs")).toMatchObject({ status: 0 });
  expect(epochsIn(data)).toEqual(epochsIn(server.data));
});

/** The archive with other files. */
async function repack(change: (files: ParsedTarEntryWithData[]) => ParsedTarEntryWithData[]): Promise<Buffer> {
  const files = await unpackTar(zstdDecompressSync(readFileSync(archive)));
  return zstdCompressSync(await packTar(change(files)));
}

const DAMAGES: readonly (readonly [string, () => Promise<Buffer> | Buffer, string])[] = [
  ["a bit that flipped", () => flipped(readFileSync(archive)), "can't be"],
  ["an end that is missing", () => readFileSync(archive).subarray(0, -2_000), "can't be"],
  ["a last byte that is missing", () => readFileSync(archive).subarray(0, -1), "can't be"],
  ["bytes after its end", () => Buffer.concat([readFileSync(archive), Buffer.from("more")]), "can't be"],
  ["another archive after its end", () => Buffer.concat([readFileSync(archive), readFileSync(archive)]), "can't be"],
  ["a file of another kind", () => Buffer.from("Good morning!"), "can't be"],
  ["an empty file", () => Buffer.alloc(0), "can't be"],
  ["no list", () => repack((files) => files.filter(({ header }) => header.name !== LIST)), "it is incomplete"],
  ["a database too few", () => repack(([, ...files]) => files), "is missing"],
  [
    "another database",
    () =>
      repack((files) =>
        files.map((one, index) => (index === 0 ? { ...one, data: Buffer.alloc(one.header.size) } : one)),
      ),
    "is not as it was backed up",
  ],
  [
    "a path out of the folder",
    () =>
      repack((files) => [
        { header: { name: "../ChatRoom/evil.sqlite", size: 4 }, data: Buffer.from("evil") },
        ...files,
      ]),
    "does not belong into it",
  ],
];

function flipped(bytes: Buffer): Buffer {
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return bytes;
}

test.each(DAMAGES)("a damaged archive is refused by restore and verify: %s", async (_name, damage, message) => {
  const damaged = join(scratch, "damaged.tar.zst");
  writeFileSync(damaged, await damage());
  const data = join(scratch, "none");
  const restored = await run("restore", "--from", damaged, "--data", data);
  const verified = await run("verify", "--from", damaged);
  expect([restored.status, verified.status]).toEqual([1, 1]);
  // With a reason, whatever it is.
  expect(restored.text).toMatch(/can't be restored: \S+ \S/);
  expect(verified.text).toMatch(/can't be verified: \S+ \S/);
  for (const { text } of [restored, verified]) expect(text).toContain(message);
  expect([existsSync(data), leftOvers()]).toEqual([false, []]);
});

test("verify finds a hole in a log, a file that is lost, and a key that signs nothing", async () => {
  const data = join(scratch, "faulty");
  await run("restore", "--from", archive, "--data", data);
  expect(await run("verify", "--data", data)).toMatchObject({ status: 0 });
  const [room = "", other = ""] = listRooms(join(data, "ChatRoom"));
  const [holder = ""] = listRooms(join(data, "Files"));
  for (const [path, sql] of [
    [room, "DELETE FROM messages WHERE seq = 5"],
    [other, "UPDATE meta SET value = x'00' WHERE key = 'key'"],
    [holder, "DELETE FROM files"],
  ] as const) {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  }
  const { status, text } = await run("verify", "--data", data);
  expect(status).toBe(1);
  expect(text).toMatch(/its log from 1 to \d+ has \d+ events\./);
  expect(text).toContain("its key signs no tokens");
  expect(text).toMatch(/its file .* is missing\./);
});

test("verify finds a database that is empty or gone, alarms that are lost, and a folder without rooms", async () => {
  const data = join(scratch, "emptied");
  await run("restore", "--from", archive, "--data", data);
  const [room = "", other = ""] = listRooms(join(data, "ChatRoom"));
  writeFileSync(room, "");
  rmSync(other);
  writeFileSync(join(data, "Files", "metadata.sqlite"), "");
  const { status, text } = await run("verify", "--data", data);
  expect(status).toBe(1);
  expect(text).toContain(`${basename(room)} is empty.`);
  expect(text).toContain(`${basename(other)} is missing: it has an alarm.`);
  expect(text).toContain("Files/metadata.sqlite is empty.");
  const nothing = join(scratch, "nothing");
  mkdirSync(nothing);
  expect(await run("verify", "--data", nothing)).toMatchObject({ status: 1 });
});

test("a room that has moved away is checked like any other, and a restore begins another log in it", async () => {
  const data = join(scratch, "departed");
  await run("restore", "--from", archive, "--data", data);
  for (const path of listRooms(join(data, "ChatRoom"))) {
    const database = new DatabaseSync(path);
    database.exec("ALTER TABLE meta RENAME TO departing; DELETE FROM messages WHERE seq = 5");
    database.close();
  }
  const { text } = await run("verify", "--data", data);
  expect(text).toMatch(/^(?:ChatRoom.*has \d+ events\.\n){3}3 rooms, /m);
  const kept = join(scratch, "departed.tar.zst");
  expect(await run("backup", "--data", data, "--to", kept)).toMatchObject({
    status: 0,
    text: expect.stringMatching(/ has 3 rooms in /),
  });
  const back = join(scratch, "departed-back");
  await run("restore", "--from", kept, "--data", back, "--anyway");
  const epochs = (folder: string) =>
    listRooms(join(folder, "ChatRoom")).map((path) => {
      const database = new DatabaseSync(path, { readOnly: true });
      const row = database.prepare("SELECT value FROM departing WHERE key = 'epoch'").get();
      database.close();
      return row?.value;
    });
  const [before, after] = [epochs(data), epochs(back)];
  expect(after.filter((epoch) => before.includes(epoch))).toEqual([]);
});

test("two backups of one name at once: one has it, and the other says so", async () => {
  const to = join(scratch, "twice.tar.zst");
  const both = await Promise.all([
    run("backup", "--data", server.data, "--to", to),
    run("backup", "--data", server.data, "--to", to),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([0, 1]);
  expect(await run("verify", "--from", to)).toMatchObject({ status: 0 });
  const nowhere = join(scratch, "no-folder");
  expect(await run("backup", "--data", server.data, "--to", join(nowhere, "a"))).toMatchObject({
    status: 1,
    text: expect.stringContaining(nowhere),
  });
});

test("a restore overwrites nothing, and neither does a backup", async () => {
  const data = join(scratch, "full");
  mkdirSync(data);
  writeFileSync(join(data, "mine"), "");
  expect(await run("restore", "--from", archive, "--data", data)).toMatchObject({ status: 1 });
  expect(readdirSync(data)).toEqual(["mine"]);
  const to = join(scratch, "mine.tar.zst");
  copyFileSync(join(data, "mine"), to);
  expect(await run("backup", "--data", server.data, "--to", to)).toMatchObject({ status: 1 });
  expect(readFileSync(to)).toHaveLength(0);
});

test.each([
  ["backup", "--data", () => server.data, "--to"],
  ["restore", "--from", () => archive, "--data"],
])("a %s on a disk that is full says so, and leaves nothing", async (command, option, value, target) => {
  const to = join(scratch, `${command}-full`);
  // The limit of a file's size stands for the disk's.
  const shell = `ulimit -f 16; exec "$0" scripts/backup/main.ts ${command} ${option} "$1" ${target} "$2"`;
  const { status, text } = await inShell(shell, process.execPath, value(), to);
  expect(status).toBe(1);
  expect(text).toMatch(/can't be (?:backed up|restored): /);
  expect([existsSync(to), leftOvers()]).toEqual([false, []]);
});

test("a backup or restore that is killed leaves nothing that looks whole", async () => {
  for (const [command, option, value, target] of [
    ["backup", "--data", server.data, "--to"],
    ["restore", "--from", archive, "--data"],
  ] as const) {
    const to = join(scratch, `${command}-killed`);
    const child = spawn(process.execPath, ["scripts/backup/main.ts", command, option, value, target, to], {
      cwd: root,
    });
    const gone = once(child, "exit");
    await until("it writes", WITHIN_MS, () => leftOvers().some((name) => readdirSync(join(scratch, name)).length > 0));
    child.kill("SIGKILL");
    await gone;
    expect(existsSync(to)).toBe(false);
    // Otherwise it was done before, and the test proves nothing.
    expect(leftOvers()).toHaveLength(1);
    for (const name of leftOvers()) rmSync(join(scratch, name), { recursive: true });
  }
});
