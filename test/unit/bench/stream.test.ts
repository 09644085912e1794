import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../../bench/generator/dialects.ts";
import { BINARY_OPCODE, TEXT_OPCODE } from "../../../bench/generator/server-frames.ts";
import { Stream } from "../../../bench/generator/stream.ts";
import { CHINESE, ENGLISH, textOf } from "../../../bench/generator/texts.ts";

const { gathering } = DIALECTS;

/** A frame of a server: an array of messages by sender and counter. */
function frameOf(opcode: number, messages: readonly (readonly [sender: number, counter: number])[], words = ENGLISH) {
  const json = JSON.stringify(
    messages.map(([sender, counter]) => ({ type: "message", message: textOf(sender, counter, words) })),
  );
  const payload = Buffer.from(json);
  const header = Buffer.alloc(4);
  header[0] = 0x80 | opcode;
  header[1] = 126;
  header.writeUInt16BE(payload.length, 2);
  return { bytes: Buffer.concat([header, payload]), json, size: payload.length };
}

function openStream() {
  const stream = new Stream(gathering, new Uint32Array(10_000));
  stream.begin(() => 1);
  return { stream, append: ({ bytes }: { bytes: Buffer }) => stream.append(bytes, 0, bytes.length) };
}

describe("the stream of a room, as the bench checks it", () => {
  it("counts the messages of text and of binary frames, each sender's in order", () => {
    const { append, stream } = openStream();
    append(
      frameOf(TEXT_OPCODE, [
        [1, 0],
        [2, 0],
        [1, 1],
      ]),
    );
    append(frameOf(BINARY_OPCODE, [[2, 1]]));
    expect(stream).toMatchObject({ messages: 4, frames: 2 });
  });

  it("measures text frames in UTF-16 units and binary ones in bytes, as acknowledgements do (P3.8)", () => {
    const { append, stream } = openStream();
    const text = frameOf(TEXT_OPCODE, [[1, 0]], CHINESE);
    const binary = frameOf(BINARY_OPCODE, [[1, 1]], CHINESE);
    append(text);
    expect(stream.payload).toBe(text.json.length);
    append(binary);
    expect(stream.payload).toBe(text.json.length + binary.size);
    expect(binary.size).toBeGreaterThan(binary.json.length);
  });

  it("rejects a hole and a repetition", () => {
    const { append } = openStream();
    append(frameOf(TEXT_OPCODE, [[1, 0]]));
    expect(() => append(frameOf(TEXT_OPCODE, [[1, 2]]))).toThrow("message 2 arrived instead of 1");
    expect(() => openStream().append(frameOf(TEXT_OPCODE, [[1, 1]]))).toThrow("message 1 arrived instead of 0");
  });

  it("rejects a frame whose messages a client would not find", () => {
    const hidden = frameOf(TEXT_OPCODE, [[1, 0]]);
    const bytes = Buffer.from(hidden.bytes.toString("latin1").replace("[{", " {").replace("}]", "} "), "latin1");
    expect(() => openStream().append({ bytes })).toThrow();
  });
});
