// `node bench/programs-in-use.ts [--pause ms]`: how long a message takes in a room that is searched meanwhile, in one whose
// messages go to an outgoing webhook, and in one with neither, in workerd.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { listenOnLoopback } from "../test/support/loopback.ts";
import { OWNER_TOKEN } from "../test/support/owner-token.ts";
import { startWorkerd } from "../test/support/workerd.ts";
import { digits, table } from "./report/text-format.ts";

/** Messages of a round, one after the other. */
const MESSAGES = 250;
/** The rooms take turns, so that a disturbance hits all. */
const ROUNDS = 6;
/** Milliseconds between two searches: more than a room of people types. */
const SEARCH_EVERY_MS = 100;
/** Milliseconds between a message and the next one: fifty times what a bot or four times what a person may post. */
const PAUSE_MS = 10;

const { values } = parseArgs({ options: { pause: { type: "string" } } });
const pauseMs = Number(values.pause ?? PAUSE_MS);

let delivered = 0;
const receiver = createServer((request, response) => {
  delivered += 1;
  request.resume().on("end", () => response.end());
});
const receiverPort = await listenOnLoopback(receiver);
const workerd = await startWorkerd({ vars: { OWNER_TOKEN, WEBHOOK_PRIVATE: "allow" }, reachesOwnNetwork: true });
const NAMES = ["quiet", "searched", "hooked"] as const;
try {
  const rooms = await Promise.all(NAMES.map(join));
  await makeHook("hooked");
  // What only the first messages of a room do, such as compiling, is not in the figures.
  for (const say of rooms) for (let message = 0; message < MESSAGES; message += 1) await say();
  const times: number[][] = NAMES.map(() => []);
  let searches = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, say] of rooms.entries()) {
      const ending = new AbortController();
      const searching = NAMES[index] === "searched" ? searchUntil(ending.signal) : Promise.resolve(0);
      for (let message = 0; message < MESSAGES; message += 1) {
        times[index]?.push(await say());
        if (pauseMs > 0) await sleep(pauseMs);
      }
      ending.abort();
      searches += await searching;
    }
  }
  const messages = (ROUNDS + 1) * MESSAGES;
  while (delivered < messages) await sleep(100);
  report(times);
  process.stdout.write(`\n${searches} searches, ${delivered} deliveries, ${pauseMs} ms between messages\n`);
} finally {
  await workerd.stop();
  receiver.close();
}

function report(times: readonly number[][]): void {
  const sorted = times.map((all) => all.toSorted((a, b) => a - b));
  const figures: readonly (readonly [name: string, of: (all: readonly number[]) => number])[] = [
    ["mean", (all) => all.reduce((sum, one) => sum + one, 0) / all.length],
    ["median", (all) => at(all, 0.5)],
    ["90%", (all) => at(all, 0.9)],
    ["99%", (all) => at(all, 0.99)],
  ];
  const rows = figures.map(([name, of]) => {
    const [without = Number.NaN, searched = Number.NaN, hooked = Number.NaN] = sorted.map(of);
    const ratio = (value: number) => `${digits(value)} · ${digits(value / without)}`;
    return [name, digits(without), ratio(searched), ratio(hooked)];
  });
  process.stdout.write(
    `${table(["ms a message", "with neither", "searched · ratio", "with a webhook · ratio"], rows)}\n`,
  );
}

function at(all: readonly number[], share: number): number {
  return all[Math.floor((all.length - 1) * share)] ?? Number.NaN;
}

/** Joins a room. Returns a function that posts a message and waits until it comes back, in milliseconds. */
async function join(room: string): Promise<() => Promise<number>> {
  const socket = new WebSocket(`${workerd.origin.replace("http", "ws")}/ws/${room}`, "parley.v1");
  let next = 0;
  let told = () => {};
  socket.addEventListener("message", ({ data }) => {
    if (String(data).includes(`"id":"m${next}"`)) told();
  });
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  socket.send(JSON.stringify({ type: "hello", v: 1, username: room }));
  return () => {
    next += 1;
    const startedAt = performance.now();
    const { promise, resolve } = Promise.withResolvers<number>();
    told = () => resolve(performance.now() - startedAt);
    socket.send(
      JSON.stringify({ type: "message", id: `m${next}`, message: `message ${next} of a room that is measured` }),
    );
    return promise;
  };
}

/** Sends the room's messages to the receiver. */
async function makeHook(room: string): Promise<void> {
  const made = await fetch(`${workerd.origin}/api/rooms/${room}/hooks`, {
    method: "POST",
    headers: { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ kind: "outgoing", url: `http://127.0.0.1:${receiverPort}/`, events: ["message"] }),
  });
  if (!made.ok) throw new Error(`no webhook: ${made.status} ${await made.text()}`);
}

/** Searches the room until the signal. Returns how often. */
async function searchUntil(signal: AbortSignal): Promise<number> {
  let searches = 0;
  while (!signal.aborted) {
    const response = await fetch(`${workerd.origin}/api/rooms/searched/search?q=message`);
    await response.text();
    if (!response.ok) throw new Error(`a search failed: ${response.status}`);
    searches += 1;
    await sleep(SEARCH_EVERY_MS);
  }
  return searches;
}
