import { beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, SILENT_AFTER_MS } from "../../../src/protocol/limits.ts";
import type { Session } from "../../../src/room/model/session.ts";
import { Room } from "../../../src/room/room.ts";
import { memoryStores } from "../../support/memory-stores.ts";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";

let fixture: RoomFixture;

beforeEach(() => {
  fixture = roomFixture();
});

function read(name = "reader", from?: string) {
  return fixture.enter(name, { readOnly: true, ...(from === undefined ? {} : { from }) });
}

describe("P3.35 a hello that only reads", () => {
  it("is answered with the room and its log, and makes no person", () => {
    fixture.say("guest", "hello");
    fixture.enterPlain("plain");
    fixture.sendSignals();
    fixture.discardReceived();
    const [room, reset, ready] = read();
    expect(room).toMatchObject({ type: "reader", room: "fixture", head: 1, count: 6, readers: 1 });
    expect(room.members.map(({ username }: { username: string }) => username)).toContain("guest");
    for (const field of ["uid", "username", "role", "token"]) expect(room).not.toHaveProperty(field);
    expect(reset).toMatchObject({ type: "reset", reason: "new", messages: [{ message: "hello" }] });
    expect(ready).toEqual({ type: "ready", seq: 1 });
    expect(fixture.received("plain")).toEqual([]);
    expect(fixture.nameRegistry.get("reader")).toBeUndefined();
    fixture.leave("reader");
    expect(fixture.received("plain")).toEqual([]);
    expect(fixture.enter("another", { username: "reader" })[0]).toMatchObject({ type: "welcome", username: "reader" });
  });

  it("brings what happens from then on, without what is hidden from guests", () => {
    read();
    fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("other"), on: true });
    fixture.received("reader");
    fixture.say("guest", "for everyone");
    fixture.say("other", "for nobody");
    expect(fixture.received("reader")).toMatchObject([
      { type: "message", seq: 1, message: "for everyone" },
      { type: "void", seq: 2, uid: "" },
    ]);
    expect(read("late")[1].messages).toMatchObject([{ message: "for everyone" }]);
  });

  it("resumes by since", () => {
    fixture.say("guest", "one");
    const [{ epoch }] = read();
    fixture.leave("reader");
    fixture.say("guest", "two");
    expect(fixture.enter("reader", { readOnly: true, since: { epoch, seq: 1 } })).toMatchObject([
      { type: "reader" },
      { type: "message", seq: 2, message: "two" },
      { type: "ready", seq: 2 },
    ]);
  });

  it.each([
    ["members", "members_only"],
    ["invited", "invitation_needed"],
  ] as const)("is rejected in a room for %s, as a guest's is", (readers, code) => {
    fixture.moderate("owner", { action: "settings", settings: { read: readers } });
    expect(read()).toMatchObject([{ type: "error", code }]);
    expect(fixture.closed.get("reader")).toBe(4403);
  });

  it("is rejected from a banned address", () => {
    fixture.enter("troll", { from: "there" });
    fixture.moderate("moderator", { action: "ban", uid: fixture.uid("troll"), address: true });
    expect(read("reader", "there")).toMatchObject([{ type: "error", code: "banned" }]);
    expect(fixture.closed.get("reader")).toBe(4403);
  });

  it("ends with the access of guests: when the room is closed to them, and with a ban of the address", () => {
    fixture.enter("troll", { from: "there" });
    read("near", "there");
    read("far", "elsewhere");
    fixture.moderate("moderator", { action: "ban", uid: fixture.uid("troll"), address: true });
    expect([fixture.closed.get("near"), fixture.closed.get("far")]).toEqual([4403, undefined]);
    fixture.moderate("owner", { action: "settings", settings: { read: "members" } });
    expect(fixture.closed.get("far")).toBe(4404);
  });
});

describe("P3.36 a reader", () => {
  it("gets hello_expected and the id for any command, and stays", () => {
    read();
    expect(fixture.say("reader", "hi", { id: "m1" })).toMatchObject([{ code: "hello_expected", id: "m1" }]);
    expect(fixture.do("reader", { type: "typing" })).toMatchObject([{ code: "hello_expected" }]);
    expect(fixture.do("reader", { type: "cast", data: { a: 1 } })).toMatchObject([{ code: "hello_expected" }]);
    expect(fixture.moderate("reader", { action: "pin", target: 1, on: true })).toMatchObject({
      code: "hello_expected",
    });
    expect(fixture.fail("reader", { code: "bad_json" })).toMatchObject([{ code: "bad_json" }]);
    expect(fixture.fail("reader", { code: "bad_username" })).toMatchObject([{ code: "bad_username" }]);
    expect(fixture.closed.has("reader")).toBe(false);
    expect(fixture.log.head()).toBe(0);
    fixture.now += 60_000;
    fixture.dropLate();
    expect(fixture.closed.has("reader")).toBe(false);
  });

  it("does not become a reader again", () => {
    read();
    expect(fixture.do("reader", { type: "hello", readOnly: true })).toMatchObject([{ code: "hello_again" }]);
    expect(fixture.do("guest", { type: "hello", readOnly: true })).toMatchObject([{ code: "hello_again" }]);
    fixture.sendSignals();
    expect(fixture.received("guest")).toMatchObject([{ type: "presence", count: 5, readers: 1 }]);
  });
});

