import { expect, test } from "vitest";
import { errorObject } from "../../src/protocol/frame.ts";
import { ACKS_PER_LAG, MAX_LAG_EVENTS, MAX_LAG_LENGTH } from "../../src/protocol/limits.ts";
import type { LiveSession } from "../../src/room/model/session.ts";
import { restoreSession } from "../../src/worker/object/attachment.ts";
import { FanOut } from "../../src/worker/object/fan-out.ts";
import { FakeClock } from "../support/fake-clock.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

function session(id: string): LiveSession {
  return { id, dialect: "v1", state: "live", uid: `uid-${id}`, username: id, role: "guest" };
}

/** The parts of a server's socket that the fan-out uses. */
class FakeSocket {
  attachment: unknown;
  frames: string[] = [];
  length = 0;
  serializeAttachment(value: unknown): void {
    this.attachment = structuredClone(value);
  }
  deserializeAttachment(): unknown {
    return this.attachment;
  }
  send(frame: string): void {
    this.frames.push(frame);
    this.length += frame.length;
  }
}

/** A fan-out to readers that have every event up to `head`. Those that are too far behind leave. */
function setUp(head: number, ids: readonly string[] = ["s"]) {
  const clock = new FakeClock();
  const dropped: string[] = [];
  const fanout: FanOut = new FanOut({
    lastPing: () => undefined,
    lagging: (lagging) => {
      dropped.push(...lagging);
      for (const id of lagging) fanout.remove(id);
    },
    now: () => clock.now(),
    // A millisecond at least, so that a test can look in between.
    after: (ms, run) => void clock.after(Math.max(ms, 1), run),
  });
  const sockets = new Map<string, FakeSocket>();
  const connect = (id: string) => {
    const socket = new FakeSocket();
    sockets.set(id, socket);
    // A fan-out calls no other method of a socket that it does not close.
    fanout.add({ id, dialect: "v1", state: "new", since: 0 }, socket as unknown as WebSocket, 0);
  };
  const join = (id: string) => {
    connect(id);
    fanout.update(session(id), head);
  };
  for (const id of ids) join(id);
  const say = (seq: number, message = "hello") => {
    const stamp = { seq, at: 1, uid: "ben", id: String(seq) };
    fanout.broadcast({ v1: { type: "message", ...stamp, username: "Ben", message } });
    fanout.flush();
  };
  const isLagging = (seq: number) => {
    say(seq);
    return dropped.length > 0;
  };
  const framesOf = (id: string) => sockets.get(id)?.frames ?? [];
  const lengthOf = (id: string) => sockets.get(id)?.length ?? 0;
  const acknowledge = (id: string, received = lengthOf(id)) =>
    fanout.acknowledge(id, { type: "ack", seq: 0, received }, 1);
  const kept = (id = "s") => restoreSession(sockets.get(id) as unknown as WebSocket);
  return { acknowledge, clock, connect, dropped, fanout, framesOf, isLagging, join, kept, lengthOf, say };
}

test("P3.8 an acknowledgement beyond the newest event counts as the newest one, and never goes back", () => {
  const { fanout, isLagging } = setUp(0);
  fanout.acknowledge("s", { type: "ack", seq: 1_000_000 }, 10);
  fanout.acknowledge("s", { type: "ack", seq: 3 }, 10);
  expect(isLagging(10 + MAX_LAG_EVENTS)).toBe(false);
  expect(isLagging(11 + MAX_LAG_EVENTS)).toBe(true);
});

test("P3.8 a client that has just said hello has every event up to then, and its position is kept beside the socket", () => {
  const { fanout, isLagging, kept } = setUp(50);
  expect(kept()).toEqual({ session: session("s"), acked: 50 });
  expect(isLagging(50 + MAX_LAG_EVENTS)).toBe(false);
  fanout.acknowledge("s", { type: "ack", seq: 50 + MAX_LAG_EVENTS }, 50 + MAX_LAG_EVENTS);
  expect(kept()).toEqual({ session: session("s"), acked: 50 + MAX_LAG_EVENTS });
});

test("P3.8 a socket that has not said hello acknowledges nothing", () => {
  const { fanout } = setUp(0);
  fanout.add({ id: "new", dialect: "v1", state: "new", since: 0 }, new FakeSocket() as unknown as WebSocket, 0);
  expect(fanout.acknowledge("new", { type: "ack", seq: 1 }, 1)).toBe(false);
});

test("P3.17 8 MiB may be unacknowledged, and a reader that acknowledges them stays", () => {
  const { acknowledge, dropped, lengthOf, say } = setUp(0, ["reads", "stalls"]);
  const text = "x".repeat(MIB - KIB);
  for (let seq = 1; seq <= 8; seq += 1) say(seq, text);
  acknowledge("reads");
  expect(lengthOf("stalls")).toBeLessThan(MAX_LAG_LENGTH);
  expect(dropped).toEqual([]);
  say(9, text);
  expect(dropped).toEqual(["stalls"]);
});

