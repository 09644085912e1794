import { describe, expect, it } from "vitest";
import { type WebStorage, webStorage } from "../../../src/client/index.ts";
import type { RoomStorage } from "../../../src/client/room-storage.ts";
import { FakeSocket } from "./fake-socket.ts";
import { client, ME, message, outcome, ready, reset, welcome } from "./harness.ts";

const own = (seq: number, id: string, uid = ME) => message(seq, { uid, id });
const outboxKeys = (storage: Map<string, string>) => [...storage.keys()].filter((key) => key.includes("#outbox/"));

describe("a reload", () => {
  it("P4.3 sends the outbox in order, with the same ids, as the same user", async () => {
    const storage = new Map<string, string>();
    const before = client({ storage });
    const socket = before.enter(0);
    const sent = [before.room.send("a"), before.room.send("b"), before.room.send("c")];
    socket.say(own(1, "own-1"));
    before.room.close();
    expect(await Promise.all(sent.map(outcome))).toEqual([{ id: "own-1", seq: 1 }, "closed", "closed"]);

    const after = client({ storage, newId: () => "new-1" });
    expect(after.room.state.pending).toMatchObject([
      { id: "own-2", state: "sending", command: { message: "b" } },
      { id: "own-3", state: "sending", command: { message: "c" } },
    ]);
    void after.room.send("d");
    const again = after.enter(0);
    expect(again.hello).toMatchObject({ token: "token-1", username: "me" });
    expect(again.hello).not.toHaveProperty("since");
    for (const [seq, id] of ["own-2", "own-3", "new-1"].entries()) {
      expect(again.commands[seq]?.id).toBe(id);
      again.say(own(seq + 1, id));
    }
    expect(again.commands).toHaveLength(3);
    expect(after.room.state.pending).toEqual([]);
    expect(outboxKeys(storage)).toEqual([]);
  });

  it("P4.3 a command is persisted before it is sent, with the user that sends it", () => {
    const storage = new Map<string, string>();
    const keptAtSend: string[] = [];
    class Watching extends FakeSocket {
      override send(frame: string): void {
        super.send(frame);
        const id = frame === "ping" ? undefined : JSON.parse(frame).id;
        if (id !== undefined) keptAtSend.push(storage.get(`${this.url}#outbox/${id}`) ?? "nothing");
      }
    }
    let socket: FakeSocket | undefined;
    const { room } = client({
      storage,
      WebSocket: class extends Watching {
        constructor(url: string, protocols: string[]) {
          super(url, protocols);
          socket = this;
        }
      },
    });
    void room.send("offline");
    socket?.open().say(welcome(), reset(), ready(0));
    socket?.say(own(1, "own-1"));
    void room.send("online");
    expect(keptAtSend.map((text) => JSON.parse(text))).toMatchObject([
      { sentAs: ME, frame: expect.stringContaining("offline") },
      { sentAs: ME, frame: expect.stringContaining("online") },
    ]);
  });

  it("keeps the order of simultaneous commands, however the storage orders its keys", () => {
    const storage = new Map<string, string>();
    const before = client({ storage });
    for (let count = 0; count < 20; count += 1) void before.room.send(`message ${count}`);
    before.room.close();
    const backwards = new Map([...storage].reverse());
    const after = client({ storage: backwards });
    expect(after.room.state.pending.map(({ command }) => command.type === "message" && command.message)).toEqual(
      Array.from({ length: 20 }, (_, count) => `message ${count}`),
    );
  });

  it("keeps failed commands, with the reason", () => {
    const storage = new Map<string, string>();
    const before = client({ storage });
    const socket = before.enter(0);
    void before.room.send("a", { replyTo: 7 });
    socket.say({ type: "error", code: "no_target", message: "gone", id: "own-1" });
    before.room.close();

    const after = client({ storage });
    expect(after.room.state.pending).toMatchObject([{ id: "own-1", state: "failed", error: { code: "no_target" } }]);
    expect(after.enter(0).commands).toEqual([]);
    expect(after.room.discard("own-1")).toBe(true);
    expect(outboxKeys(storage)).toEqual([]);
  });

  it("P4.3 as another user, an unanswered command is left for the user to decide", async () => {
    const storage = new Map<string, string>();
    const before = client({ storage });
    before.enter(0);
    void before.room.send("sent");
    void before.room.send("never sent");
    before.room.close();
    storage.delete([...storage.keys()].find((key) => key.endsWith("#identity")) ?? "");

    const after = client({ storage });
    const socket = after.socket().open();
    socket.say(welcome({ uid: "uid-other" }), reset(), ready(0));
    expect(after.room.state.pending).toMatchObject([
      { id: "own-1", state: "failed", error: { code: "uncertain" } },
      { id: "own-2", state: "sending" },
    ]);
    expect(socket.commands.map(({ id }) => id)).toEqual(["own-2"]);
    const again = after.room.retry("own-1");
    socket.say(own(1, "own-2", "uid-other"));
    socket.say(own(2, "own-1", "uid-other"));
    expect(await outcome(again)).toEqual({ id: "own-1", seq: 2 });
  });

  it("P4.3 as another user, a command that the earlier one stored is settled", () => {
    const storage = new Map<string, string>();
    const before = client({ storage });
    before.enter(0);
    void before.room.send("sent");
    before.room.close();
    const after = client({ storage, token: "of-another" });
    after
      .socket()
      .open()
      .say(welcome({ uid: "uid-other", head: 1 }), reset([own(1, "own-1")]), ready(1));
    expect(after.room.state.pending).toEqual([]);
  });

  it.each(["at hello", "later on"])("P6 4401 %s deletes the token, and keeps the outbox", (when) => {
    const storage = new Map<string, string>();
    const before = client({ storage });
    const socket = before.enter(0);
    void before.room.send("a");
    if (when === "at hello") {
      socket.drop();
      before.clock.pass(500);
      before.socket().open();
      before.socket().say({ type: "error", code: "bad_token", message: "no" });
    }
    before.socket().drop(4401);
    const after = client({ storage });
    expect(after.socket().open().hello).not.toHaveProperty("token");
    expect(after.room.state.pending).toHaveLength(1);
  });

  it("P8.20 a guest whose token the room no longer accepts comes back as another one, by themselves", () => {
    const storage = new Map<string, string>();
    client({ storage }).enter(0);
    const { clock, room, socket, told } = client({ storage });
    socket().open().say({ type: "error", code: "bad_token", message: "no" });
    clock.pass(1_000);
    expect(socket().open().hello).not.toHaveProperty("token");
    expect(socket().hello).toMatchObject({ nonce: expect.any(String) });
    socket().say(welcome({ token: "token-2", uid: "uid-new" }), reset(), ready(0));
    expect(room.state.self).toMatchObject({ uid: "uid-new" });
    expect(told("error")).toEqual([]);
  });

  it("P6 4401 keeps a newer token from another tab", () => {
    const storage = new Map<string, string>();
    const one = client({ storage });
    const other = client({ storage });
    one.enter(0);
    other
      .socket()
      .open()
      .say(welcome({ token: "token-2" }), reset(), ready(0));
    one.socket().drop(4401);
    expect(client({ storage }).socket().open().hello).toMatchObject({ token: "token-2" });
  });

  it("doesn't affect other rooms", () => {
    const storage = new Map<string, string>();
    const lobby = client({ storage });
    lobby.enter(0);
    void lobby.room.send("a");
    const tea = client({ storage }, "wss://parley.test/ws/tea");
    expect(tea.room.state.pending).toEqual([]);
    expect(tea.socket().open().hello).not.toHaveProperty("token");
  });
});

