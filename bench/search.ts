// `node bench/search.ts [messages]`: how long a search takes in a long log, and a slice of its index, inside workerd.
import { fileURLToPath } from "node:url";
import { startWorkerd } from "../test/support/workerd.ts";
import { digits, table } from "./report/text-format.ts";

const ROOT = fileURLToPath(new URL("search", import.meta.url));
const MESSAGES = Number(process.argv[2] ?? 1_000_000);
const FILLED_AT_ONCE = 10_000;
/** Searches of each kind. The median counts. */
const TIMES = 9;

/** Words that begin with `sun` are in nearly every message, `ma` and `ko` in a third and a quarter, `needle` in one of 100,000. */
const QUERIES = [
  ["words with a common beginning", "sun"],
  ["the same, and a word", "sun ma"],
  ["two common words", "ma ko"],
  ["a common word without another", "ma -ko"],
  ["a phrase of common words", '"ma ko"'],
  ["a rare word", "needle"],
  ["a rare word and a common beginning", "needle sun"],
  ["a word that is not there", "xylophone"],
  ["a common beginning, by someone who wrote nothing", "sun from:nobody"],
  ["common words that are never together", '"ma ko ma ko ma ko" sun'],
] as const;

const room = await startWorkerd({ root: ROOT, log: (t) => process.stderr.write(t) });
try {
  const empty = await bytes();
  for (let filled = 0; filled < MESSAGES; filled += FILLED_AT_ONCE) await ask(`/fill?messages=${FILLED_AT_ONCE}`);
  const filled = await bytes();
  const slices = [await time("/?q=needle")];
  for (;;) {
    slices.push(await time("/index"));
    if (slices.length % 100 === 0 && (await ask("/?q=needle")).includes('"indexed":1}')) break;
  }
  const indexed = await bytes();
  slices.sort((a, b) => a - b);
  const at = (share: number) => digits(slices[Math.floor((slices.length - 1) * share)] ?? 0);
  const rows: string[][] = [];
  for (const [what, q] of QUERIES) {
    const path = `/?q=${encodeURIComponent(q)}`;
    const times: number[] = [];
    for (let round = 0; round < TIMES; round++) times.push(await time(path));
    times.sort((a, b) => a - b);
    rows.push([what, `\`${q}\``, digits(times[Math.floor(TIMES / 2)] ?? 0), ...(await follow(path))]);
  }
  process.stdout.write(
    `${table(["search", "query", "ms", "hits", "turns for 20 hits"], rows)}

Slices: ${slices.length}, median ${at(0.5)} ms, 99% ${at(0.99)} ms, longest ${at(1)} ms.
Bytes a message: ${digits((filled - empty) / MESSAGES)}, and ${digits((indexed - filled) / MESSAGES)} of the index.
`,
  );
} finally {
  await room.stop();
}

/** The hits, and the turns of the room until there are 20 or no more. */
async function follow(path: string): Promise<[hits: string, turns: string]> {
  let [hits, turns, cursor] = [0, 0, ""];
  for (;;) {
    const { value } = JSON.parse(await ask(path + cursor)) as { value: { hits: unknown[]; next?: number } };
    hits += value.hits.length;
    turns += 1;
    cursor = `&cursor=${value.next}`;
    if (value.next === undefined || hits >= 20) return [String(hits), String(turns)];
  }
}

async function bytes(): Promise<number> {
  return Number(await ask("/bytes"));
}

async function time(path: string): Promise<number> {
  const startedAt = performance.now();
  await ask(path);
  return performance.now() - startedAt;
}

async function ask(path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${room.port}${path}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text;
}
