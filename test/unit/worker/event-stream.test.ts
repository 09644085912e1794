import { describe, expect, test } from "vitest";
import { readPosition, streamEvents } from "../../../src/worker/http/event-stream.ts";

/** The room's end of a stream: what the stream sends, and what it receives. */
class FakeSocket extends EventTarget {
  readonly sent: unknown[] = [];
  closed = 0;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed += 1;
  }

  receive(...objects: object[]): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(objects) }));
  }
}

const READER = { type: "reader", room: "garden", epoch: "k2f", head: 41, members: [] };

const message = (seq: number, text = "hello") => ({
  type: "message",
  seq,
  at: 1,
  uid: "u",
  id: `a${seq}`,
  message: text,
});

/** A stream whose end is called by the test. */
function open(since?: { epoch: string; seq: number }) {
  const socket = new FakeSocket();
  const timers: (() => void)[] = [];
  // A stream uses these methods of a socket only.
  const stream = streamEvents(socket as unknown as WebSocket, since, (_ms, run) => {
    timers.push(run);
    return () => timers.splice(timers.indexOf(run), 1);
  });
  return { socket, stream, timers };
}

/** The lines of a stream that has ended. */
async function linesOf(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
  }
  return text.split("\n").filter((line) => line !== "");
}

describe("a stream of events", () => {
  test("P7.16 P7.13 has the events of the log and resets, each with an id, and no signal", async () => {
    const { socket, stream } = open({ epoch: "k2f", seq: 39 });
    expect(socket.sent).toEqual([{ type: "hello", v: 1, readOnly: true, since: { epoch: "k2f", seq: 39 } }]);
    const hidden = { type: "void", seq: 41, at: 1, uid: "", id: "" };
    socket.receive(READER, message(40), hidden, { type: "ready", seq: 41 });
    socket.receive({ type: "presence", joined: [], left: [], count: 2 }, { type: "cast", uid: "u", data: { at: 1 } });
    socket.receive({ type: "reset", reason: "behind", messages: [] });
    socket.receive(message(42));
    socket.dispatchEvent(new Event("close"));
    expect(await linesOf(stream)).toEqual([
      "retry: 1000",
      "id: k2f-40",
      `data: ${JSON.stringify(message(40))}`,
      "id: k2f-41",
      `data: ${JSON.stringify(hidden)}`,
      "id: k2f-41",
      'data: {"type":"reset","reason":"behind","messages":[]}',
      "id: k2f-42",
      `data: ${JSON.stringify(message(42))}`,
    ]);
  });

  test("P7.14 ends after its time, closes its socket, and takes nothing more", async () => {
    const { socket, stream, timers } = open();
    socket.receive(READER, message(42));
    for (const run of [...timers]) run();
    socket.receive(message(43));
    expect(socket.closed).toBe(1);
    expect((await linesOf(stream)).at(-1)).toBe(`data: ${JSON.stringify(message(42))}`);
    expect(timers).toEqual([]);
  });

  test("P7.14 ends when its client reads too slowly, after what was written", async () => {
    const { socket, stream } = open();
    socket.receive(READER);
    for (let seq = 42; socket.closed === 0 && seq < 5_000; seq += 1) socket.receive(message(seq, "x".repeat(4_000)));
    const lines = await linesOf(stream);
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.join("\n").length).toBeLessThan(2.1 * 1024 * 1024);
  });

  test("P7.14 acknowledges what it received, so that it counts as a reader that keeps up", async () => {
    const { socket, stream } = open();
    const reader = stream.getReader();
    socket.receive(READER);
    for (let seq = 42; socket.sent.length < 2 && seq < 5_000; seq += 1) {
      socket.receive(message(seq, "x".repeat(4_000)));
      await reader.read();
    }
    expect(socket.sent.at(-1)).toMatchObject({ type: "ack", received: expect.any(Number), seq: expect.any(Number) });
    await reader.cancel();
    expect(socket.closed).toBe(1);
  });

  test.each([
    ["k2f-42", { epoch: "k2f", seq: 42 }],
    ["-0", { epoch: "", seq: 0 }],
    ["42", { epoch: undefined, seq: 42 }],
    ["", undefined],
    ["k2f", undefined],
    ["k2f-x", undefined],
    ["1.5", undefined],
    ["K2F-1", undefined],
  ])("P7.13 an id is the epoch and the seq: %j", (id, position) => {
    expect(readPosition(id)).toEqual(position);
  });
});
