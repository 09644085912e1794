import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMessages, parseServerFrame } from "../../../src/protocol/server-frame.ts";
import { change, client, message, ready, reset, welcome } from "./harness.ts";

const parse = (...objects: unknown[]) => parseServerFrame(JSON.stringify(objects));

const notice = { type: "notice", notice: "rename", seq: 4, at: 1, uid: "u", id: "i", username: "b", previous: "a" };
const SOUND = [
  welcome({ members: [{ uid: "u", username: "Ada", role: "guest" }] }),
  reset([message(1, { editedAt: 5, reactions: [{ emoji: "👍", uids: ["u"], count: 1 }] })]),
  ready(0),
  message(1, { replyTo: 1, deleted: true, color: { deep: [1, null] } }),
  change(2, "edit", 1, { message: "" }),
  change(3, "delete", 1),
  change(3, "reaction", 1, { emoji: "👍", on: true }),
  notice,
  { type: "presence", joined: [{ uid: "u", username: "Ada", role: "guest" }], left: ["v"], count: 3 },
  { type: "typing", uid: "u" },
  { type: "cast", uid: "u", data: { any: { thing: [] } } },
  { type: "error", code: "internal", message: "no", id: "i" },
  { type: "error", code: "a_later_code", message: "no" },
  { type: "ack", id: "i", seq: 1, dup: true },
];

describe("a frame of the room", () => {
  it.each(SOUND.map((object) => [object.type, object] as const))(
    "P3.4 P3.5 P3.6 P3.7 %s is read as it is",
    (_, object) => {
      expect(parse(object)).toEqual([object]);
    },
  );

  it("P3 unknown fields are harmless", () => {
    for (const object of SOUND) expect(parse({ ...object, later: { x: 1 } })).toMatchObject([object]);
  });

  it.each(["", "pong", "{}", "7", "null", '"[]"', "[", JSON.stringify(message(1))])("P3 %s holds nothing", (text) => {
    expect(parseServerFrame(text)).toEqual([]);
  });

  it("P3 malformed and unknown objects are dropped, and the rest is parsed", () => {
    const objects = [
      null,
      7,
      [],
      {},
      { type: "later" },
      { type: "typing" },
      { type: "ready", seq: -1 },
      { type: "ready", seq: 1.5 },
      { type: "ready", seq: "1" },
      { ...welcome(), epoch: undefined },
      { type: "ack", id: "i", seq: 1 },
      message(0),
      ready(3),
    ];
    expect(parse(...objects)).toEqual([ready(3)]);
  });

  it.each([
    ["of a later type", { ...message(7), type: "poll" }],
    ["a notice of a later kind", { ...notice, seq: 7, notice: "topic" }],
    ["malformed", message(7, { replyTo: "one" })],
    ["malformed", { ...message(7), message: 1 }],
  ])("P4.2 an event %s keeps its place in the log", (_, event) => {
    expect(parse(event)).toEqual([{ type: "unknown", seq: 7 }]);
  });

  it("P3.4 one malformed message does not spoil a reset, nor one malformed member a welcome", () => {
    expect(parse(reset([message(1), message(2, { message: 7 as never }), message(3)]))).toMatchObject([
      { messages: [{ seq: 1 }, { seq: 3 }] },
    ]);
    expect(parse(welcome({ members: [7, { uid: "u", username: "Ada", role: "emperor" }] }))).toMatchObject([
      { members: [{ uid: "u", username: "Ada", role: "guest" }] },
    ]);
  });

  it("P7.2 messages of a page are parsed in the same way", () => {
    expect(parseMessages([message(1), 7])).toMatchObject([{ seq: 1 }]);
    expect(parseMessages("none")).toEqual([]);
  });

  it("P3 never throws", () => {
    const some = fc.constantFrom(...SOUND);
    const broken = fc
      .tuple(some, fc.string(), fc.jsonValue())
      .map(([object, key, value]) => ({ ...object, [key in object ? key : "seq"]: value }));
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseServerFrame(text)));
    fc.assert(fc.property(fc.array(fc.oneof(broken, fc.jsonValue())), (objects) => void parse(...objects)));
  });
});

describe("a client", () => {
  it("P3 survives anything that it can't parse", () => {
    const { enter, room, seqs } = client();
    const socket = enter(1);
    for (const data of [
      "",
      "x",
      "[",
      "{}",
      new ArrayBuffer(3),
      new Uint8Array([255]).buffer,
      '[null,{"type":"later"}]',
    ])
      socket.receive(data);
    socket.say({ type: "typing" }, message(2), welcome({ uid: "other" }), reset([], "new"), ready(9));
    expect(seqs()).toEqual([1, 2]);
    expect(room.state.status.state).toBe("online");
    expect(room.state.self?.uid).toBe("uid-me");
  });

  it("P3.4 ignores everything before the welcome", () => {
    const { room, socket, told } = client();
    socket()
      .open()
      .say(ready(0), message(1), { type: "typing", uid: "u" }, reset([message(1)]));
    expect(room.state).toMatchObject({ status: { state: "connecting" }, messages: [], typing: [] });
    expect(told("event")).toEqual([]);
  });
});
