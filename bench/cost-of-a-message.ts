// `node bench/cost-of-a-message.ts`: the cost of each step of a message, with the room's own functions, inside workerd.
// The steps are measured one by one, so their sum does not predict the whole.
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { digits, table } from "./report/text-format.ts";
import { pin } from "./systems/cores.ts";
import { startWorkerdRoom } from "./systems/workerd-room.ts";

const ROOT = fileURLToPath(new URL("cost", import.meta.url));
/** Repetitions of each step per measurement. */
const TIMES = 50_000;
/** Repetitions of the steps that wait for the disk or for sockets. */
const SLOW_TIMES = 1_000;
/** The best of this many measurements counts: every disturbance makes a measurement longer. */
const ROUNDS = 5;
const SOCKETS = 100;
const GATHERED = 100;

pin(process.pid, "generator");
const room = await startWorkerdRoom(ROOT);
const sockets: Socket[] = [];
/** Bytes that the sockets received before those awaited now. */
let taken = 0;
try {
  const json = await time("json", TIMES);
  const parse = await time("parse", TIMES);
  const find = await time("find", TIMES);
  const decide = await time("decide", TIMES);
  const insert = await time("insert", TIMES);
  const commit = (await time("commit", SLOW_TIMES)) - insert;
  const encode = await time("encode", TIMES);
  for (let i = 0; i < SOCKETS; i++) sockets.push(await openSocket(room.port));
  const single = await timeSends("send-1", SLOW_TIMES);
  const gathered = await timeSends("send-100", SLOW_TIMES / 10);
  const rows = [
    ["parse: JSON", json],
    ["check: schema, text, sizes", parse - json],
    ["check for duplicate ids, 100 at once", find],
    ["decide: the event and its digest", decide],
    ["insert, in a transaction of 100", insert],
    ["commit of a single message", commit],
    ["commit of 100 at once, per message", commit / GATHERED],
    ["encode", encode],
    ["send in a frame of its own, per receiver", single / SOCKETS],
    ["send in a frame of 100, per receiver", gathered / SOCKETS / GATHERED],
  ] as const;
  process.stdout.write(
    `${table(
      ["a message's", "µs"],
      rows.map(([name, us]) => [name, digits(us)]),
    )}\n`,
  );
} finally {
  for (const socket of sockets) socket.destroy();
  await room.stop();
}

/** Microseconds per run of a step. */
async function time(step: string, times: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  let empty = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    empty = Math.min(empty, await ask(step, 0));
    best = Math.min(best, await ask(step, times));
  }
  return ((best - empty) * 1_000) / times;
}

/** Microseconds per frame to every socket, until the last byte has arrived. */
async function timeSends(step: string, times: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    const length = Number(await request(step, times));
    const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    const expected = (length + header) * times * SOCKETS;
    await arrived(expected);
    best = Math.min(best, performance.now() - startedAt);
  }
  return (best * 1_000) / times;
}

async function ask(step: string, times: number): Promise<number> {
  const startedAt = performance.now();
  await request(step, times);
  return performance.now() - startedAt;
}

async function request(step: string, times: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${room.port}/${step}?times=${times}`);
  if (!response.ok) throw new Error(`${step}: ${response.status}`);
  return response.text();
}

/** Resolves when all sockets together have received this many bytes, and resets the count. */
async function arrived(bytes: number): Promise<void> {
  const received = () => sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0) - taken;
  while (received() < bytes) await new Promise((resolve) => setImmediate(resolve));
  taken += bytes;
}

/** A WebSocket that counts the bytes of its frames and ignores the rest. */
function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    socket.once("error", reject);
    socket.once("data", () => {
      taken += socket.bytesRead;
      resolve(socket.resume());
    });
    socket.write(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${Buffer.alloc(16, 1).toString("base64")}\r\n\r\n`,
    );
  });
}
