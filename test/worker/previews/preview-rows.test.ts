import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { plugInPreviews, STORE_JOB } from "../../../src/capabilities/previews/previews.ts";
import { SqlPreviewStore } from "../../../src/capabilities/previews/sql-preview-store.ts";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { OPEN_ROOM } from "../../../src/protocol/moderation.ts";
import { Room } from "../../../src/room/room.ts";
import { CAPABILITIES } from "../../../src/worker/capabilities.ts";
import { migrate } from "../../../src/worker/storage/migrations.ts";
import { SqlModerationStore } from "../../../src/worker/storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../../../src/worker/storage/sql-event-log.ts";
import { SqlNameRegistry } from "../../../src/worker/storage/sql-name-registry.ts";
import { countRows } from "../count-rows.ts";
import { freshRoom, stubOf } from "../test-socket.ts";

test("P13.2 a message without a link writes and reads nothing for previews, and one with a preview eight rows more", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    migrate(uncounted.storage, CAPABILITIES);
    const { rowsOf, storage } = countRows(uncounted.storage);
    const store = new SqlPreviewStore(storage.sql);
    const log = new SqlEventLog(storage.sql);
    const moderationStore = new SqlModerationStore(storage.sql);
    moderationStore.rules.set({ ...moderationStore.rules.get(), settings: { ...OPEN_ROOM, previews: "on" } });
    const nameRegistry = new SqlNameRegistry(storage.sql);
    const parts = { name: "rows", limits: DEFAULT_LIMITS, log, moderationStore, nameRegistry };
    const room = new Room({ ...parts, capabilities: [plugInPreviews(store)] });
    const bare = new Room(parts);
    let ids = 0;
    const turn = { now: 1, newId: () => `id${++ids}` };
    const say = (said: Room, message: string) =>
      rowsOf(() => {
        const author = said.resolve({ type: "owner" }, 1);
        if (!author.ok) throw new Error(author.error.code);
        said.act(author.value, { type: "message", id: `say${++ids}`, message, extra: {} }, turn);
        said.finish(turn);
        log.flush();
      });
    say(bare, "the first one");
    expect(say(room, "no link")).toEqual(say(bare, "no link"));
    const before = say(bare, "https://example.org/").written;
    const asked = say(room, "https://example.org/").written - before;
    const looked = rowsOf(() => {
      for (const lookup of store.waiting(4)) {
        const preview = { url: "https://example.org/", title: "Example" };
        store.answer(lookup, { type: "page", preview, picture: { url: "https://example.org/a.png" } });
      }
    }).written;
    const stored = rowsOf(() => {
      room.runJob(STORE_JOB, turn);
      log.flush();
    }).written;
    expect([asked, looked, stored]).toEqual([1, 1, 6]);
  });
});
