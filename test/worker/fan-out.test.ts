import { expect, test } from "vitest";
import { MAX_LAG_EVENTS } from "../../src/protocol/limits.ts";
import type { LiveSession } from "../../src/room/model/session.ts";
import { restoreSession } from "../../src/worker/object/attachment.ts";
import { FanOut } from "../../src/worker/object/fan-out.ts";

const SESSION: LiveSession = { id: "s", dialect: "v1", state: "live", uid: "ada", username: "Ada", role: "guest" };

/** The parts of a server's socket that the fan-out uses. */
class FakeSocket {
  attachment: unknown;
  serializeAttachment(value: unknown): void {
    this.attachment = structuredClone(value);
  }
  deserializeAttachment(): unknown {
    return this.attachment;
  }
  send(): void {}
}

/** A socket whose client has every event up to `head`. */
function setUp(head: number) {
  // A fan-out calls no other method of a socket that it does not close.
  const socket = new FakeSocket() as unknown as WebSocket;
  const fanout = new FanOut(() => undefined);
  fanout.add({ id: "s", dialect: "v1", state: "new", since: 0 }, socket, 0);
  fanout.update(SESSION, head);
  const isLagging = (seq: number) => {
    const stamp = { seq, at: 1, uid: "ben", id: String(seq) };
    fanout.broadcast({ v1: { type: "message", ...stamp, username: "Ben", message: "hello" } });
    return fanout.flush().length > 0;
  };
  return { fanout, isLagging, kept: () => restoreSession(socket) };
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
  expect(kept()).toEqual({ session: SESSION, acked: 50 });
  expect(isLagging(50 + MAX_LAG_EVENTS)).toBe(false);
  fanout.acknowledge("s", { type: "ack", seq: 50 + MAX_LAG_EVENTS }, 50 + MAX_LAG_EVENTS);
  expect(kept()).toEqual({ session: SESSION, acked: 50 + MAX_LAG_EVENTS });
});

test("P3.8 a socket that has not said hello acknowledges nothing", () => {
  const fanout = new FanOut(() => undefined);
  fanout.add({ id: "s", dialect: "v1", state: "new", since: 0 }, new FakeSocket() as unknown as WebSocket, 0);
  expect(fanout.acknowledge("s", { type: "ack", seq: 1 }, 1)).toBe(false);
});
