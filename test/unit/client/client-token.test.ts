import { describe, expect, it, vi } from "vitest";
import { client, EPOCH, message, ready, reset, welcome } from "./harness.ts";

/** Lets pending promises settle. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A person whom a site has signed in, as the room welcomes them: it gives the token back. */
const signedIn = (token: string, fields: object = {}) => welcome({ uid: "m-ada", token, role: "member", ...fields });

describe("a token from a function", () => {
  it("P8.1 is requested before each connection, and sent in the hello", async () => {
    const token = vi.fn<() => string>().mockReturnValueOnce("jwt-1").mockReturnValueOnce("jwt-2");
    const { clock, sockets, socket } = client({ token });
    expect(sockets).toHaveLength(0);
    await settled();
    expect(socket().open().hello).toMatchObject({ token: "jwt-1" });
    socket().say(signedIn("jwt-1"), reset(), ready(0));
    socket().drop();
    clock.pass(1_000);
    await settled();
    expect(socket().open().hello).toMatchObject({ token: "jwt-2", since: { epoch: EPOCH, seq: 0 } });
    expect(token).toHaveBeenCalledTimes(2);
  });

  it("P8.1 can take up to 10 s", async () => {
    const answers: ((token: string) => void)[] = [];
    const token = () => new Promise<string>((resolve) => answers.push(resolve));
    const { clock, room, sockets, socket } = client({ token });
    clock.pass(10_000);
    expect(room.state.status).toMatchObject({ state: "reconnecting" });
    clock.pass(1_000);
    answers[0]?.("too late");
    await settled();
    expect(sockets).toHaveLength(0);
    answers[1]?.("in time");
    await settled();
    expect(socket().open().hello).toMatchObject({ token: "in time" });
  });

  it("P8.1 that throws emits an error, and is called again at the next attempt", async () => {
    const token = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new Error("the site is down"))
      .mockResolvedValue("jwt-1");
    const { clock, socket, sockets, told } = client({ token });
    await settled();
    expect(told("error")).toMatchObject([{ code: "token" }]);
    expect(sockets).toHaveLength(0);
    clock.pass(1_000);
    await settled();
    expect(socket().open().hello).toMatchObject({ token: "jwt-1" });
  });

  it("P8.6 is requested once more if the server rejects it, and then no more", async () => {
    const token = vi.fn<() => string>().mockReturnValueOnce("expired").mockReturnValueOnce("revoked");
    const { clock, room, socket } = client({ token });
    await settled();
    socket().open().drop(4401);
    expect(room.state.status).toMatchObject({ state: "reconnecting" });
    clock.pass(1_000);
    await settled();
    expect(socket().open().hello).toMatchObject({ token: "revoked" });
    socket().drop(4401);
    expect(room.state.status).toMatchObject({ state: "failed", code: 4401 });
    clock.pass(60_000);
    await settled();
    expect(token).toHaveBeenCalledTimes(2);
  });

  it("P8.6 is requested again each time it expires during a session", async () => {
    const token = vi.fn<() => string>().mockReturnValue("jwt");
    const { clock, room, socket } = client({ token });
    for (let count = 1; count <= 3; count += 1) {
      await settled();
      socket().open().say(signedIn("jwt"), reset(), ready(0));
      expect(room.state.status).toEqual({ state: "online" });
      socket().drop(4401);
      // As long as the third wait lasts at most.
      clock.pass(4_000);
    }
    await settled();
    expect(token).toHaveBeenCalledTimes(4);
  });

  it("P6 is not requested again after another close code", async () => {
    const { room, socket } = client({ token: () => "jwt" });
    await settled();
    socket().open().drop(4403);
    expect(room.state.status).toMatchObject({ state: "failed", code: 4403 });
  });

  it("closing the client cancels it", async () => {
    const { room, sockets } = client({ token: async () => "jwt" });
    room.close();
    await settled();
    expect(sockets).toHaveLength(0);
  });
});

describe("a token of a site", () => {
  it.each([
    ["a text", "jwt"],
    ["a function", () => "jwt"],
  ])("P8.1 that is given as %s is never kept, and who comes without it is a guest, as before", async (_what, token) => {
    const storage = new Map<string, string>();
    client({ storage }).enter();
    const before = new Map(storage);
    const signed = client({ storage, token });
    await settled();
    signed
      .socket()
      .open()
      .say(signedIn("jwt", { head: 1 }), reset([message(1)]), ready(1));
    signed
      .socket()
      .say({ ...message(2, { uid: "m-ada", username: "Ada" }), type: "notice", notice: "rename", previous: "x" });
    expect(storage).toEqual(before);
    expect(client({ storage }).socket().open().hello).toMatchObject({ token: "token-1" });
  });

  it("P8.1 that is a string is sent again at each connection", () => {
    const { clock, socket } = client({ token: "jwt" });
    socket().open().say(signedIn("jwt"), reset(), ready(0));
    socket().drop();
    clock.pass(1_000);
    expect(socket().open().hello).toMatchObject({ token: "jwt" });
  });

  it("P8.7 that only a gateway has is not sent, and doesn't replace the persisted guest", () => {
    const storage = new Map<string, string>();
    const { clock, socket } = client({ storage });
    socket().open().say(signedIn(""), reset(), ready(0));
    socket().drop();
    clock.pass(1_000);
    expect(socket().open().hello).not.toHaveProperty("token");
    expect([...storage.keys()].filter((key) => key.endsWith("#identity"))).toEqual([]);
  });
});

describe("loading older messages", () => {
  const page = async () => Response.json({ messages: [], head: 0 });

  it("P8.8 authenticates with the token of the welcome", async () => {
    const fetch = vi.fn(page);
    const { enter, room } = client({ fetch });
    await room.loadOlder();
    enter();
    await room.loadOlder();
    const headers = fetch.mock.calls.map(([, init]: unknown[]) => (init as { headers?: unknown }).headers);
    expect(headers).toEqual([undefined, { authorization: "Bearer token-1" }]);
  });

  it("P8.8 sends no token if a gateway does", async () => {
    const fetch = vi.fn(page);
    const { room, socket } = client({ fetch });
    socket().open().say(signedIn(""), reset(), ready(0));
    await room.loadOlder();
    expect(fetch.mock.calls[0]).not.toHaveProperty("1.headers");
  });
});

describe("a token that the room replaces", () => {
  it("P8.18, P8.19 is sent in the next hello, and stored for the next visit", () => {
    const storage = new Map<string, string>();
    const { clock, enter, room, socket } = client({ storage });
    enter(0).say({ type: "self", role: "guest", token: "the new one" });
    expect(room.state.self?.role).toBe("guest");
    expect([...storage.values()].join()).toContain("the new one");
    expect([...storage.values()].join()).not.toContain("token-1");
    socket().drop();
    clock.pass(1_000);
    expect(socket().open().hello).toMatchObject({ token: "the new one" });
  });
});
