// Rows that a picture costs (docs/cost.md).
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { SqlFileRegistry } from "../../src/capabilities/files/sql-file-registry.ts";
import { newFileId } from "../../src/capabilities/files/stored-file.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { countRows } from "./count-rows.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

test("P12.13 a picture costs few rows in its room", async () => {
  const room = freshRoom();
  const owner = await V1Socket.hello(room);
  owner.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  const written = await runInDurableObject(stubOf(room), (_object, { storage }) => {
    const { rowsOf, storage: counted } = countRows(storage);
    const registry = new SqlFileRegistry(counted.sql);
    const quotas = [{ who: "ada", day: 1 }, { who: "~network", day: 1 }, { who: "" }];
    const picture = (seq: number) => {
      const id = newFileId();
      return rowsOf(() => {
        for (const quota of quotas) registry.spend(quota, 300_000);
        registry.begin(id, "ada", 300_000, 1);
        registry.begun(id, "ada");
        registry.same("ada", id, 1);
        registry.finish({ id, name: "a.jpg", type: "image/jpeg", size: 300_000, hash: id });
        registry.find(id, "ada");
        registry.use(seq, [id], false);
      }).written;
    };
    picture(1);
    return picture(2);
  });
  expect(written).toBe(9);
});
