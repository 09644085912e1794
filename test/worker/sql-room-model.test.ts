import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { test } from "vitest";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { readConfig } from "../../src/worker/config/config.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlModerationStore } from "../../src/worker/storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { checkRoomModel } from "../support/room-model.ts";
import { freshRoom, stubOf } from "./test-socket.ts";

test("P4, P9 after any sequence of commands, snapshot(k) + events = snapshot(n) and every rule holds, in SQL", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    const { sql } = storage;
    const open = () => ({
      log: new SqlEventLog(sql),
      moderationStore: new SqlModerationStore(sql),
      capabilities: CAPABILITIES.map((capability) => capability.open(sql, readConfig(env))),
    });
    checkRoomModel(
      {
        create: () => {
          const tables = sql.exec<{ name: string }>(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
          );
          for (const { name } of tables.toArray()) sql.exec(`DROP TABLE ${name}`);
          migrate(storage, CAPABILITIES);
          return open();
        },
        reopen: open,
        transaction: (turn) => storage.transactionSync(turn),
      },
      100,
    );
  });
});
