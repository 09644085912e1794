import { runInDurableObject } from "cloudflare:test";
import { test } from "vitest";
import { migrate } from "../../src/worker/migrations.ts";
import { SqlHistory } from "../../src/worker/sql-history.ts";
import { checkRoomModel } from "../support/room-model.ts";
import { freshRoom, stubOf } from "./socket.ts";

test("P4 whatever happens, a snapshot and the events since are the later snapshot, over the history in SQL", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    const { sql } = storage;
    checkRoomModel(
      {
        create: () => {
          for (const table of ["messages", "changes", "meta"]) sql.exec(`DROP TABLE IF EXISTS ${table}`);
          migrate(storage);
          return new SqlHistory(sql);
        },
        reopen: () => new SqlHistory(sql),
        transaction: (turn) => storage.transactionSync(turn),
      },
      100,
    );
  });
}, 60_000);
