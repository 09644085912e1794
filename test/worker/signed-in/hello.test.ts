import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { siteToken } from "../../support/site.ts";
import { freshRoom, request, stubOf, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables: a shared secret and Cloudflare Access.

/** A user whom the site signed in. */
async function signIn(room: string, claims: object = {}, fields: object = {}): Promise<V1Socket> {
  return V1Socket.hello(room, { token: await siteToken(claims), ...fields });
}

describe("a hello with a token of the owner's site", () => {
  test("P8.1 gets a welcome with the name, picture and role of its claims, and the same token", async () => {
    const room = freshRoom();
    const token = await siteToken({ name: "Ada", picture: "https://site.example/ada.png", role: "moderator" });
    const { welcome } = await V1Socket.hello(room, { token, username: "Somebody" });
    const member = {
      uid: expect.stringMatching(/^m[0-9a-f]{24}$/),
      username: "Ada",
      role: "moderator",
      signedIn: true,
      avatar: "https://site.example/ada.png",
    };
    expect(welcome).toMatchObject({ username: "Ada", role: "moderator", token, members: [member], count: 1 });
  });

  test("P8.1 with an invalid token gets bad_token and closes with 4401", async () => {
    const bad = [
      await siteToken({ exp: 1 }),
      await siteToken({ aud: "https://other.example" }),
      await siteToken({ rooms: ["attic"] }),
      `${await siteToken()}A`,
      "no token at all",
    ];
    for (const token of bad) {
      const socket = await V1Socket.open(freshRoom());
      socket.send({ type: "hello", v: 1, token });
      expect(await socket.take()).toMatchObject({ type: "error", code: "bad_token" });
      expect((await socket.closed).code).toBe(4401);
    }
  });

  test("P8.1 without a token joins as a guest, whose own token works as before", async () => {
    const room = freshRoom();
    const first = await V1Socket.hello(room, { username: "Ben" });
    expect(first.welcome).toMatchObject({ role: "guest", members: [{ username: "Ben", role: "guest" }] });
    const second = await V1Socket.hello(room, { token: first.welcome.token });
    expect(second.welcome.uid).toBe(first.welcome.uid);
  });

  test("P8.1 never puts any part of a token into the log, however invalid", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => void log.mockRestore());
    const token = await siteToken({ exp: 1, name: "Ada", sub: "subject-of-ada" });
    const socket = await V1Socket.open(freshRoom());
    socket.send({ type: "hello", v: 1, token });
    await socket.closed;
    const logged = log.mock.calls.flat().map(String).join("\n");
    expect(logged).toContain("ERR_JWT_EXPIRED");
    for (const part of [...token.split("."), "Ada", "subject-of-ada"]) expect(logged).not.toContain(part);
  });

  test("P8.2 without a name in the token gets the name of the hello, or member-xxxx", async () => {
    const room = freshRoom();
    expect((await signIn(room, {}, { username: "Countess" })).welcome).toMatchObject({ username: "Countess" });
    const { welcome } = await signIn(room, { sub: "ben" });
    expect(welcome.username).toBe(`member-${String(welcome.uid).slice(1, 5)}`);
  });

  test("P8.3 identifies the same user in every tab at any time, and another user with another subject", async () => {
    const room = freshRoom();
    const first = await signIn(room, { name: "Ada" });
    const second = await signIn(room, { name: "Ada", iat: 1 });
    const other = await signIn(room, { name: "Ada", sub: "eve" });
    expect(second.welcome).toMatchObject({ uid: first.welcome.uid, count: 1 });
    expect(other.welcome.uid).not.toBe(first.welcome.uid);
  });
});

