import { expect, test } from "vitest";
import { plugInStorageLimit } from "../../../src/capabilities/storage-limit/storage-limit.ts";
import type { CapabilityRoom } from "../../../src/room/capability/capability.ts";
import type { Author } from "../../../src/room/model/author.ts";
import { MemoryEventLog } from "../../support/memory-event-log.ts";

const ADA: Author = { uid: "ada", username: "Ada", role: "guest", origin: "http" };
const said = { type: "message", id: "1", message: "hello", extra: {} } as const;

test("P4.7 a room at its storage limit takes deletes only, and tells its moderators from 80 % on", () => {
  let size = 0;
  let told = 0;
  const notifyModerators = () => {
    told += 1;
    return [];
  };
  const unused = () => {
    throw new Error("the storage limit does not use this");
  };
  const offered: CapabilityRoom = {
    log: new MemoryEventLog(),
    audit: () => {},
    notifyModerators,
    settings: unused,
    describe: unused,
    people: unused,
    owners: unused,
    jobs: { schedule: unused, isScheduled: unused, dueAt: unused, cancel: unused },
    get personalData() {
      return unused();
    },
    append: unused,
    write: unused,
    note: unused,
    name: "test",
    prune: unused,
    startOver: unused,
    names: { isFree: unused, hold: unused, release: unused },
    disconnect: unused,
    writeRefusal: unused,
    wordVerdict: unused,
    isHeld: unused,
    hashesOf: () => [],
    accessRefusal: unused,
  };
  const limit = plugInStorageLimit(() => size, 1_000)(offered);
  const at = (bytes: number) => {
    size = bytes;
    const turn = { now: 0, newId: () => "id" };
    const codeOf = (command: Parameters<NonNullable<typeof limit.before>>[1]) => {
      const passed = limit.before?.(ADA, command, turn);
      return passed?.ok === false ? passed.error.code : "ok";
    };
    const codes = [codeOf(said), codeOf({ type: "delete", id: "2", target: 1 })];
    limit.after?.([], turn);
    return codes;
  };
  expect(at(799)).toEqual(["ok", "ok"]);
  expect([told, limit.roomFields?.("owner")]).toEqual([0, {}]);
  expect(at(800)).toEqual(["ok", "ok"]);
  expect([told, limit.roomFields?.("owner")]).toEqual([1, { storage: { used: 800, limit: 1_000 } }]);
  expect(limit.roomFields?.("member")).toEqual({});
  expect(at(1_000)).toEqual(["storage_full", "ok"]);
  expect(told).toBe(1);
  expect(at(100)).toEqual(["ok", "ok"]);
  expect(told).toBe(2);
});
