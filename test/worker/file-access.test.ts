// Copies of files at the edge, and who may read them.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { filesOf } from "../../src/capabilities/files/files-stub.ts";
import { newFileId } from "../../src/capabilities/files/stored-file.ts";
import { roomOf } from "../../src/worker/object/room-stub.ts";
import { jobsDone, moderate, openRoom, pathOf, upload } from "./file-room.ts";
import { request } from "./test-socket.ts";

test("P12.6 the edge answers odd ranges as the object does", async () => {
  const { owner, room } = await openRoom();
  const file = await upload(room, owner);
  const { size } = file;
  const path = pathOf(room, file);
  // From now on, the edge has a copy.
  const whole = await request(path);
  const all = new Uint8Array(await whole.arrayBuffer());
  const etag = String(whole.headers.get("etag"));
  const part = (start: number, end: number) => [206, `bytes ${start}-${end - 1}/${size}`, all.slice(start, end)];
  const answers: readonly (readonly [Record<string, string>, readonly unknown[]])[] = [
    [{ range: "bytes=2-5" }, part(2, 6)],
    [{ range: "Bytes= 2-5 " }, part(2, 6)],
    [{ range: "bytes=-4" }, part(size - 4, size)],
    [{ range: `bytes=5-${"9".repeat(25)}` }, part(5, size)],
    [{ range: `bytes=-${"9".repeat(25)}` }, part(0, size)],
    [{ range: "bytes=0-1,3-4" }, [200, null, all]],
    [{ range: "bytes=5-2" }, [200, null, all]],
    [{ range: "bytes=-" }, [200, null, all]],
    [{ range: "lines=2-5" }, [200, null, all]],
    [{ range: "bytes=-0" }, [416, `bytes */${size}`, new Uint8Array()]],
    [{ range: "bytes=2-5", "if-range": etag }, part(2, 6)],
    [{ range: "bytes=2-5", "if-range": '"other"' }, [200, null, all]],
    [{ range: "bytes=2-5", "if-range": `W/${etag}` }, [200, null, all]],
    [{ range: "bytes=2-5", "if-range": new Date().toUTCString() }, [200, null, all]],
    [{ "if-range": '"other"' }, [200, null, all]],
    [{ range: "bytes=2-5", "if-none-match": `"other", W/${etag}` }, [304, null, new Uint8Array()]],
  ];
  for (const [headers, expected] of answers) {
    for (const query of ["", "?pass=none"]) {
      const response = await request(path + query, headers);
      const found = [
        response.status,
        response.headers.get("content-range"),
        new Uint8Array(await response.arrayBuffer()),
      ];
      expect(found, `${JSON.stringify(headers)} ${query}`).toEqual(expected);
    }
  }
});

test("P12.17 a file that was uploaded while the room was closed doesn't open the room's files again", async () => {
  const { owner, room } = await openRoom();
  const stub = roomOf(env, room);
  const requester = { type: "guest", token: String(owner.welcome.token) } as const;
  const file = { id: newFileId(), name: "a.txt", type: "text/plain", size: 1, hash: "h" };
  expect(await stub.ask({ type: "files.begin", id: file.id, size: 1 }, requester)).toEqual({ isOpen: true });
  await moderate(owner, { action: "settings", settings: { read: "members" } });
  await jobsDone(room);
  // The upload had asked before, and tells the object after the room has.
  await filesOf({ env, room }).publish(file, "object", true);
  expect(await stub.ask({ type: "files.end", file, isOpen: true }, requester)).toEqual({ file });
  await jobsDone(room);
  const access = await runInDurableObject(env.ROOM_FILES.getByName(room), (_object, { storage }) =>
    storage.sql.exec("SELECT open FROM access").toArray(),
  );
  expect(access).toEqual([{ open: 0 }]);
});
