import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fillLog } from "../../test/support/fill-log.ts";
import type { Figure } from "../figures.ts";
import type { Context } from "./scenario.ts";

/** Events in the compared rooms. */
const SIZES = [1_000, 1_000_000] as const;
/** Server restarts; the median counts. */
const ROUNDS = 7;
/** Pages and resumes per round. */
const TIMES = 10;
const PAGE = 100;
/** Missed events per resume. */
const MISSED = 100;
const DEADLINE_MS = 20_000;

/** Milliseconds of each kind of read, in the order of measurement. */
interface Times {
  readonly open: number[];
  readonly page: number[];
  readonly resume: number[];
}

/** A room with a short log and one with a long log: how fast each is opened, paged and resumed. */
export async function* history({ progress, running, system }: Context): AsyncGenerator<Figure> {
  const { databases, port, restart } = running;
  if (databases === undefined || restart === undefined || system.dialect !== "parley") return;
  const client = new Client(port);
  const files = new Map<string, number>();
  // A warm-up, so that the server's code is compiled before the timing starts.
  for (const [name, events] of [["warm", SIZES[0]], ...SIZES.map((size) => [nameOf(size), size] as const)] as const) {
    const before = new Set(readdirSync(databases));
    await client.resume(name, undefined);
    const made = readdirSync(databases).find((file) => file.endsWith(".sqlite") && !before.has(file));
    if (made === undefined) throw new Error("the room has no database");
    files.set(join(databases, made), events);
  }
  await restart(() => {
    for (const [file, events] of files) fill(file, events);
  });
  progress(`rooms of ${SIZES.join(" and ")} events are filled`);

  const times = new Map(SIZES.map((size): [number, Times] => [size, { open: [], page: [], resume: [] }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    await restart();
    await measure(client, "warm", SIZES[0], { open: [], page: [], resume: [] });
    // Each room goes first in turn.
    for (const size of round % 2 === 0 ? SIZES : SIZES.toReversed()) {
      const into = times.get(size);
      if (into !== undefined) await measure(client, nameOf(size), size, into);
    }
  }
  const [first] = SIZES;
  const small = medians(times.get(first));
  for (const size of SIZES) {
    const values = medians(times.get(size));
    const { openMs, pageMs, resumeMs } = values;
    progress(`${size} events: open ${openMs} ms, a page ${pageMs} ms, a resume ${resumeMs} ms`);
    yield {
      scenario: "history",
      system: system.name,
      receivers: size,
      values: {
        ...values,
        timesOpen: openMs / small.openMs,
        timesPage: pageMs / small.pageMs,
        timesResume: resumeMs / small.resumeMs,
      },
      broken: [],
    };
  }
}

const nameOf = (events: number) => `history-${events}`;

async function measure(client: Client, room: string, events: number, into: Times): Promise<void> {
  const { epoch, head } = await timed(into.open, () => client.summary(room));
  if (head !== events) throw new Error(`the room of ${events} events reports head ${head}`);
  for (let time = 0; time < TIMES; time += 1) {
    const before = Math.round(events / 2) + time;
    const page = await timed(into.page, () => client.page(room, before));
    if (page !== PAGE) throw new Error(`a page of ${page} messages`);
    const told = await timed(into.resume, () => client.resume(room, { epoch, seq: events - MISSED }));
    if (told !== MISSED) throw new Error(`a resume of ${told} events`);
  }
}

async function timed<T>(into: number[], run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await run();
  into.push(performance.now() - startedAt);
  return result;
}

/** Fills rooms that no one is in, while the server is stopped. */
function fill(file: string, events: number): void {
  const database = new DatabaseSync(file);
  database.exec("BEGIN");
  for (const statement of fillLog(events)) database.exec(statement);
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function medians(times: Times | undefined) {
  const median = (list: readonly number[] = []) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const round = (ms: number) => Math.round(ms * 100) / 100;
  return {
    openMs: round(median(times?.open)),
    pageMs: round(median(times?.page)),
    resumeMs: round(median(times?.resume)),
  };
}

/** Reads a room as a client does. */
class Client {
  readonly #host: string;

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`;
  }

  async summary(room: string): Promise<{ readonly epoch: string; readonly head: number }> {
    const { epoch, head } = await this.#get(`/api/rooms/${room}`);
    return { epoch: String(epoch), head: Number(head) };
  }

  /** Returns the number of messages. */
  async page(room: string, before: number): Promise<number> {
    const { messages } = await this.#get(`/api/rooms/${room}/messages?before=${before}&limit=${PAGE}`);
    return Array.isArray(messages) ? messages.length : 0;
  }

  /** Connects, and returns the number of events before `ready`. */
  resume(room: string, since: { readonly epoch: string; readonly seq: number } | undefined): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${this.#host}/ws/${room}`, ["parley.v1"]);
      const late = setTimeout(() => reject(new Error("the room did not admit the client")), DEADLINE_MS);
      socket.onopen = () => socket.send(JSON.stringify({ type: "hello", v: 1, since }));
      socket.onerror = () => reject(new Error("the socket failed"));
      socket.onmessage = ({ data }) => {
        const objects: unknown = JSON.parse(String(data));
        if (!Array.isArray(objects) || !objects.some(({ type }) => type === "ready")) return;
        clearTimeout(late);
        socket.close();
        resolve(objects.filter((object) => "seq" in object && object.type !== "ready").length);
      };
    });
  }

  async #get(path: string): Promise<Record<string, unknown>> {
    const response = await fetch(`http://${this.#host}${path}`, { signal: AbortSignal.timeout(DEADLINE_MS) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    // Our own server's response, whose fields the caller reads.
    return (await response.json()) as Record<string, unknown>;
  }
}
