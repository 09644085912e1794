import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RoomClient, RoomState } from "../../../src/client/index.ts";
import { readAddress } from "../../../src/page/embed/address.ts";
import { clearStorage, FrameStorage, hostStorage } from "../../../src/page/embed/frame-storage.ts";
import { createHostTokens, expiryOf, type TokenAnswer } from "../../../src/page/embed/host-tokens.ts";
import { withoutModeration } from "../../../src/page/embed/without-moderation.ts";
import { siteToken } from "../../support/site.ts";

test.each([
  ["/embed/garden", "garden"],
  ["/embed/Garden/", "garden"],
  ["/embed", "lobby"],
  ["/embed/a b", undefined],
  ["/embed/garden/more", undefined],
])("the path %s names the room %s", (path, room) => {
  expect(readAddress(path, "").room).toBe(room);
});

test("an address is read value by value, and an invalid one counts as absent", () => {
  const query = "?theme=dark&lang=de&name=Ada&view=stream&compact&consent=required&host=1";
  expect(readAddress("/embed/garden", query)).toEqual({
    room: "garden",
    hasHost: true,
    view: "stream",
    theme: "dark",
    lang: "de",
    name: "Ada",
    compact: true,
    needsConsent: true,
  });
  expect(readAddress("/embed/garden", "?theme=pink&lang=tlh&name=%07&view=x&consent=maybe")).toEqual({
    room: "garden",
    hasHost: false,
    view: "chat",
    theme: "system",
    lang: undefined,
    name: undefined,
    compact: false,
    needsConsent: false,
  });
});

test("a frame's storage starts in memory, moves with everything in it, and can be cleared", () => {
  const storage = new FrameStorage();
  storage.set("a", "1");
  const target = new Map([["b", "2"]]);
  storage.moveTo(target);
  expect([...target]).toEqual([
    ["b", "2"],
    ["a", "1"],
  ]);
  storage.set("c", "3");
  expect(target.get("c")).toBe("3");
  clearStorage(storage);
  expect([...storage.keys()]).toEqual([]);
});

test("a frame's storage that moves again takes along what is its own, and leaves no copy", () => {
  const storage = new FrameStorage();
  const [first, second] = [new Map([["other", "1"]]), new Map<string, string>()];
  storage.moveTo(first);
  storage.set("mine", "2");
  storage.moveTo(second, (key) => key === "mine");
  expect([...first]).toEqual([["other", "1"]]);
  expect([...second]).toEqual([["mine", "2"]]);
});

test("a user who is forgotten before anything may be stored is also forgotten where an earlier visit stored them", () => {
  const storage = new FrameStorage();
  storage.set("identity", "new");
  storage.forget();
  storage.set("identity", "newer");
  const earlier = new Map([
    ["identity", "old"],
    ["draft", "old"],
  ]);
  storage.moveTo(earlier);
  expect([...earlier]).toEqual([["identity", "newer"]]);
});

test("a host's storage reads what the host has stored, and tells it of each change", () => {
  const told: unknown[] = [];
  const storage = hostStorage({ a: "1" }, (key, value) => told.push([key, value]));
  expect(storage.get("a")).toBe("1");
  storage.set("b", "2");
  storage.delete("a");
  storage.delete("never");
  expect(told).toEqual([
    ["b", "2"],
    ["a", undefined],
  ]);
  expect([...storage.keys()]).toEqual(["b"]);
});

test("a moderator in a frame of an unknown page is a member, and none of their actions is sent", async () => {
  const state = { self: { uid: "u1", username: "Ada", role: "owner" }, reports: 3, count: 1 } as unknown as RoomState;
  const listeners: ((event: unknown) => void)[] = [];
  const sent: unknown[] = [];
  const room = {
    state,
    on: (_type: string, listener: (event: unknown) => void) => listeners.push(listener),
    moderate: () => sent.push("moderate"),
    list: () => sent.push("list"),
    claim: () => sent.push("claim"),
    send: (text: string) => sent.push(text),
  } as unknown as RoomClient;
  const seen = withoutModeration(room);
  expect(seen.state.self?.role).toBe("member");
  expect(seen.state.reports).toBeUndefined();
  expect(seen.state).toBe(seen.state);
  expect(seen.getState().self).toBe(seen.state.self);
  let shown: RoomState | undefined;
  seen.on("change", (next) => {
    shown = next;
  });
  listeners[0]?.(state);
  expect(shown?.self?.role).toBe("member");
  await expect(seen.moderate({ action: "pin", target: 1, on: true })).rejects.toMatchObject({ code: "not_allowed" });
  await expect(seen.list("muted")).rejects.toMatchObject({ code: "not_allowed" });
  await expect(seen.claim("x")).rejects.toMatchObject({ code: "not_allowed" });
  void seen.send("hi");
  expect(sent).toEqual(["hi"]);
});

