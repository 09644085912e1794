import { startWorkerd, type Workerd } from "../../support/workerd.ts";
import { until } from "../deadline.ts";
import { Canary, Observer } from "../observer.ts";
import { Random } from "../random.ts";
import { readRoom } from "../read-room.ts";
import { Attacker } from "./attacker.ts";
import { type FuzzReport, FuzzTally } from "./fuzz-tally.ts";
import type { FuzzOptions } from "./in-process.ts";

const ROOM = "fuzz";
const ATTACKERS = 8;
/** Frames between two checks with the canary. */
const CANARY_EVERY = 1_000;
const WITHIN_MS = 120_000;

/** workerd's own log line for an invalid frame. It names the broken rule of RFC 6455 and none of the content. */
const PROTOCOL_ERROR = /Uncaught exception: .*WebSocket protocol error; protocolError.statusCode = \d+; .*$/;

export interface SocketReport extends FuzzReport {
  /** Messages of the canary that both of its users received. */
  readonly delivered: number;
  /** Events in the log at the end, all of which the observer received. */
  readonly events: number;
}

/**
 * Sends mutated frames over real sockets to workerd, into a room with an observer of each dialect, beside an unrelated
 * room.
 */
export async function fuzzOverSockets({ frames, progress, seed }: FuzzOptions): Promise<SocketReport> {
  const tally = new FuzzTally();
  let output = "";
  const server = await startWorkerd({ log: (text) => (output += text) });
  const { pid } = server;
  const canary = await Canary.enter(server.origin);
  const v1 = await Observer.enter(server.origin, ROOM, "v1", "observer-v1");
  const plain = await Observer.enter(server.origin, ROOM, "plain");
  try {
    const random = new Random(seed);
    const attackers = Array.from({ length: ATTACKERS }, (_, index) => {
      const dialect = index % 2 === 0 ? "v1" : "plain";
      return new Attacker(`${server.origin}/ws/${ROOM}`, dialect, `${dialect}-${index}`, random.fork(), tally);
    });
    const isDone = () => tally.frames >= frames;
    await Promise.all([
      runCanary(canary, tally, isDone, progress),
      ...attackers.map((attacker) => attacker.run(isDone)),
    ]);
    await canary.sendNext();

    const head = await compare(server, v1, plain, tally);
    for (const what of [...v1.wrong, ...plain.wrong, ...canary.wrong]) tally.wrong(what);
    if (server.pid !== pid) tally.wrong("workerd ended");
    for (const line of output.split("\n")) {
      if (line.trim() !== "" && !PROTOCOL_ERROR.test(line)) tally.wrong(`workerd logged: ${line}`);
    }
    const { broken, closes, errors, kinds } = tally;
    return { frames: tally.frames, kinds, errors, closes, broken, delivered: canary.sent, events: head };
  } finally {
    canary.close();
    v1.close();
    plain.close();
    await server.stop();
  }
}

async function runCanary(
  canary: Canary,
  tally: FuzzTally,
  isDone: () => boolean,
  progress: FuzzOptions["progress"],
): Promise<void> {
  for (let next = 0; !isDone(); next = tally.frames + CANARY_EVERY) {
    await until("more frames", WITHIN_MS, () => tally.frames >= next || isDone());
    await canary.sendNext();
    progress?.(tally.frames);
  }
}

/** The observers must have received exactly what the room stored. */
async function compare({ origin }: Workerd, v1: Observer, plain: Observer, tally: FuzzTally): Promise<number> {
  const { head, messages } = await readRoom(origin, ROOM);
  await until(
    "the observers have received everything",
    WITHIN_MS,
    () => v1.position >= head && plain.heard.length >= messages.length,
  );
  const stored = new Map(messages.map((message) => [message.seq, message]));
  for (const observer of [v1, plain]) {
    if (observer.heard.length !== stored.size)
      tally.wrong(`${observer.heard.length} of ${stored.size} messages were received`);
    for (const { seq, text } of observer.heard) {
      const message = stored.get(seq);
      const hasChanged = message?.deleted === true || message?.editedAt !== undefined;
      if (message === undefined || !(hasChanged || message.message === text)) {
        tally.wrong(`message ${seq} was received as ${text}, but is stored as ${message?.message}`);
      }
    }
  }
  return head;
}
