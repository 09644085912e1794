import { expect, test } from "vitest";
import { client } from "./harness.ts";

const FILE = { id: "f1", name: "cat.png", type: "image/png", size: 3, width: 1, height: 1 };

const answering =
  (body: string, status = 201) =>
  async () =>
    new Response(body, { status });

test("P12.2 a file is uploaded as raw bytes, with its name and the user's token", async () => {
  const asked: [string, RequestInit][] = [];
  const { enter, room } = client({
    fetch: async (url, init) => {
      asked.push([url, init]);
      return new Response(JSON.stringify({ file: FILE }), { status: 201 });
    },
  });
  enter();
  const blob = new Blob(["cat"], { type: "image/png" });
  expect(await room.upload(blob, { name: "größe.png" })).toEqual(FILE);
  const [[url, init] = []] = asked;
  expect(url).toMatch(/\/api\/rooms\/[\w-]+\/files$/);
  expect(init).toMatchObject({
    method: "POST",
    body: blob,
    headers: { authorization: "Bearer token-1", "content-type": "image/png", "x-file-name": "gr%C3%B6%C3%9Fe.png" },
  });
});

test.each([
  ["the server's code", answering('{"error":{"code":"file_too_large","message":"…"}}', 413), "file_too_large"],
  ["http, if the response is no file", answering("{}"), "http"],
  ["http, if the response is not the room's", answering("<html>", 502), "http"],
  ["http, if there is no response", () => Promise.reject(new TypeError("offline")), "http"],
])("P12.2 a failed upload rejects with %s", async (_what, fetch, code) => {
  const { enter, room } = client({ fetch });
  enter();
  await expect(room.upload(new Blob(["cat"]))).rejects.toMatchObject({ code });
});

test("P12.2 a canceled upload rejects with discarded, and one of a client that has left with closed", async () => {
  const fetch: typeof globalThis.fetch = (_url, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(new TypeError("aborted")));
    });
  const { enter, room } = client({ fetch });
  enter();
  const canceling = new AbortController();
  const uploaded = room.upload(new Blob(["cat"]), { signal: canceling.signal });
  canceling.abort();
  await expect(uploaded).rejects.toMatchObject({ code: "discarded" });
  const other = room.upload(new Blob(["cat"]));
  room.close();
  await expect(other).rejects.toMatchObject({ code: "closed" });
});

test("P12.4 a message names its files, and needs no text", () => {
  const { enter, room, socket } = client({});
  enter();
  void room.send("", { id: "m1", files: [{ id: "f1", alt: "A cat" }] });
  expect(socket().sent).toContainEqual({
    type: "message",
    id: "m1",
    message: "",
    files: [{ id: "f1", alt: "A cat" }],
  });
});
