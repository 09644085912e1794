import { describe, expect, it } from "vitest";
import { client, message, outcome, ready, reset, welcome } from "./harness.ts";

const change = { type: "notice", notice: "rename", seq: 2, at: 1, uid: "uid-me", id: "elsewhere" };
const taken = { type: "error", code: "name_taken", message: "Somebody else has this name." };

describe("P8.10 a rejected name", () => {
  it.each(["name_taken", "bad_username"])(
    "for %s ends the connection, says so once, and tries nothing by itself",
    (code) => {
      const { clock, room, socket, sockets, told } = client({ username: "Ada" });
      socket()
        .open()
        .say({ ...taken, code });
      expect(room.state.status).toMatchObject({ state: "refused", username: "Ada", error: { code } });
      expect(socket().closedWith).toBe(1000);
      room.wake();
      clock.pass(600_000);
      expect(sockets).toHaveLength(1);
      expect(clock.pending).toBe(0);
      expect(told("status")).toHaveLength(1);
      expect(told("error")).toMatchObject([{ code }]);
    },
  );

  it("is replaced by retryAs, and the outbox is sent", async () => {
    const { room, socket, sockets } = client({ username: "Ada" });
    const sent = room.send("hello");
    socket().open().say(taken);
    expect(await outcome(sent)).toBe("open");
    room.retryAs("Countess");
    expect(room.state.status).toEqual({ state: "connecting" });
    expect(sockets).toHaveLength(2);
    const second = socket().open();
    expect(second.hello).toMatchObject({ username: "Countess" });
    second.say(welcome({ username: "Countess" }), reset(), ready(0));
    expect(room.state.status).toEqual({ state: "online" });
    second.say(message(1, { uid: "uid-me", id: "own-1" }));
    expect(await outcome(sent)).toEqual({ id: "own-1", seq: 1 });
  });

  it("can be rejected again; the newest one is used until one is accepted, even after a lost connection", () => {
    const { clock, room, socket } = client({ username: "Ada" });
    socket().open().say(taken);
    room.retryAs("Ada L.");
    socket().open().say(taken);
    expect(room.state.status).toMatchObject({ state: "refused", username: "Ada L." });
    room.retryAs("Countess");
    socket().drop();
    clock.pass(500);
    expect(socket().open().hello).toMatchObject({ username: "Countess" });
  });

  it("may be the one of long ago: who comes back is asked, and is the same person under another, until it is changed", () => {
    const { clock, enter, room, socket } = client({ username: "Ada" });
    enter(1).drop();
    clock.pass(500);
    socket().open().say(taken);
    expect(room.state.status).toMatchObject({ state: "refused", username: "me" });
    expect(room.state.messages).toHaveLength(1);
    room.retryAs("Countess");
    expect(socket().open().hello).toMatchObject({ username: "Countess", token: "token-1", since: { seq: 1 } });
    socket().say(welcome({ head: 1, username: "Countess" }), ready(1));
    socket().say({ ...change, username: "Lady", previous: "Countess" });
    socket().drop();
    // A second loss in a row waits longer.
    clock.pass(1_000);
    expect(socket().open().hello).toMatchObject({ username: "Lady" });
  });

  it("ends with close, and is nothing that retryAs could mend elsewhere", async () => {
    const { clock, enter, room, socket, sockets } = client({ username: "Ada" });
    expect(() => room.retryAs(" ")).toThrow(expect.objectContaining({ code: "bad_username" }));
    enter(0);
    room.retryAs("Countess");
    expect(sockets).toHaveLength(1);
    socket().drop();
    clock.pass(500);
    socket().open().say(taken);
    const sent = room.send("x");
    room.close();
    room.retryAs("Countess");
    expect(room.state.status).toEqual({ state: "closed" });
    expect(await outcome(sent)).toBe("closed");
    expect(clock.pending).toBe(0);
  });

  it("P3.7 to a rename, is the end of that rename alone", async () => {
    const { enter, room } = client();
    const socket = enter(0);
    const renamed = room.rename("Ada");
    socket.say({ ...taken, id: "own-1" });
    expect(await outcome(renamed)).toBe("name_taken");
    expect(room.state).toMatchObject({ status: { state: "online" }, self: { username: "me" }, pending: [] });
  });
});

