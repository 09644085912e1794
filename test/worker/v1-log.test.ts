import { describe, expect, test } from "vitest";
import { freshRoom, type Received, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

describe("commands", () => {
  test("P3.2, P3.5 each command becomes an event that everyone receives, including its sender", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room, { username: "Ada" });
    const ben = await V1Socket.hello(room, { username: "Ben" });
    const stamp = (seq: number, id: string) => ({ seq, id, uid: ada.welcome.uid, at: expect.any(Number) });
    const steps: [command: object, event: object][] = [
      [
        { type: "message", id: "a", message: " hello ", color: "red" },
        { type: "message", ...stamp(1, "a"), username: "Ada", message: "hello", color: "red" },
      ],
      [
        { type: "message", id: "b", message: "an answer", replyTo: 1 },
        { type: "message", ...stamp(2, "b"), username: "Ada", message: "an answer", replyTo: 1 },
      ],
      [
        { type: "edit", id: "c", target: 1, message: "hello, all" },
        { type: "edit", ...stamp(3, "c"), target: 1, message: "hello, all" },
      ],
      [
        { type: "reaction", id: "d", target: 2, emoji: "👍", on: true },
        { type: "reaction", ...stamp(4, "d"), target: 2, emoji: "👍", on: true },
      ],
      [
        { type: "delete", id: "e", target: 1 },
        { type: "delete", ...stamp(5, "e"), target: 1 },
      ],
      [
        { type: "rename", id: "f", username: "Ada L." },
        { type: "notice", ...stamp(6, "f"), notice: "rename", username: "Ada L.", previous: "Ada" },
      ],
      [
        { type: "message", id: "g", message: "under a new name" },
        { type: "message", ...stamp(7, "g"), username: "Ada L.", message: "under a new name" },
      ],
    ];
    for (const [command, event] of steps) {
      ada.send(command);
      expect(await ada.take()).toEqual(event);
      expect(await ben.take()).toEqual(event);
    }
  });

  test("P2.8, P3.5 a plain socket receives messages unchanged, without edits, deletes and reactions", async () => {
    const room = freshRoom();
    const plain = await TestSocket.join(room);
    const ada = await V1Socket.hello(room, { username: "Ada" });
    expect(await plain.take()).toEqual({ type: "system", message: "Ada connected" });
    ada.say("one", "1");
    ada.say("two", "2", { replyTo: 1 });
    ada.send({ type: "edit", id: "3", target: 1, message: "one, edited" });
    ada.send({ type: "delete", id: "4", target: 2 });
    ada.say("three", "5");
    const seen = [await plain.take(), await plain.take(), await plain.take()];
    expect(seen).toMatchObject([{ message: "one" }, { message: "two", replyTo: 1 }, { message: "three" }]);
    const later = await TestSocket.open(room, "?history=10");
    expect(await later.take()).toMatchObject({ message: "one, edited" });
    expect(await later.take()).toMatchObject({ message: "three" });
    expect(await later.take()).toMatchObject({ type: "system" });
  });

  test("P4.3 a repeated command is stored once and acknowledged only to its sender", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    const ben = await V1Socket.hello(room);
    ada.say("hello", "1");
    ada.send({ type: "reaction", id: "2", target: 1, emoji: "👍", on: true });
    ada.send({ type: "edit", id: "3", target: 1, message: "edited" });
    const commands = [
      { type: "message", id: "1", message: "hello" },
      { type: "reaction", id: "2", target: 1, emoji: "👍", on: true },
      { type: "edit", id: "3", target: 1, message: "edited" },
    ];
    for (const command of commands) ada.send(command);
    for (let seq = 1; seq <= 3; seq += 1) await ada.take();
    for (let seq = 1; seq <= 3; seq += 1) {
      expect(await ada.take()).toEqual({ type: "ack", id: String(seq), seq, dup: true });
    }
    ben.say("next", "1");
    for (let seq = 1; seq <= 4; seq += 1) expect(await ben.take()).toMatchObject({ seq });
  });

  test.each([
    ["another text", { type: "message", id: "1", message: "other" }],
    ["another reply", { type: "message", id: "1", message: "hello", replyTo: 1 }],
    ["another field", { type: "message", id: "1", message: "hello", color: "red" }],
    ["another command", { type: "edit", id: "1", target: 1, message: "hello" }],
  ])("P4.3 the same id with %s is id_conflict, even after the message was edited", async (_what, command) => {
    const ada = await V1Socket.hello(freshRoom());
    ada.say("hello", "1");
    await ada.take();
    ada.send(command);
    expect(await ada.take()).toMatchObject({ type: "error", code: "id_conflict", id: "1" });
    ada.send({ type: "edit", id: "2", target: 1, message: "edited" });
    await ada.take();
    ada.send(command);
    expect(await ada.take()).toMatchObject({ type: "error", code: "id_conflict", id: "1" });
    ada.say("hello", "1");
    expect(await ada.take()).toEqual({ type: "ack", id: "1", seq: 1, dup: true });
  });

  test("P3.2 only the author may edit and delete", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    const eve = await V1Socket.hello(room);
    ada.say("mine", "1");
    await eve.take();
    eve.send({ type: "edit", id: "1", target: 1, message: "hers" });
    expect(await eve.take()).toMatchObject({ type: "error", code: "not_yours", id: "1" });
    eve.send({ type: "delete", id: "2", target: 1 });
    expect(await eve.take()).toMatchObject({ type: "error", code: "not_yours", id: "2" });
  });

  const bad: [what: string, command: object, code: string][] = [
    ["an edit of a missing message", { type: "edit", id: "x", target: 99, message: "new" }, "no_target"],
    ["an edit of an event that is not a message", { type: "edit", id: "x", target: 2, message: "new" }, "no_target"],
    ["an edit of a deleted message", { type: "edit", id: "x", target: 3, message: "new" }, "target_deleted"],
    ["a delete of a deleted message", { type: "delete", id: "x", target: 3 }, "target_deleted"],
    [
      "a reaction to a deleted message",
      { type: "reaction", id: "x", target: 3, emoji: "👍", on: true },
      "target_deleted",
    ],
    ["a reply to a missing message", { type: "message", id: "x", message: "re", replyTo: 99 }, "no_target"],
    ["a target of 0", { type: "delete", id: "x", target: 0 }, "bad_target"],
    ["a target that is a fraction", { type: "delete", id: "x", target: 1.5 }, "bad_target"],
    ["a target that is text", { type: "delete", id: "x", target: "1" }, "bad_target"],
    ["a reaction with text", { type: "reaction", id: "x", target: 1, emoji: "no", on: true }, "bad_emoji"],
    ["a reaction without on", { type: "reaction", id: "x", target: 1, emoji: "👍" }, "bad_command"],
    ["no id", { type: "message", message: "hello" }, "bad_id"],
    ["an empty id", { type: "message", id: "", message: "hello" }, "bad_id"],
    ["an id of 37 characters", { type: "message", id: "x".repeat(37), message: "hello" }, "bad_id"],
    ["a message of spaces", { type: "message", id: "x", message: " " }, "bad_message"],
    ["a message of 4,001 characters", { type: "message", id: "x", message: "x".repeat(4_001) }, "message_too_long"],
    [
      "an edit of 4,001 characters",
      { type: "edit", id: "x", target: 1, message: "x".repeat(4_001) },
      "message_too_long",
    ],
    ["a rename to an empty name", { type: "rename", id: "x", username: "" }, "bad_username"],
    ["a cast of a non-object", { type: "cast", data: [] }, "bad_command"],
    ["a cast that forges a message", { type: "cast", data: { type: "message", message: "!" } }, "reserved_type"],
    ["a cast that forges the room", { type: "cast", data: { type: "system", message: "!" } }, "reserved_type"],
    ["an ack of a fraction", { type: "ack", seq: 0.5 }, "bad_command"],
    ["an unknown type", { type: "shout", id: "x" }, "unknown_type"],
    ["no type", { id: "x" }, "unknown_type"],
    [
      "a __proto__ key",
      { type: "message", id: "x", message: "m", nested: JSON.parse('{"__proto__":1}') },
      "forbidden_key",
    ],
  ];
  test.each(bad)("P3.7 %s is an error to its sender only, and nothing is stored", async (_what, command, code) => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    const ben = await V1Socket.hello(room);
    ada.say("one", "1");
    ada.send({ type: "reaction", id: "2", target: 1, emoji: "👍", on: true });
    ada.say("three", "3");
    ada.send({ type: "delete", id: "4", target: 3 });
    for (let seq = 1; seq <= 4; seq += 1) {
      await ada.take();
      await ben.take();
    }
    ada.send(command);
    const error = await ada.take();
    expect(error).toMatchObject({ type: "error", code });
    if ("id" in command && command.id === "x") expect(error.id).toBe("x");
    ada.say("next", "5");
    expect(await ben.take()).toMatchObject({ seq: 5, message: "next" });
  });

  test("P5 a message holds 20 different reactions, and any number of each", async () => {
    const ada = await V1Socket.hello(freshRoom());
    ada.say("react", "m");
    await ada.take();
    const emoji = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index));
    const react = (id: string, face: unknown, on: boolean) =>
      ada.send({ type: "reaction", id, target: 1, emoji: face, on });
    for (const [index, face] of emoji.slice(0, 20).entries()) {
      react(`r${index}`, face, true);
      await ada.take();
    }
    react("last", emoji[20], true);
    expect(await ada.take()).toMatchObject({ type: "error", code: "too_many_reactions", id: "last" });
    react("again", emoji[0], true);
    expect(await ada.take()).toMatchObject({ type: "ack", id: "again", seq: 1, dup: true });
  });

  test("P3.14 a reaction that changes nothing is acknowledged with the message's seq, and is not stored", async () => {
    const ada = await V1Socket.hello(freshRoom());
    ada.say("react", "m");
    await ada.take();
    const react = (id: string, on: boolean) => ada.send({ type: "reaction", id, target: 1, emoji: "👍", on });
    react("r1", false);
    expect(await ada.take()).toEqual({ type: "ack", id: "r1", seq: 1, dup: true });
    react("r2", true);
    expect(await ada.take()).toMatchObject({ type: "reaction", seq: 2 });
    react("r3", true);
    expect(await ada.take()).toEqual({ type: "ack", id: "r3", seq: 1, dup: true });
    ada.send({ type: "list", id: "l", what: "reactions", target: 1, emoji: "👍" });
    const { uid, username } = ada.welcome;
    expect(await ada.take()).toEqual({ type: "list", id: "l", what: "reactions", items: [{ seq: 2, uid, username }] });
  });

  test("P2.3, P3.6 a cast reaches plain sockets unchanged, and v1 sockets as a cast, from either dialect", async () => {
    const room = freshRoom();
    const plain = await TestSocket.join(room);
    const ada = await V1Socket.hello(room);
    await plain.take();
    ada.send({ type: "cast", data: { type: "wave", to: "all" } });
    expect(await plain.take()).toEqual({ type: "wave", to: "all" });
    expect(await ada.take()).toEqual({ type: "cast", uid: ada.welcome.uid, data: { type: "wave", to: "all" } });
    plain.send({ x: 1 });
    expect(await ada.take()).toEqual({ type: "cast", uid: expect.any(String), data: { x: 1 } });
  });

  test("P3.6, P3.9 typing reaches v1 sockets and is not stored", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    const ben = await V1Socket.hello(room);
    ada.send({ type: "typing" });
    expect(await ben.take()).toEqual({ type: "typing", uid: ada.welcome.uid });
    ada.say("hello", "1");
    expect(await ben.take()).toMatchObject({ seq: 1 });
  });

  test("P3.41 the end of typing reaches v1 sockets soon, without another turn of the room", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    const ben = await V1Socket.hello(room);
    ada.send({ type: "typing" });
    ada.send({ type: "typing", ended: true });
    const { uid } = ada.welcome;
    expect(await ben.takeOnly("typingEnded")).toEqual({ type: "typingEnded", uid });
  });
});

