import { expect, test } from "vitest";
import { client } from "./harness.ts";

const message = (seq: number, text: string) => ({
  type: "message",
  seq,
  at: 1,
  uid: "ada",
  id: String(seq),
  username: "Ada",
  message: text,
});
const PAGE = {
  hits: [
    { message: message(7, "at noon"), snippet: "at noon", marks: [[3, 7]] },
    { message: { type: "later", seq: 6 }, snippet: "noon", marks: [[0, 4]] },
    { message: message(3, "noon"), snippet: "noon", marks: [[0, 4]] },
  ],
  next: 3,
  indexed: 0.5,
};

test("P14.1 a search sends the query and gives a page of hits", async () => {
  const asked: unknown[] = [];
  const fetch = async (url: string, init: object) => {
    asked.push([url, init]);
    return Response.json(PAGE);
  };
  const { enter, room } = client({ fetch });
  enter();
  const found = await room.search('from:"Ada" noon', { limit: 3, cursor: 12 });
  expect(found).toMatchObject({
    hits: [{ message: { seq: 7 }, marks: [[3, 7]] }, { message: { seq: 3 } }],
    next: 3,
    indexed: 0.5,
  });
  expect(found.hits).toHaveLength(2);
  expect(asked).toEqual([
    [
      expect.stringMatching(/\/api\/rooms\/[^/]+\/search\?q=from%3A%22Ada%22\+noon&limit=3&cursor=12$/),
      expect.objectContaining({ headers: { authorization: "Bearer token-1" } }),
    ],
  ]);
});

test.each([
  ["the server's code", Response.json({ error: { code: "bad_query", message: "…" } }, { status: 400 }), "bad_query"],
  ["http, if the response is no error of the room", new Response("<html>", { status: 502 }), "http"],
  ["http, if the response is no page", Response.json({}), "http"],
])("P14.12 a search that fails rejects with %s", async (_what, response, code) => {
  await expect(client({ fetch: async () => response }).room.search("a")).rejects.toMatchObject({ code });
});

test("P14.17 a query that can't be read rejects with the part that is wrong", async () => {
  const error = { code: "bad_query", message: "…", field: "has" };
  const fetch = async () => Response.json({ error }, { status: 400 });
  await expect(client({ fetch }).room.search("has:cheese")).rejects.toMatchObject({ code: "bad_query", reason: "has" });
});

test("a search is canceled by its signal, and by the end of the client", async () => {
  const fetch: typeof globalThis.fetch = (_url, init) =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(new TypeError("aborted"))));
  const { room } = client({ fetch });
  await expect(room.search("a", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "discarded" });
  const canceled = new AbortController();
  const first = room.search("a", { signal: canceled.signal });
  canceled.abort();
  await expect(first).rejects.toMatchObject({ code: "discarded" });
  const second = room.search("a");
  room.close();
  await expect(second).rejects.toMatchObject({ code: "closed" });
});