describe("onNameTaken", () => {
  /** The names of the hellos, each of which the server rejects. */
  async function names(count: number, options: Parameters<typeof client>[0]) {
    const opened = client({ username: "Ada", ...options });
    const tried: unknown[] = [];
    for (let index = 0; index < count; index += 1) {
      const socket = opened.socket().open();
      tried.push(socket.hello?.username);
      socket.say(taken);
      // A name may be chosen asynchronously.
      await outcome(Promise.resolve());
    }
    return { ...opened, tried };
  }

  it("suffix tries the name with a number, and is the default of connect", async () => {
    const { room, sockets, told, tried } = await names(3, { onNameTaken: "suffix" });
    expect(tried).toEqual(["Ada", "Ada 2", "Ada 3"]);
    expect(sockets.at(-1)?.open().hello).toMatchObject({ username: "Ada 4" });
    expect(told("error")).toEqual([]);
    expect(room.state.status).toEqual({ state: "connecting" });
    const { tried: byDefault } = await names(2, { onNameTaken: undefined } as never);
    expect(byDefault).toEqual(["Ada", "Ada 2"]);
  });

  it("suffix keeps a name within its limit, gives up after twenty, and starts over with another name", async () => {
    const long = "a".repeat(32);
    const { room, sockets, told, tried } = await names(21, { username: long, onNameTaken: "suffix" });
    expect(tried.slice(0, 2)).toEqual([long, `${"a".repeat(28)} 2`]);
    expect(tried.at(-1)).toBe(`${"a".repeat(28)} 21`);
    expect(room.state.status).toMatchObject({ state: "refused", error: { code: "name_taken" } });
    expect(told("error")).toMatchObject([{ code: "name_taken" }]);
    expect(sockets).toHaveLength(21);
  });

  it("a function chooses the name; a rejection, nothing or an impossible name waits for retryAs", async () => {
    const asked: unknown[] = [];
    const { tried } = await names(3, {
      onNameTaken: async (name, attempt) => {
        asked.push([name, attempt]);
        return `${name}!`;
      },
    });
    expect(tried).toEqual(["Ada", "Ada!", "Ada!!"]);
    expect(asked).toEqual([
      ["Ada", 1],
      ["Ada!", 2],
      ["Ada!!", 3],
    ]);
    const none = [() => undefined, async () => Promise.reject(new Error("no idea")), () => " "];
    for (const onNameTaken of none) {
      const { room, told } = await names(1, { onNameTaken });
      expect(room.state.status).toMatchObject({ state: "refused", username: "Ada" });
      expect(told("error")).toMatchObject([{ code: "name_taken" }]);
    }
  });

  it("is not asked after close", async () => {
    const { room, socket, sockets } = client({ username: "Ada", onNameTaken: async () => "Grace" });
    socket().open().say(taken);
    room.close();
    await outcome(Promise.resolve());
    expect(sockets).toHaveLength(1);
    expect(room.state.status).toEqual({ state: "closed" });
  });
});

it("P4.1 a hello that the server couldn't store is sent again after a wait", () => {
  const { clock, room, socket, sockets } = client({ username: "Ada" });
  socket().open().say({ type: "error", code: "internal", message: "…" });
  expect(room.state.status).toMatchObject({ state: "reconnecting" });
  clock.pass(500);
  expect(sockets).toHaveLength(2);
});

describe("P8.15 a nonce", () => {
  it("is sent until there is a token: the same one in every tab, after every loss and after a reload", () => {
    const storage = new Map<string, string>();
    const first = client({ storage });
    const nonce = first.socket().open().hello?.nonce;
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    first.socket().drop();
    first.clock.pass(500);
    expect(first.socket().open().hello?.nonce).toBe(nonce);
    const other = client({ storage });
    expect(other.socket().open().hello?.nonce).toBe(nonce);
    first.socket().say(welcome(), reset(), ready(0));
    const later = client({ storage });
    expect(later.socket().open().hello).toMatchObject({ token: "token-1" });
    expect(later.socket().hello).not.toHaveProperty("nonce");
    expect([...storage.keys()].filter((key) => key.endsWith("#nonce"))).toEqual([]);
  });

  it("is a new one after the server rejected the token", () => {
    const storage = new Map<string, string>();
    const first = client({ storage });
    const nonce = first.socket().open().hello?.nonce;
    first.socket().say(welcome(), reset(), ready(0));
    first.socket().drop(4401);
    const later = client({ storage });
    expect(later.socket().open().hello?.nonce).toMatch(/./);
    expect(later.socket().hello?.nonce).not.toBe(nonce);
  });

  it("is generated again if the stored one is invalid", () => {
    const storage = new Map([["wss://parley.test/ws/lobby#nonce", '"short"']]);
    expect(client({ storage }).socket().open().hello?.nonce).toMatch(/^[0-9a-f]{32}$/);
  });
});
