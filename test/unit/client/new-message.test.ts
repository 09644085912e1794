import { describe, expect, test } from "vitest";
import { measure } from "../../../src/client/index.ts";
import { MAX_FRAME_BYTES, MAX_MESSAGE_CHARACTERS } from "../../../src/protocol/limits.ts";
import { client, ready, reset, welcome } from "./harness.ts";

describe("P5 a message is measured as the server counts it", () => {
  test.each([
    ["a", 1],
    ["  a \n", 1],
    ["e\u0301", 1],
    ["👋🏽", 2],
    ["a\r\nb", 3],
    ["", 0],
  ])("%j has %i characters", (text, characters) => {
    expect(measure(text).characters).toBe(characters);
  });

  test("its bytes are those of its whole frame", () => {
    const { room, socket } = client();
    socket().open().say(welcome(), reset(), ready(0));
    const id = "i".repeat(36);
    const options = { replyTo: 7, extra: { mentions: [{ uid: "u", username: "Ada" }] } };
    void room.send(' "quoted" e\u0301 ', { ...options, id });
    const frame = JSON.stringify(socket().commands.at(-1));
    expect(measure(' "quoted" e\u0301 ', options).bytes).toBe(Buffer.byteLength(frame));
    expect(measure(' "quoted" e\u0301 ', { ...options, id: "short" }).bytes).toBe(Buffer.byteLength(frame) - 31);
  });

  test("the longest message fits into a frame, in whatever form it was typed", () => {
    const { room } = client();
    const typed = "\ud55c".repeat(MAX_MESSAGE_CHARACTERS).normalize("NFD");
    expect(Buffer.byteLength(typed)).toBeGreaterThan(MAX_FRAME_BYTES);
    expect(measure(typed).bytes).toBeLessThanOrEqual(MAX_FRAME_BYTES);
    void room.send(typed);
    expect(room.state.pending).toHaveLength(1);
  });
});
