import { describe, expect, it } from "vitest";
import { change, client, EPOCH, message, messages, outcome, ready, reset, welcome } from "./harness.ts";

/** A `fetch` that the test answers. */
function pages() {
  const asked: { url: string; answer: (body: unknown, status?: number) => void; fail: (error: Error) => void }[] = [];
  return {
    asked,
    fetch: (url: string, { signal }: { signal: AbortSignal }) =>
      new Promise<Response>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        asked.push({
          url,
          answer: (body, status = 200) => resolve(Response.json(body, { status })),
          fail: reject,
        });
      }),
  };
}

/** Waits until the client has made this many requests: the code that makes them is loaded first. */
const requested = (asked: readonly unknown[], count: number) => expect.poll(() => asked).toHaveLength(count);

/** A client in a room of 500 events, with the last 50 messages. */
function inside() {
  const { asked, fetch } = pages();
  const it = client({ fetch });
  it.socket()
    .open()
    .say(welcome({ head: 500 }), reset(messages(451, 500)), ready(500));
  return { ...it, asked };
}

describe("older messages", () => {
  it("P7.2 are loaded page by page, and prepended", async () => {
    const { asked, room, seqs } = inside();
    expect(room.state.more).toBe(true);
    const page = room.loadOlder();
    await requested(asked, 1);
    expect(asked[0]?.url).toBe("https://parley.test/api/rooms/lobby/messages?limit=100&before=451");
    asked[0]?.answer({ messages: messages(351, 450), head: 500 });
    expect(await page).toMatchObject({ messages: { length: 100 }, more: true });
    expect(seqs()).toEqual(messages(351, 500).map(({ seq }) => seq));

    const last = room.loadOlder();
    await requested(asked, 2);
    expect(asked[1]?.url).toContain("before=351");
    asked[1]?.answer({ messages: messages(345, 350), head: 500 });
    expect(await last).toMatchObject({ more: false });
    expect(room.state.more).toBe(false);
    expect(seqs()[0]).toBe(345);
  });

  it("P7.2 don't exist if the log starts with the first event", () => {
    const { enter, room } = client();
    enter(5);
    expect(room.state.more).toBe(false);
  });

  it("are loaded page by page until a given message is found", async () => {
    const { asked, room } = inside();
    const wanted = room.loadUntil(250);
    for (const [from, to] of [
      [351, 450],
      [251, 350],
      [151, 250],
    ] as const) {
      await expect.poll(() => asked.at(-1)?.url).toContain(`before=${to + 1}`);
      asked.at(-1)?.answer({ messages: messages(from, to), head: 500 });
    }
    expect(await wanted).toMatchObject({ seq: 250 });
    expect(asked).toHaveLength(3);
    // What is here is not asked for again.
    expect(await room.loadUntil(400)).toMatchObject({ seq: 400 });
    expect(asked).toHaveLength(3);
  });

  it("are loaded to the end for a message that doesn't exist, but not forever", async () => {
    const { asked, room } = inside();
    const wanted = room.loadUntil(7);
    await requested(asked, 1);
    asked[0]?.answer({ messages: messages(440, 450), head: 500 });
    expect(await wanted).toBeUndefined();
    const again = inside();
    const missing = again.room.loadUntil(7);
    await requested(again.asked, 1);
    again.asked[0]?.answer({ messages: messages(451, 550), head: 550 });
    expect(await missing).toBeUndefined();
    expect(again.asked).toHaveLength(1);
  });

  it("that can't be loaded are not found", async () => {
    const { asked, room } = inside();
    const wanted = room.loadUntil(7);
    await requested(asked, 1);
    asked[0]?.fail(new Error("no network"));
    expect(await outcome(wanted)).toBe("http");
  });

  it("are returned but not prepended if there is a gap", async () => {
    const { asked, room, seqs } = inside();
    const page = room.loadOlder(200);
    await requested(asked, 1);
    asked[0]?.answer({ messages: messages(100, 199), head: 500 });
    expect((await page).messages).toHaveLength(100);
    expect(seqs()[0]).toBe(451);
  });

  it("that are already there are not duplicated", async () => {
    const { asked, room, seqs } = inside();
    const both = [room.loadOlder(), room.loadOlder()];
    await requested(asked, 2);
    for (const one of asked) one.answer({ messages: messages(351, 450), head: 500 });
    await Promise.all(both);
    expect(seqs()).toEqual(messages(351, 500).map(({ seq }) => seq));
    expect(room.state.more).toBe(true);
  });

  it("P4.2 get the changes that arrived in the meantime", async () => {
    const { asked, room, socket } = inside();
    const page = room.loadOlder();
    await requested(asked, 1);
    socket().say(
      change(501, "edit", 450, { message: "newest" }),
      change(502, "reaction", 450, { emoji: "👍", on: true }),
      change(503, "delete", 449),
    );
    asked[0]?.answer({ messages: messages(351, 450), head: 500 });
    expect((await page).messages.at(-1)).toMatchObject({ message: "newest" });
    expect(room.state.messages.slice(98, 100)).toMatchObject([
      { seq: 449, deleted: true },
      { seq: 450, message: "newest", reactions: [{ emoji: "👍", uids: ["uid-ada"] }] },
    ]);
  });

  it("P4.2 from ahead of our position get no change twice", async () => {
    const { asked, room, socket } = inside();
    const page = room.loadOlder();
    await requested(asked, 1);
    const reactions = [
      { emoji: "👍", uids: ["uid-ada"], count: 1 },
      { emoji: "🎉", uids: ["uid-ada"], count: 1 },
    ];
    asked[0]?.answer({ messages: [...messages(351, 449), message(450, { reactions })], head: 504 });
    await page;
    // Folded a second time, these would end in the other order.
    socket().say(
      change(501, "reaction", 450, { emoji: "👍", on: true }),
      change(502, "reaction", 450, { emoji: "👍", on: false }),
      change(503, "reaction", 450, { emoji: "👍", on: true }),
      change(504, "reaction", 450, { emoji: "🎉", on: true }),
    );
    expect(room.state.messages.find(({ seq }) => seq === 450)?.reactions).toEqual(reactions);
    socket().say(change(505, "edit", 450, { message: "after" }));
    expect(room.state.messages.find(({ seq }) => seq === 450)?.message).toBe("after");
  });

  it("P4.2 don't include messages that are still to come as events", async () => {
    const { asked, enter, room, seqs } = empty();
    const socket = enter(0);
    const page = room.loadOlder();
    await requested(asked, 1);
    asked[0]?.answer({ messages: messages(1, 2), head: 2 });
    await page;
    expect(seqs()).toEqual([]);
    socket.say(...messages(1, 2));
    expect(seqs()).toEqual([1, 2]);
  });

  it("P3.4 of a log that was replaced in the meantime are rejected", async () => {
    const { asked, clock, room, seqs, socket } = inside();
    const page = room.loadOlder();
    await requested(asked, 1);
    socket().drop();
    clock.pass(500);
    socket()
      .open()
      .say(welcome({ epoch: "epoch-2", head: 600 }), reset(messages(600, 600), "epoch"), ready(600));
    asked[0]?.answer({ messages: messages(351, 450), head: 500 });
    expect(await outcome(page)).toBe("superseded");
    expect(seqs()).toEqual([600]);
    expect(room.state.position).toEqual({ epoch: "epoch-2", seq: 600 });
  });

  it.each([
    ["an error", { error: { code: "bad_room", message: "" } }, 404],
    ["no page", { messages: 7, head: 1 }, 200],
    ["no page", [], 200],
    ["no head", { messages: [], head: 1.5 }, 200],
  ])("P7.3 reject with http when %s comes", async (_, body, status) => {
    const { asked, room, seqs } = inside();
    const before = seqs();
    const page = room.loadOlder();
    await requested(asked, 1);
    asked[0]?.answer(body, status);
    expect(await outcome(page)).toBe("http");
    expect(seqs()).toEqual(before);
  });

  it("reject with http on failure, and with closed after leaving the room", async () => {
    const { asked, room } = inside();
    const failed = room.loadOlder();
    await requested(asked, 1);
    asked[0]?.fail(new TypeError("no network"));
    expect(await outcome(failed)).toBe("http");
    const left = room.loadOlder();
    await requested(asked, 2);
    room.close();
    expect(await outcome(left)).toBe("closed");
    expect(await outcome(room.loadOlder())).toBe("closed");
    expect(asked).toHaveLength(2);
    expect(room.state.position).toEqual({ epoch: EPOCH, seq: 500 });
  });
});

/** A client that is not inside yet. */
function empty() {
  const { asked, fetch } = pages();
  return { asked, ...client({ fetch }) };
}
