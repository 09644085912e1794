// A deployment that has a bucket for files.
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { filesOf } from "../../../src/capabilities/files/files-stub.ts";
import { ObjectFileStore } from "../../../src/capabilities/files/object-file-store.ts";
import { base64Url, newFileId } from "../../../src/capabilities/files/stored-file.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { jpeg } from "../../support/pictures.ts";
import { freshRoom, request, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// A binding that wrangler.toml has only for those who want it.
const { FILES } = env as unknown as { readonly FILES: R2Bucket };

async function keysOf(room: string): Promise<string[]> {
  const { objects } = await FILES.list({ prefix: `files/${room}/` });
  return objects.map(({ key }) => key);
}

async function ownedRoom(): Promise<{ room: string; owner: V1Socket }> {
  const room = freshRoom();
  const owner = await V1Socket.hello(room);
  owner.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  return { room, owner };
}

test("P12.14 with a bucket, new files go to R2, and are served and deleted there", async () => {
  const { owner, room } = await ownedRoom();
  const response = await exports.default.fetch(`https://chat.example/api/rooms/${room}/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${owner.welcome.token}`, "x-file-name": "a.jpg" },
    body: jpeg(),
  });
  const { file } = (await response.json()) as { file: { id: string; size: number } };
  expect(await keysOf(room)).toEqual([`files/${room}/${file.id}/0`]);
  owner.send({ type: "message", id: "1", message: "", files: [{ id: file.id }] });
  const { seq } = await owner.takeOnly("message");
  const path = `/files/${room}/${file.id}/a.jpg?pass=none`;
  const whole = await request(path);
  expect([whole.status, whole.headers.get("x-parley-range")]).toEqual([200, null]);
  expect(new Uint8Array(await whole.arrayBuffer())).toEqual(jpeg());
  const part = await request(path, { range: "bytes=3-8" });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 3-8/${file.size}`]);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(jpeg().slice(3, 9));
  expect((await request(path, { "if-none-match": String(whole.headers.get("etag")) })).status).toBe(304);
  const chunks = await runInDurableObject(env.ROOM_FILES.getByName(room), (_object, { storage }) =>
    storage.sql.exec("SELECT * FROM chunks").toArray(),
  );
  expect(chunks).toEqual([]);
  owner.send({ type: "delete", id: "2", target: seq });
  await owner.takeOnly("delete");
  await expect.poll(() => keysOf(room)).toEqual([]);
  expect((await request(path)).status).toBe(404);
});

test("P12.14 a file from before there was a bucket is still found", async () => {
  const { owner, room } = await ownedRoom();
  const stub = filesOf({ env, room });
  const id = newFileId();
  await new ObjectFileStore(stub).write(id, new Blob([jpeg()]).stream());
  const hash = base64Url(new Uint8Array(32));
  const file = { id, name: "old.jpg", type: "image/jpeg", size: jpeg().length, hash };
  await stub.publish(file, "object", true);
  const served = await request(`/files/${room}/${id}/old.jpg?pass=none`);
  expect(served.status).toBe(200);
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(jpeg());
  owner.close(1000);
  await runInDurableObject(stubOf(room), () => {});
});