describe("resume", () => {
  async function fill(room: string, count: number): Promise<{ ada: V1Socket; events: Received[] }> {
    const ada = await V1Socket.hello(room);
    const events: Received[] = [];
    for (let seq = 1; seq <= count; seq += 1) {
      ada.say(`message ${seq}`, String(seq));
      events.push(await ada.take());
    }
    return { ada, events };
  }

  test.each([0, 1, 4, 5])("P4.4 since %d yields exactly the events after it, then the live ones", async (seq) => {
    const room = freshRoom();
    const { ada, events } = await fill(room, 5);
    const ben = await V1Socket.hello(room, { since: ada.position(seq) });
    expect(ben.missed).toEqual(events.slice(seq));
    ada.say("live", "live");
    expect(await ben.take()).toMatchObject({ seq: 6 });
  });

  test.each([
    ["new", () => undefined],
    ["epoch", () => ({ epoch: "another", seq: 3 })],
    ["ahead", (ada: V1Socket) => ada.position(6)],
    ["ahead", (ada: V1Socket) => ada.position(Number.MAX_SAFE_INTEGER)],
  ])("P3.4 reset: %s carries the newest messages in their current state", async (reason, sinceOf) => {
    const room = freshRoom();
    const { ada } = await fill(room, 3);
    ada.send({ type: "edit", id: "e", target: 1, message: "edited" });
    await ada.take();
    ada.send({ type: "delete", id: "d", target: 2 });
    await ada.take();
    const since = sinceOf(ada);
    const ben = await V1Socket.hello(room, since === undefined ? {} : { since });
    expect(ben.welcome.head).toBe(5);
    expect(ben.missed).toMatchObject([
      {
        type: "reset",
        reason,
        messages: [
          { seq: 1, message: "edited", editedAt: expect.any(Number) },
          { seq: 2, message: "", deleted: true },
          { seq: 3, message: "message 3" },
        ],
      },
    ]);
  });

  test("P4.4 500 missed events are a resume, 501 are reset: behind with 50 messages", async () => {
    const room = freshRoom();
    const { ada, events } = await fill(room, 502);
    const near = await V1Socket.hello(room, { since: ada.position(2) });
    expect(near.missed).toEqual(events.slice(2));
    const far = await V1Socket.hello(room, { since: ada.position(1) });
    expect(far.missed).toMatchObject([{ type: "reset", reason: "behind" }]);
    expect(far.missed[0]?.messages).toEqual(events.slice(-50));
  });

  test("P4.4 more than 256 KiB of missed events is reset: behind", async () => {
    const room = freshRoom();
    const ada = await V1Socket.hello(room);
    for (let count = 1; count <= 70; count += 1) {
      ada.say("x".repeat(4_000), String(count));
      await ada.take();
    }
    const near = await V1Socket.hello(room, { since: ada.position(20) });
    expect(near.missed).toHaveLength(50);
    const far = await V1Socket.hello(room, { since: ada.position(0) });
    expect(far.missed).toMatchObject([{ type: "reset", reason: "behind" }]);
  });
});
