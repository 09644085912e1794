// Rows that a picture costs (docs/cost.md).
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { COUNTED } from "../../bench/month/counts.ts";
import { FileQuotas } from "../../src/capabilities/files/file-quotas.ts";
import { SqlFileRegistry } from "../../src/capabilities/files/sql-file-registry.ts";
import { newFileId } from "../../src/capabilities/files/stored-file.ts";
import { readFileConfig } from "../../src/worker/config/file-config.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { countRows } from "./count-rows.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Some day after 1970. */
const NOW = 1_795_790_480_000;

test("P12.13 a picture costs few rows in its room", async () => {
  const room = freshRoom();
  const owner = await V1Socket.hello(room);
  owner.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  const rows = await runInDurableObject(stubOf(room), (_object, { storage }) => {
    const { rowsOf, storage: counted } = countRows(storage);
    const registry = new SqlFileRegistry(counted.sql);
    const quotas = new FileQuotas(registry, readFileConfig({}), () => new Uint8Array(32));
    const uploader = { uid: "ada", network: "192.0.2.1" };
    const picture = (seq: number) => {
      const id = newFileId();
      return rowsOf(() => {
        quotas.take(uploader, 300_000, NOW);
        registry.begin(id, "ada", 300_000, 1);
        registry.begun(id, "ada");
        registry.same("ada", id, 1);
        // It became shorter without its metadata.
        quotas.giveBack(uploader, 100, NOW);
        registry.finish({ id, name: "a.jpg", type: "image/jpeg", size: 300_000, hash: id });
        registry.find(id, "ada");
        registry.use(seq, [id], false);
      });
    };
    picture(1);
    return picture(2);
  });
  // The entry in the index of the `Files` object reads one more and writes one more.
  expect(rows).toEqual({ read: COUNTED.rowsReadAPicture - 1, written: COUNTED.rowsWrittenAPicture - 1 });
});

test("P12.14 the Files object reads and writes few rows for a picture and its loads, and fewer with R2", async () => {
  await runInDurableObject(env.ROOM_FILES.getByName(freshRoom()), async (object, { storage }) => {
    const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
    const exec = storage.sql.exec.bind(storage.sql);
    vi.spyOn(storage.sql, "exec").mockImplementation((query, ...values) => {
      const cursor = exec(query, ...values);
      cursors.push(cursor);
      // The caller says which columns there are.
      return cursor as never;
    });
    const rowsOf = async (run: () => unknown) => {
      cursors.length = 0;
      await run();
      return {
        read: cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
        written: cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
      };
    };
    const write = (id: string, size: number) =>
      object.fetch(new Request(`https://files/${id}`, { method: "PUT", body: new Uint8Array(size) }));
    const publish = (id: string, place: "object" | "r2") =>
      object.publish({ id, name: "a.jpg", type: "image/jpeg", size: 300_000, hash: id }, place, true);
    const load = async (id: string) => {
      await (await object.fetch(new Request(`https://files/serve/${id}`))).arrayBuffer();
    };
    const [first, id, stored] = [newFileId(), newFileId(), newFileId()];
    await write(first, 1);
    await publish(first, "object");
    expect(await rowsOf(() => write(id, 300_000))).toEqual({
      read: COUNTED.rowsReadAStoredPicture,
      written: COUNTED.rowsWrittenAStoredPicture,
    });
    expect(await rowsOf(() => publish(id, "object"))).toEqual({ read: 1, written: 1 });
    expect(await rowsOf(() => load(id))).toEqual({ read: COUNTED.rowsReadALoad, written: 0 });
    await publish(stored, "r2");
    expect(await rowsOf(() => load(stored))).toEqual({ read: COUNTED.rowsReadALoadOfR2, written: 0 });
    expect((await rowsOf(() => write(newFileId(), 3 * 1024 * 1024))).written).toBe(
      COUNTED.rowsWrittenAStoredPicture + 2,
    );
  });
});
