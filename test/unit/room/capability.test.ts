import { expect, test } from "vitest";
import type { LogCommand } from "../../../src/protocol/commands.ts";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import type { RoomCapability, StoredEvent } from "../../../src/room/capability/capability.ts";
import type { Author } from "../../../src/room/model/author.ts";
import { err, ok } from "../../../src/room/model/result.ts";
import { Room } from "../../../src/room/room.ts";
import { memoryStores } from "../../support/memory-stores.ts";

const ADA: Author = { uid: "ada", username: "Ada", role: "guest", origin: "http" };
const TURN = { now: 1_000, newId: () => "new" };
const say = (id: string, message: string): LogCommand => ({ type: "message", id, message, extra: {} });

function roomWith(capability: RoomCapability) {
  const stores = memoryStores();
  const room = new Room({ name: "test", limits: DEFAULT_LIMITS, ...stores, capabilities: [() => capability] });
  return { room, stores };
}

test("a capability may refuse a command, which is then not stored, and add to one", () => {
  const { room, stores } = roomWith({
    before: (_author, command) => {
      if (command.type !== "message") return ok(command);
      return command.message === "no" ? err({ code: "not_allowed" }) : ok({ ...command, extra: { checked: true } });
    },
  });
  expect(room.act(ADA, say("1", "no"), TURN)).toMatchObject({ effects: [], object: { code: "not_allowed", id: "1" } });
  expect(stores.log.head()).toBe(0);
  room.act(ADA, say("2", "yes"), TURN);
  expect(stores.log.message(1)?.message).toMatchObject({ message: "yes", checked: true });
  // It is the same command again, whatever was added to it.
  expect(room.act(ADA, say("2", "yes"), TURN).object).toMatchObject({ type: "ack", seq: 1 });
});

test("a capability gets the events of a turn once, in their order, and adds effects", () => {
  const turns: (readonly StoredEvent[])[] = [];
  const { room } = roomWith({
    after: (events) => {
      turns.push(events);
      return [{ type: "broadcast", v1: { type: "typing", uid: "capability" } }];
    },
  });
  room.act(ADA, say("1", "one"), TURN);
  room.act({ ...ADA, shadowed: true }, say("2", "two"), TURN);
  expect(room.finish(TURN)).toMatchObject([{ type: "broadcast" }]);
  expect(room.finish(TURN)).toEqual([]);
  expect(turns).toMatchObject([
    [
      { event: { seq: 1, message: "one" }, onlyFor: undefined },
      { event: { seq: 2, message: "two" }, onlyFor: "ada" },
    ],
  ]);
});

test("P9.10 without reports, a report is no command that the room knows, and moderators are told of none", () => {
  const { room } = roomWith({});
  const owner: Author = { ...ADA, role: "owner" };
  expect(room.act(ADA, { type: "report", id: "1", target: 1 }, TURN).object).toMatchObject({ code: "unknown_type" });
  expect(room.act(owner, { type: "list", id: "2", what: "reports" }, TURN).object).toMatchObject({ items: [] });
});
