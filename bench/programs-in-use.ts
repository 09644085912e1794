// `node bench/search-in-use.ts`: how long a message takes in a room that is searched meanwhile, and in one that is not, in
// workerd.
import { startWorkerd } from "../test/support/workerd.ts";
import { digits, table } from "./report/text-format.ts";

/** Messages of a round, one after the other. */
const MESSAGES = 1_000;
/** The rooms take turns, so that a disturbance hits both. */
const ROUNDS = 8;
/** Milliseconds between two searches: more than a room of people types. */
const SEARCH_EVERY_MS = 100;

const workerd = await startWorkerd();
try {
  const rooms = [await join("quiet"), await join("searched")] as const;
  const times: [number[], number[]] = [[], []];
  let searches = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, say] of rooms.entries()) {
      const ending = new AbortController();
      const searching = index === 1 ? searchUntil(ending.signal) : Promise.resolve(0);
      for (let message = 0; message < MESSAGES; message += 1) times[index]?.push(await say());
      ending.abort();
      searches += await searching;
    }
  }
  const [without, searched] = times.map((all) => all.toSorted((a, b) => a - b));
  const at = (all: number[] | undefined, share: number) => all?.[Math.floor((all.length - 1) * share)] ?? Number.NaN;
  const mean = (all: number[] = []) => all.reduce((sum, one) => sum + one, 0) / all.length;
  const rows = [
    ["mean", mean(without), mean(searched)],
    ["median", at(without, 0.5), at(searched, 0.5)],
    ["99%", at(without, 0.99), at(searched, 0.99)],
  ] as const;
  process.stdout.write(
    `${table(
      ["ms a message", "without", "with search", "ratio"],
      rows.map(([name, without, searched]) => [name, digits(without), digits(searched), digits(searched / without)]),
    )}\n\n${searches} searches\n`,
  );
} finally {
  await workerd.stop();
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

/** Searches the room until the signal. Returns how often. */
async function searchUntil(signal: AbortSignal): Promise<number> {
  let searches = 0;
  while (!signal.aborted) {
    const response = await fetch(`${workerd.origin}/api/rooms/searched/search?q=message`);
    await response.text();
    if (!response.ok) throw new Error(`a search failed: ${response.status}`);
    searches += 1;
    await new Promise((resolve) => setTimeout(resolve, SEARCH_EVERY_MS));
  }
  return searches;
}
