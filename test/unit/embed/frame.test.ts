import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RoomClient, RoomState } from "../../../src/client/index.ts";
import { readAddress } from "../../../src/page/embed/address.ts";
import { FrameStorage, hostStorage } from "../../../src/page/embed/frame-storage.ts";
import { createHostTokens, expiryOf } from "../../../src/page/embed/host-tokens.ts";
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
  storage.clear();
  expect([...storage.keys()]).toEqual([]);
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

test("a token is asked for before each connection, and again a minute before it expires", async () => {
  const exp = 1_800_000_000 + 600;
  const token = await siteToken({ exp });
  expect(expiryOf(token)).toBe(exp * 1_000);
  const asked: boolean[] = [];
  const next = await siteToken({ exp: exp + 600 });
  const tokens = createHostTokens(async (retry) => {
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
  const tokens = createHostTokens(async (retry) => {
    asked.push(retry);
    return "a.token";
  });
  expect(await tokens.has()).toBe(true);
  expect(await tokens.source()).toBe("a.token");
  expect(asked).toEqual([false]);
  expect(await createHostTokens(async () => undefined).has()).toBe(false);
});

test("a token that was never accepted is asked for as a retry", async () => {
  const asked: boolean[] = [];
  const tokens = createHostTokens(async (retry) => {
    asked.push(retry);
    return "no.such.token";
  });
  await tokens.source();
  await tokens.source();
  tokens.accepted();
  await tokens.source();
  expect(asked).toEqual([false, true, false]);
});

test.each(["", "a", "a.b.c", "a.!!.c", "a.bnVsbA.c"])("%j has no expiry that a frame could read", (token) => {
  expect(expiryOf(token)).toBeUndefined();
});
