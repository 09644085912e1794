import { describe, expect, test } from "vitest";
import type { LogCommand } from "../../../src/protocol/commands.ts";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import type { Author } from "../../../src/room/model/author.ts";
import { Room } from "../../../src/room/room.ts";
import { memoryStores } from "../../support/memory-stores.ts";

const NOW = 1_000_000;
const SITE: Author = { uid: "site", username: "Site", role: "guest", origin: "http" };

/** A room, and a socket of somebody who says the same as an author without one. */
function setUp() {
  const stores = memoryStores();
  const room = new Room({ name: "test", limits: DEFAULT_LIMITS, ...stores });
  let ids = 0;
  let now = NOW;
  const turn = () => ({ now, newId: () => `id-${++ids}` });
  room.joinNew({ id: "socket", dialect: "v1", state: "new", since: NOW });
  room.receive("socket", { type: "hello", username: "Ada" }, turn());
  return {
    room,
    stores,
    act: (author: Author, command: LogCommand) => room.act(author, command, turn()),
    send: (command: LogCommand) => room.receive("socket", command, turn()),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const say = (id: string, message: string): LogCommand => ({ type: "message", id, message, extra: {} });

describe("a command of an author without a socket", () => {
  test("P4.3 is stored, told to everybody as a socket's is, and answered with its place in the log", () => {
    const { act, send, stores } = setUp();
    const { effects, object } = act(SITE, say("1", "from the site"));
    expect(object).toEqual({ type: "stored", id: "1", seq: 1 });
    const [sent] = send(say("1", "from a socket"));
    const [posted] = effects;
    expect(posted).toMatchObject({ type: "broadcast", v1: { seq: 1, uid: "site", username: "Site" } });
    expect(sent).toMatchObject({ type: "broadcast", v1: { seq: 2, username: "Ada" } });
    expect(Object.keys(posted ?? {})).toEqual(Object.keys(sent ?? {}));
    expect(stores.log.message(1)?.message).toMatchObject({ message: "from the site" });
  });

  test("P4.3 is stored once: again it is acknowledged, and with another text it is id_conflict", () => {
    const { act, stores } = setUp();
    act(SITE, say("1", "hello"));
    expect(act(SITE, say("1", "hello"))).toEqual({
      effects: [],
      object: { type: "ack", id: "1", seq: 1, dup: true },
    });
    expect(act(SITE, say("1", "bye")).object).toMatchObject({ type: "error", code: "id_conflict" });
    expect(stores.log.head()).toBe(1);
  });

  test("P9.6 is refused while its author is muted, and tells nobody", () => {
    const { act, stores } = setUp();
    const muted = act({ ...SITE, mutedUntil: NOW + 500 }, say("1", "hello"));
    expect(muted).toMatchObject({ effects: [], object: { type: "error", code: "muted", retryAfter: 500, id: "1" } });
    expect(stores.log.head()).toBe(0);
  });

  test("P9.6 waits in slow mode as a socket's does", () => {
    const { act, pass, stores } = setUp();
    const rules = stores.moderationStore.rules.get();
    stores.moderationStore.rules.set({ ...rules, settings: { ...rules.settings, slowMode: 10 } });
    act(SITE, say("1", "one"));
    expect(act(SITE, say("2", "two")).object).toMatchObject({ code: "slow_mode", retryAfter: 10_000 });
    pass(10_000);
    expect(act(SITE, say("2", "two")).object).toMatchObject({ type: "stored" });
  });

  test("P9.8, P9.9 holds no blocked word, and is hidden if its author is", () => {
    const { act, stores } = setUp();
    stores.moderationStore.rules.set({ ...stores.moderationStore.rules.get(), words: { reject: ["spam"], hide: [] } });
    expect(act(SITE, say("1", "spam")).object).toMatchObject({ code: "blocked_word" });
    const { effects } = act({ ...SITE, shadowed: true }, say("2", "hello"));
    expect(effects).toMatchObject([{ type: "broadcast-hidden", onlyFor: "site" }]);
  });
});