test("a guest's state in such a frame is the client's own", () => {
  const state = { self: { uid: "u1", username: "Ada", role: "guest" } } as unknown as RoomState;
  const room = { state } as unknown as RoomClient;
  expect(withoutModeration(room).state).toBe(state);
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** @param replaced receives what another user starts with */
const tokensFrom = (ask: (retry: boolean) => Promise<string | undefined>, replaced: TokenAnswer[] = []) =>
  createHostTokens({ ask, replace: (next) => replaced.push(next) });

test("a token is asked for before each connection, and again a minute before it expires", async () => {
  const exp = 1_800_000_000 + 600;
  const token = await siteToken({ exp });
  expect(expiryOf(token)).toBe(exp * 1_000);
  const asked: boolean[] = [];
  const next = await siteToken({ exp: exp + 600 });
  const tokens = tokensFrom(async (retry) => {
    asked.push(retry);
    return asked.length === 1 ? token : next;
  });
  expect(await tokens.source()).toBe(token);
  tokens.accepted();
  await vi.advanceTimersByTimeAsync(539_000);
  expect(asked).toEqual([false]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toEqual([false, false]);
  // The room closes the connection when the token expires, and the next one is there already.
  expect(await tokens.source()).toBe(next);
  expect(asked).toHaveLength(2);
  tokens.stop();
});

test("a token that a frame has asked for before it connects is the first connection's", async () => {
  const asked: boolean[] = [];
  const tokens = tokensFrom(async (retry) => {
    asked.push(retry);
    return "a.token";
  });
  expect(await tokens.has()).toBe(true);
  expect(await tokens.source()).toBe("a.token");
  expect(asked).toEqual([false]);
  expect(await tokensFrom(async () => undefined).has()).toBe(false);
});

test("a token that was never accepted is asked for as a retry", async () => {
  const asked: boolean[] = [];
  const tokens = tokensFrom(async (retry) => {
    asked.push(retry);
    return "no.such.token";
  });
  await tokens.source();
  await tokens.source();
  tokens.accepted();
  await tokens.source();
  expect(asked).toEqual([false, true, false]);
});

test("a token of the same user is the next connection's, and one of another user replaces the session", async () => {
  const replaced: TokenAnswer[] = [];
  const [gwen, gwenAgain, otto] = [
    await siteToken({ sub: "gwen" }),
    await siteToken({ sub: "gwen", name: "Gwen" }),
    await siteToken({ sub: "otto" }),
  ];
  const tokens = tokensFrom(async () => gwen, replaced);
  await tokens.source();
  tokens.accepted();
  tokens.changed(gwenAgain);
  expect(await tokens.source()).toBe(gwenAgain);
  expect(replaced).toEqual([]);
  tokens.changed(otto);
  expect(replaced).toEqual([{ token: otto, isRefused: false }]);
  tokens.changed(undefined);
  expect(replaced.at(-1)).toEqual({ token: undefined, isRefused: false });
});

test("a function that returns another user's token at a reconnection replaces the session", async () => {
  const replaced: TokenAnswer[] = [];
  const given = [await siteToken({ sub: "gwen" }), await siteToken({ sub: "otto" })];
  const tokens = tokensFrom(async () => given.shift(), replaced);
  await tokens.source();
  tokens.accepted();
  expect(tokens.isSignedIn).toBe(true);
  const otto = await tokens.source();
  expect(replaced).toEqual([{ token: otto, isRefused: false }]);
});

test("a user who signs in, and a refused token before any was accepted, leave the session as it is", async () => {
  const replaced: TokenAnswer[] = [];
  const given = [undefined, "no.such.token", await siteToken({ sub: "gwen" })];
  const tokens = tokensFrom(async () => given.shift(), replaced);
  await tokens.source();
  tokens.accepted();
  expect(tokens.isSignedIn).toBe(false);
  await tokens.source();
  await tokens.source();
  expect(replaced).toEqual([]);
});

test("a refused token without another makes the user a guest, whose later token starts a new session", async () => {
  const replaced: TokenAnswer[] = [];
  const tokens = tokensFrom(async (retry) => (retry ? undefined : "no.such.token"), replaced);
  await tokens.source();
  await tokens.source();
  expect(replaced).toEqual([{ token: undefined, isRefused: true }]);
  const asked: boolean[] = [];
  const ask = async (retry: boolean) => {
    asked.push(retry);
    return undefined;
  };
  const guest = createHostTokens({ ask, replace: (next) => replaced.push(next) }, replaced[0]);
  expect(await guest.has()).toBe(false);
  expect(await guest.source()).toBeUndefined();
  guest.accepted();
  expect(await guest.source()).toBeUndefined();
  expect(asked).toEqual([true]);
  expect(replaced).toHaveLength(1);
  guest.changed("a.good.token");
  expect(replaced[1]).toEqual({ token: "a.good.token", isRefused: false });
});

test("a token function that fails leaves the user signed in, until the room refuses the token from before", async () => {
  const replaced: TokenAnswer[] = [];
  const asked: boolean[] = [];
  const given = [await siteToken({ sub: "gwen" })];
  const tokens = tokensFrom(async (retry) => {
    asked.push(retry);
    return given.shift();
  }, replaced);
  await tokens.source();
  tokens.accepted();
  expect(await tokens.source()).toBeUndefined();
  tokens.accepted();
  expect(await tokens.source()).toBeUndefined();
  expect(replaced).toEqual([]);
  expect(await tokens.source()).toBeUndefined();
  expect(asked).toEqual([false, false, false, true]);
  expect(replaced).toEqual([{ token: undefined, isRefused: true }]);
});

test.each(["", "a", "a.b.c", "a.!!.c", "a.bnVsbA.c"])("%j has no expiry that a frame could read", (token) => {
  expect(expiryOf(token)).toBeUndefined();
});