describe("the badge", () => {
  test("P8.3 is on a user's messages in both dialects, live and read back", async () => {
    const room = freshRoom();
    const plain = await TestSocket.join(room);
    const ada = await signIn(room, { name: "Ada" });
    expect(await plain.take()).toMatchObject({ message: "Ada connected" });
    ada.say("hello", "1");
    const said = { type: "message", username: "Ada", message: "hello", signedIn: true };
    expect(await ada.take()).toMatchObject(said);
    expect(await plain.take()).toMatchObject(said);
    await evictDurableObject(stubOf(room));
    ada.say("and again", "2");
    expect(await ada.take()).toMatchObject({ signedIn: true });
    expect((await V1Socket.hello(room)).missed).toMatchObject([{ messages: [said, { signedIn: true }] }]);
    expect(await (await TestSocket.open(room, "?history=2")).take()).toMatchObject(said);
    const page = await request(`/api/rooms/${room}/messages`);
    expect(await page.json()).toMatchObject({ messages: [said, { signedIn: true }] });
  });

  test("P8.3 cannot be obtained with a guest's hello, whatever it contains", async () => {
    const room = freshRoom();
    const identity = { uid: `m${"0".repeat(24)}`, username: "Ada", role: "owner", expires: Number.MAX_SAFE_INTEGER };
    const pretence = {
      signedIn: true,
      role: "owner",
      avatar: "https://evil.example/a.png",
      uid: identity.uid,
      identity,
    };
    const { welcome } = await V1Socket.hello(room, { username: "Eve", ...pretence });
    const uid = expect.stringMatching(/^[a-z0-9]{16}$/);
    expect(welcome).toMatchObject({ uid, role: "guest" });
    expect(welcome.members).toEqual([{ uid, username: "Eve", role: "guest" }]);
  });

  test("P8.3 cannot be obtained with a guest's message in either dialect", async () => {
    const room = freshRoom();
    const v1 = await V1Socket.hello(room, { username: "Eve" });
    v1.say("in v1", "1", { signedIn: true });
    expect(await v1.take()).not.toHaveProperty("signedIn");
    const plain = await TestSocket.join(room);
    plain.say("in plain", { signedIn: true, username: "Eve" });
    expect(await plain.take()).not.toHaveProperty("signedIn");
    plain.send({ type: "hello", v: 1, token: await siteToken({ name: "Ada" }) });
    await plain.take();
    plain.say("still in plain");
    expect(await plain.take()).not.toHaveProperty("signedIn");
    const page = await request(`/api/rooms/${room}/messages`);
    expect(await page.text()).not.toContain("signedIn");
  });

  test("P8.3 is never beside a name that the site did not assign, if it assigned one", async () => {
    const ada = await signIn(freshRoom(), { name: "Ada" });
    ada.send({ type: "rename", id: "1", username: "The Owner" });
    expect(await ada.take()).toMatchObject({ type: "error", code: "name_given", id: "1" });
    const ben = await signIn(freshRoom(), {}, { username: "Ben" });
    ben.send({ type: "rename", id: "1", username: "Benjamin" });
    expect(await ben.take()).toMatchObject({ type: "notice", username: "Benjamin" });
  });
});

describe("a token that expires while its socket is open", () => {
  /** A user whose token had a minute left, on a clock that moved on by two. */
  async function later(room: string): Promise<V1Socket> {
    const now = Date.now();
    const ada = await signIn(room, { exp: Math.floor(now / 1_000) + 60 });
    const clock = vi.spyOn(Date, "now").mockReturnValue(now + 120_000);
    onTestFinished(() => void clock.mockRestore());
    return ada;
  }

  test("P8.6 closes the socket with 4401 at its next frame, which is not processed", async () => {
    const room = freshRoom();
    const ada = await later(room);
    ada.say("too late", "1");
    expect(await ada.take()).toMatchObject({ type: "error", code: "bad_token", reason: "expired" });
    expect((await ada.closed).code).toBe(4401);
    vi.restoreAllMocks();
    expect((await V1Socket.hello(room)).welcome.head).toBe(0);
  });

  test("P8.6 closes an idle socket at the room's next check, and no other", async () => {
    const room = freshRoom();
    const ben = await V1Socket.hello(room);
    const ada = await later(room);
    expect(await runDurableObjectAlarm(stubOf(room))).toBe(true);
    expect(await ada.take()).toMatchObject({ type: "error", code: "bad_token", reason: "expired" });
    expect((await ada.closed).code).toBe(4401);
    ben.say("still here", "1");
    expect(await ben.take()).toMatchObject({ message: "still here" });
  });

  test("P8.6 still expires after an eviction", async () => {
    const room = freshRoom();
    const ada = await later(room);
    await evictDurableObject(stubOf(room));
    ada.say("too late", "1");
    expect((await ada.closed).code).toBe(4401);
  });
});