describe("P3.37 a reader's second hello", () => {
  it("makes a person on the same socket, who is sent nothing twice", () => {
    const [{ epoch }] = read();
    fixture.enterPlain("plain");
    fixture.say("guest", "meanwhile");
    expect(fixture.received("reader")).toMatchObject([{ type: "message", seq: 1 }]);
    const since = { epoch, seq: 0 };
    expect(fixture.do("reader", { type: "hello", username: "Ada", since })).toMatchObject([
      { type: "welcome", username: "Ada", role: "guest", head: 1 },
      { type: "ready", seq: 1 },
    ]);
    expect(fixture.received("plain")).toMatchObject([{ seq: 1 }, { type: "system", message: "Ada connected" }]);
    expect(fixture.say("reader", "hi")).toMatchObject([{ type: "message", seq: 2, username: "Ada" }]);
    expect(fixture.received("guest").at(-1)).toMatchObject({ message: "hi", username: "Ada" });
  });

  it("without since starts the log over", () => {
    read();
    fixture.say("guest", "meanwhile");
    expect(fixture.do("reader", { type: "hello", username: "Ada" })).toMatchObject([
      { type: "welcome" },
      { type: "reset", reason: "new", messages: [{ message: "meanwhile" }] },
      { type: "ready" },
    ]);
  });

  it("that is rejected leaves a reader, and may be repeated", () => {
    read();
    expect(fixture.do("reader", { type: "hello", username: "guest" })).toMatchObject([{ code: "name_taken" }]);
    fixture.moderate("owner", { action: "settings", settings: { challenge: "always" } });
    fixture.received("reader");
    expect(fixture.do("reader", { type: "hello", username: "Ada" })).toMatchObject([{ code: "challenge_needed" }]);
    fixture.now += 60_000;
    fixture.dropLate();
    fixture.say("guest", "still there?");
    expect(fixture.received("reader")).toMatchObject([{ message: "still there?" }]);
    fixture.moderate("owner", { action: "settings", settings: { challenge: "never" } });
    expect(fixture.do("reader", { type: "hello", username: "Ada" })[0]).toMatchObject({ type: "welcome" });
  });

  it("that may not enter closes the socket", () => {
    fixture.moderate("moderator", { action: "ban", uid: fixture.uid("guest") });
    read();
    const token = fixture.token("guest");
    expect(fixture.do("reader", { type: "hello", token })).toMatchObject([{ code: "banned" }]);
    expect(fixture.closed.get("reader")).toBe(4403);
  });
});

describe("P3.39 the number of readers", () => {
  it("goes out with presence, apart from the people, and only if there are any", () => {
    read("one");
    read("two");
    fixture.sendSignals();
    expect(fixture.received("guest")).toEqual([{ type: "presence", joined: [], left: [], count: 5, readers: 2 }]);
    expect(fixture.received("one").at(-1)).toMatchObject({ type: "presence", count: 5, readers: 2 });
    fixture.do("one", { type: "hello", username: "Ada" });
    fixture.leave("two");
    fixture.sendSignals();
    const [presence] = fixture.received("guest");
    expect(presence).toMatchObject({ joined: [{ username: "Ada" }], count: 6 });
    expect(presence).not.toHaveProperty("readers");
  });

  it("that came and went within the window is no signal", () => {
    read();
    fixture.leave("reader");
    fixture.sendSignals();
    expect(fixture.received("guest")).toEqual([]);
  });

  it("survives hibernation, and a reader whose leaving wakes the room is gone", () => {
    read();
    fixture.sendSignals();
    fixture.evict();
    expect(fixture.enter("late")[0]).toMatchObject({ type: "welcome", count: 6, readers: 1 });
    fixture.sendSignals();
    fixture.discardReceived();
    const reader = { id: "gone", dialect: "v1", state: "reader" } as const;
    const room = new Room({ name: "test", limits: DEFAULT_LIMITS, ...memoryStores() });
    room.leave(reader);
    expect(room.takeSignals()).toEqual([
      { type: "broadcast", v1: { type: "presence", joined: [], left: [], count: 0 } },
    ]);
  });
});

describe("P4.6 silence", () => {
  const person = { dialect: "v1", state: "live", role: "guest" } as const;
  const reader = (id: string) => ({ id, dialect: "v1", state: "reader" }) as const;
  const HOUR_MS = 60 * 60 * 1_000;

  it("is checked for soon if a reader would see the absence of a person, and once an hour among readers alone", () => {
    const dueWith = (sessions: readonly Session[]) => {
      const room = new Room({ name: "test", limits: DEFAULT_LIMITS, ...memoryStores() }, sessions);
      return room.timeouts.lookDue(0, () => 0);
    };
    const ada = { ...person, id: "a", uid: "a", username: "Ada" };
    expect(dueWith([ada])).toBe(HOUR_MS);
    expect(dueWith([ada, reader("r")])).toBeLessThan(SILENT_AFTER_MS + 15_000);
    expect(dueWith([reader("r"), reader("s")])).toBe(HOUR_MS);
  });
});