describe("two tabs on one storage", () => {
  it("P4.3 can both send the same command, which is stored once", async () => {
    const storage = new Map<string, string>();
    const one = client({ storage, newId: () => "shared" });
    const first = one.enter(0);
    const sent = one.room.send("a");
    const other = client({ storage });
    const second = other.enter(0);
    expect(second.commands).toEqual(first.commands);
    for (const socket of [first, second]) socket.say(own(1, "shared"));
    second.say({ type: "ack", id: "shared", seq: 1, dup: true });
    expect(await outcome(sent)).toEqual({ id: "shared", seq: 1 });
    expect(other.room.state.pending).toEqual([]);
    expect(outboxKeys(storage)).toEqual([]);
  });

  it("P4.3 never overwrite each other's commands", () => {
    const storage = new Map<string, string>();
    let ids = 0;
    const newId = () => `id-${++ids}`;
    const one = client({ storage, newId });
    const other = client({ storage, newId });
    void one.room.send("a");
    void other.room.send("b");
    void one.room.send("c");
    expect(outboxKeys(storage)).toHaveLength(3);
  });

  it("a tab takes over the outbox of a closed one when it reconnects", () => {
    const storage = new Map<string, string>();
    const one = client({ storage, newId: () => "left" });
    const other = client({ storage });
    other.enter(0).drop();
    void one.room.send("a");
    one.room.close();
    expect(other.comeBack(0).commands.map(({ id }) => id)).toEqual(["left"]);
  });

  it("are one user, even if both joined at the same time", () => {
    const storage = new Map<string, string>();
    const one = client({ storage });
    const other = client({ storage });
    const second = other.socket().open();
    one.enter(0);
    second.say(welcome({ uid: "uid-stranger", token: "token-stranger" }), reset(), ready(0));
    expect(second.state).toBe("closed");
    other.clock.pass(500);
    expect(other.socket().open().hello).toMatchObject({ token: "token-1" });
  });

  it("a rename in one is used by the other when it reconnects", () => {
    const storage = new Map<string, string>();
    const one = client({ storage });
    const other = client({ storage });
    other.enter(0).drop();
    const notice = {
      type: "notice",
      notice: "rename",
      seq: 1,
      at: 1,
      uid: ME,
      id: "r",
      username: "Ada",
      previous: "me",
    };
    one.enter(0).say(notice);
    other.clock.pass(500);
    expect(other.socket().open().hello).toMatchObject({ username: "Ada" });
  });
});

