import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { connect, type RoomClient } from "../../../src/client/index.ts";
import { V1 } from "../../../src/protocol/parse-v1.ts";
import type { ServerObject } from "../../../src/protocol/server-frame.ts";
import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { recordServerCloses } from "./server-closes.ts";
import { StallingReader } from "./stalling-reader.ts";

const ROOM = "slow";
/** Clients that keep reading. */
const HEALTHY = 5;
/** Those of them that write. */
const WRITERS = 3;
/** Everything takes seconds on an idle machine, and minutes on a busy one. */
const WITHIN_MS = 300_000;
/** Milliseconds between two samples of the server's memory. */
const LOOK_EVERY_MS = 25;

export interface StalledOptions {
  /** Readers that stop reading. */
  readonly readers: number;
  /** Messages written meanwhile. */
  readonly messages: number;
  /** Characters per message. */
  readonly length: number;
  /** Messages written before, because memory that the runtime allocates on first use is not part of the measurement. */
  readonly warmUp?: number;
  /** The tree whose Worker runs. Default: this one. */
  readonly root?: string;
}

/** The result for one stalled reader. */
export interface Stalled {
  /** The close code; `undefined` if it was not closed. */
  readonly code: number | undefined;
  /** Events sent to it, none of which it acknowledged. */
  readonly events: number;
  /** UTF-16 units of the frames sent to it. */
  readonly length: number;
  /** How it came back: with the missed events, or with a reset. */
  readonly back: "resume" | "reset: behind";
  /** Whether every `seq` arrived over both connections; a reset counts for the events that it replaces. */
  readonly isComplete: boolean;
}

export interface StalledReport {
  /** The server's memory in bytes: in the busy room before any reader stalled, and the maximum while they did. */
  readonly memory: { readonly before: number; readonly peak: number };
  /** Milliseconds from the first message until the healthy clients had the last. */
  readonly tookMs: number;
  /** The codes with which the room closed sockets of healthy clients. */
  readonly healthyClosed: readonly number[];
  readonly stalled: readonly Stalled[];
}

/** Lets readers stop reading in a busy room, checks whether they are dropped, and lets them reconnect. */
export async function runStalled(options: StalledOptions): Promise<StalledReport> {
  const server = await startWorkerd(options.root === undefined ? {} : { root: options.root });
  const healthy: RoomClient[] = [];
  const healthyClosed: number[] = [];
  const readers: StallingReader[] = [];
  try {
    const WebSocket = recordServerCloses(healthyClosed);
    for (let index = 0; index < HEALTHY; index += 1) {
      healthy.push(connect(`${server.origin}/ws/${ROOM}`, { username: `healthy${index}`, WebSocket }));
    }
    await until("the healthy clients are in the room", WITHIN_MS, () => healthy.every(isIn));
    await write(healthy, options.warmUp ?? 0, options.length, 0);
    for (let index = 0; index < options.readers; index += 1) {
      const reader = new StallingReader(server.origin, `/ws/${ROOM}`, V1);
      readers.push(reader);
      await reader.enter({ username: `stalled${index}` });
      reader.stall();
    }
    return { ...(await measure(server, healthy, readers, options)), healthyClosed };
  } finally {
    for (const room of healthy) room.close();
    for (const reader of readers) reader.destroy();
    await server.stop();
  }
}

async function measure(
  server: Workerd,
  healthy: readonly RoomClient[],
  readers: StallingReader[],
  { length, messages, warmUp = 0 }: StalledOptions,
): Promise<Omit<StalledReport, "healthyClosed">> {
  const before = server.residentBytes();
  const memory = watchMemory(server);
  const since = performance.now();
  await write(healthy, messages, length, warmUp);
  const tookMs = performance.now() - since;
  const peak = memory.stop();
  await until("the stalled readers have left the room", WITHIN_MS, async () => (await countPeople(server)) === HEALTHY);

  const stalled: Stalled[] = [];
  for (const reader of [...readers]) stalled.push(await comeBack(server, reader, readers));
  return { memory: { before, peak }, tookMs, stalled };
}

async function countPeople({ origin }: Workerd): Promise<number> {
  const response = await fetch(`${origin}/api/rooms/${ROOM}`);
  return v.parse(v.object({ count: v.number() }), await response.json()).count;
}

/** Reads everything up to the close, and resumes from there (P4.4). */
async function comeBack(server: Workerd, reader: StallingReader, opened: StallingReader[]): Promise<Stalled> {
  reader.resume();
  await reader.waitForClose();
  const start = reader.objects.findIndex(({ type }) => type === "ready") + 1;
  const welcome = reader.objects.find((object) => object.type === "welcome");
  const seen = seqsOf(reader.objects.slice(start));
  const head = welcome?.head ?? 0;
  const seq = seen.at(-1) ?? head;

  const again = new StallingReader(server.origin, `/ws/${ROOM}`, V1);
  opened.push(again);
  await again.enter({ token: welcome?.token, since: { epoch: welcome?.epoch, seq } });
  const ready = again.objects.find((object) => object.type === "ready");
  const isReset = again.objects.some(({ type }) => type === "reset");
  const all = isReset ? seen : [...seen, ...seqsOf(again.objects)];
  const isComplete = all.every((value, index) => value === head + 1 + index);
  return {
    code: reader.closeCode,
    events: seen.length,
    length: reader.received,
    back: isReset ? "reset: behind" : "resume",
    isComplete: isComplete && (isReset || (all.at(-1) ?? head) === ready?.seq),
  };
}

function seqsOf(objects: readonly ServerObject[]): number[] {
  return objects.flatMap((object) => (object.type === "message" ? [object.seq] : []));
}

function isIn({ state }: RoomClient): boolean {
  return state.status.state === "online";
}

/**
 * Writes messages, one in flight per writer, until every client has them.
 *
 * @param head of the log before
 */
async function write(rooms: readonly RoomClient[], count: number, length: number, head: number): Promise<void> {
  const text = "x".repeat(length);
  const writers = rooms.slice(0, WRITERS);
  let left = count;
  await Promise.all(
    writers.map(async (room) => {
      while (left > 0) {
        left -= 1;
        await room.send(text);
      }
    }),
  );
  await until("every healthy client has received everything", WITHIN_MS, () =>
    rooms.every(({ state }) => state.position?.seq === head + count),
  );
}

/** Samples the server's memory until stopped, and returns the maximum. */
function watchMemory(server: Workerd): { stop(): number } {
  let peak = 0;
  let watching = true;
  const look = async () => {
    while (watching) {
      peak = Math.max(peak, server.residentBytes());
      await sleep(LOOK_EVERY_MS);
    }
  };
  void look();
  return {
    stop() {
      watching = false;
      return peak;
    },
  };
}
