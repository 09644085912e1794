// `npm run bench:files [-- --write]`: how fast files are stored and loaded, beside a plain Worker that does nothing else.
import { bytes, jpeg } from "../test/support/pictures.ts";
import { agent, ask, type FileSystem, measure, PEOPLE, type Speeds } from "./files/measure.ts";
import { type FileServer, startWithR2, startWithSqlite } from "./files/server.ts";
import { writeFigures } from "./report/docs-figures.ts";
import { digits, table } from "./report/text-format.ts";

/** Bytes of a large picture, and of one that a crowd loads. */
const LARGE_BYTES = 8_000_000;
const PICTURE_BYTES = 300_000;

/** Files of a measurement, the first of which does not count. */
const FILES = 7;

/** Times that the crowd loads the picture. */
const ROUNDS = 5;

/** Measurements of each system, in turn. The median counts. */
const TIMES = 3;

const COMMAND = "npm run bench:files -- --write";

/** A picture of random pixels, as compressed ones look: no two are the same. */
function picture(size: number): Uint8Array {
  const whole = Buffer.from(jpeg());
  const scan = Buffer.alloc(size - whole.length);
  // 0xff would be a marker.
  for (let at = 0; at < scan.length; at += 1) scan[at] = Math.floor(Math.random() * 255);
  return bytes(whole.subarray(0, -2), scan, whole.subarray(-2));
}

async function parley({ origin }: FileServer): Promise<FileSystem> {
  const token = await tokenOf(origin);
  return {
    origin,
    async upload(body) {
      const headers = { authorization: `Bearer ${token}`, "content-length": body.length, "x-file-name": "a.jpg" };
      const answer = await ask(`${origin}/api/rooms/garden/files`, { method: "POST", headers, body, keep: true });
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
      const { file }: { file: { id: string } } = JSON.parse(answer.text);
      return `/files/garden/${file.id}/a.jpg`;
    },
  };
}

async function plain({ origin }: FileServer): Promise<FileSystem> {
  let count = 0;
  return {
    origin,
    async upload(body) {
      count += 1;
      const path = `/${count}`;
      const headers = { "content-length": body.length };
      const answer = await ask(origin + path, { method: "PUT", headers, body });
      if (answer.status !== 201) throw new Error(String(answer.status));
      return path;
    },
  };
}

/** Joins the room for a token. */
async function tokenOf(origin: string): Promise<string> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/ws/garden`, "parley.v1");
  const frame = await new Promise<string>((resolve, reject) => {
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", v: 1 }));
    socket.onmessage = ({ data }) => resolve(String(data));
    socket.onerror = () => reject(new Error("no connection"));
  });
  socket.close();
  const [welcome]: { token: string }[] = JSON.parse(frame);
  if (welcome === undefined) throw new Error("no welcome");
  return welcome.token;
}

const files = Array.from({ length: FILES }, () => picture(LARGE_BYTES));
const shared = picture(PICTURE_BYTES);

const STORES = [
  { name: "SQLite", start: startWithSqlite },
  { name: "R2", start: startWithR2 },
] as const;

async function measureOnce(starting: Promise<FileServer>, open: (server: FileServer) => Promise<FileSystem>) {
  const server = await starting;
  try {
    return await measure(await open(server), files, shared, ROUNDS);
  } finally {
    await server.stop();
  }
}

function medianOf(runs: readonly Speeds[], of: keyof Speeds): number {
  const values = runs.map((run) => run[of]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}

const rows: string[][] = [];
for (const { name, start } of STORES) {
  const ours: Speeds[] = [];
  const theirs: Speeds[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    ours.push(await measureOnce(start("parley"), parley));
    theirs.push(await measureOnce(start("plain"), plain));
  }
  const row = (what: string, of: keyof Speeds, unit: string, isTime = false) => {
    const [parleys, plains] = [medianOf(ours, of), medianOf(theirs, of)];
    const ratio = isTime ? plains / parleys : parleys / plains;
    rows.push([`${name}: ${what}`, `${digits(parleys)} ${unit}`, `${digits(plains)} ${unit}`, digits(ratio)]);
  };
  row("upload", "upload", "MB/s");
  row("download", "download", "MB/s");
  row(`${PEOPLE} people load a picture`, "loads", "loads/s");
  row("half of them have it after", "median", "ms", true);
  row("99 of 100 have it after", "p99", "ms", true);
}
agent.destroy();
const text = table(["", "Parley", "a plain Worker", "ratio"], rows);
process.stdout.write(`${text}\n`);
if (process.argv.includes("--write")) writeFigures("files.md", COMMAND, text);