describe("a storage", () => {
  it("that fails doesn't stop the client, or change its user", async () => {
    const fail = (): never => {
      throw new Error("quota");
    };
    const storage: RoomStorage = { get: fail, set: fail, delete: fail, keys: fail };
    const { comeBack, enter, room, told } = client({ storage });
    const socket = enter(0);
    const sent = room.send("a");
    expect(told("error")).toContainEqual(expect.objectContaining({ code: "storage" }));
    socket.drop();
    const second = comeBack(0);
    expect(second.hello).toMatchObject({ token: "token-1" });
    second.say(own(1, "own-1"));
    expect(await outcome(sent)).toEqual({ id: "own-1", seq: 1 });
  });

  it("with invalid content is harmless", () => {
    const prefix = "wss://parley.test/ws/lobby#";
    const frame = (object: object) => JSON.stringify({ at: 1, frame: JSON.stringify(object) });
    const storage = new Map([
      [`${prefix}identity`, '{"uid":7}'],
      [`${prefix}outbox/a`, "not JSON"],
      [`${prefix}outbox/b`, "{}"],
      [`${prefix}outbox/c`, frame({ type: "typing" })],
      [`${prefix}outbox/d`, frame({ type: "message", id: "other", message: "of another key" })],
      [`${prefix}outbox/e`, frame({ type: "message", id: "e", message: "sound" })],
      ["of somebody else", "7"],
    ]);
    const { enter, room } = client({ storage });
    expect(room.state.pending.map(({ id }) => id)).toEqual(["e"]);
    expect(enter(0).hello).not.toHaveProperty("token");
    expect(storage.get("of somebody else")).toBe("7");
  });

  it("can be a page's own", () => {
    const items = new Map([["other", "1"]]);
    const page: WebStorage = {
      get length() {
        return items.size;
      },
      key: (index) => [...items.keys()][index] ?? null,
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    };
    const storage = webStorage(page, "chat:");
    storage.set("a", "1");
    storage.set("b", "2");
    storage.delete("a");
    expect(storage.get("a")).toBeUndefined();
    expect(storage.get("b")).toBe("2");
    expect([...storage.keys()]).toEqual(["b"]);
    expect([...items.keys()]).toEqual(["other", "chat:b"]);
  });
});