/** 4 MiB to a socket: twice that is a portion. */
const LARGE = "x".repeat(4 * MIB);

test("P3.5 a large flush is sent in portions, with a turn of the event loop between them", () => {
  const { clock, framesOf, say } = setUp(0, ["a", "b", "c", "d", "e"]);
  const sent = () => ["a", "b", "c", "d", "e"].map((id) => framesOf(id).length);
  say(1, LARGE);
  expect(sent()).toEqual([1, 1, 0, 0, 0]);
  clock.pass(1);
  expect(sent()).toEqual([1, 1, 1, 1, 0]);
  clock.pass(1);
  expect(sent()).toEqual([1, 1, 1, 1, 1]);
  expect(clock.pending).toBe(0);
});

test("P3.5 what is said between two portions reaches every socket after what it has not got yet", () => {
  const { clock, fanout, framesOf, join, say } = setUp(0, ["a", "b", "c", "d"]);
  say(1, LARGE);
  say(2);
  join("late");
  fanout.reply("d", [{ type: "done", id: "d1" }]);
  fanout.update({ ...session("c"), username: "C" });
  say(3);
  clock.pass(1);
  clock.pass(1);
  const numbers = (id: string) =>
    framesOf(id).flatMap((frame) => (JSON.parse(frame) as { seq?: number }[]).map(({ seq }) => seq ?? "done"));
  expect(numbers("a")).toEqual([1, 2, 3]);
  expect(numbers("b")).toEqual([1, 2, 3]);
  expect(numbers("c")).toEqual([1, 2, 3]);
  expect(numbers("d")).toEqual([1, 2, "done", 3]);
  expect(numbers("late")).toEqual([3]);
});

test("P3.4 P3.21 a socket that joins after an error of the same turn has its answers in order, before what is said after them", () => {
  const { connect, fanout, framesOf } = setUp(0);
  const broadcast = (seq: number) => {
    const stamp = { seq, at: 1, uid: "ben", id: String(seq) };
    fanout.broadcast({ v1: { type: "message", ...stamp, username: "Ben", message: "hello" } });
  };
  connect("nova");
  broadcast(1);
  fanout.reply("nova", [errorObject("name_taken")]);
  fanout.update(session("nova"), 1);
  fanout.reply("nova", [{ type: "ready", seq: 1 }]);
  broadcast(2);
  fanout.flush();
  const objects = framesOf("nova").flatMap((frame) => JSON.parse(frame));
  expect(objects).toMatchObject([{ code: "name_taken" }, { type: "ready" }, { seq: 2 }]);
});

test("P3.5 a socket that closes between two portions gets everything from before", () => {
  const { fanout, framesOf, say } = setUp(0, ["a", "b", "c"]);
  say(1, LARGE);
  expect(framesOf("c")).toEqual([]);
  fanout.drain();
  expect(framesOf("c")).toHaveLength(1);
});

/** What a reader who keeps up may leave unacknowledged. */
const KEEPS_UP = (1.5 * MAX_LAG_LENGTH) / ACKS_PER_LAG;

test("P3.18 20 readers that stop reading leave before their copies fill the object, the others do not", () => {
  const stalled = Array.from({ length: 20 }, (_, index) => `stalled${index}`);
  const { acknowledge, clock, dropped, lengthOf, say } = setUp(0, ["reads", ...stalled]);
  const text = "x".repeat(100 * KIB);
  for (let seq = 1; dropped.length < 20; seq += 1) {
    say(seq, text);
    acknowledge("reads");
    clock.pass(1_000);
    expect(seq).toBeLessThan(100);
    const held = stalled.filter((id) => !dropped.includes(id)).map(lengthOf);
    expect(held.reduce((sum, length) => sum + length, 0)).toBeLessThan(20 * KEEPS_UP + 34 * MIB);
  }
  expect(dropped.toSorted()).toEqual(stalled.toSorted());
});

test("P3.18 a room waits for readers that are slow but read, and goes on as soon as they have", () => {
  const readers = Array.from({ length: 20 }, (_, index) => `reader${index}`);
  const { acknowledge, clock, dropped, fanout, framesOf, say } = setUp(0, readers);
  for (const id of readers) acknowledge(id);
  let sent = 0;
  let said = 0;
  while (sent === said && said < 100) {
    said += 1;
    say(said, "x".repeat(100 * KIB));
    fanout.whenSent(() => {
      sent += 1;
    });
  }
  expect(said).toBeLessThan(100);
  clock.pass(1_000);
  expect(sent).toBe(said - 1);
  for (const id of readers) acknowledge(id, framesOf(id).slice(0, 8).join("").length);
  expect(sent).toBe(said);
  expect(dropped).toEqual([]);
});
