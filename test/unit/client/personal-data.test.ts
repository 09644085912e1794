import { expect, test } from "vitest";
import { client } from "./harness.ts";

const answering =
  (body: string, status = 200) =>
  async () =>
    new Response(body, { status });

test("P11.3 personal data comes as the room sends it", async () => {
  const asked: unknown[] = [];
  const fetch = async (url: string, init: object) => {
    asked.push([url, init]);
    return new Response("{}");
  };
  const { enter, room } = client({ fetch });
  enter();
  expect(await room.exportData()).toBe("{}");
  await room.eraseData();
  const headers = { authorization: "Bearer token-1" };
  expect(asked).toMatchObject([
    [expect.stringMatching(/\/api\/.*\/export$/), { headers }],
    [expect.stringMatching(/\/api\/.*\/erase$/), { method: "POST", headers }],
  ]);
});

test("P17.6 an owner's export of the room comes in its format and range", async () => {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    return new Response("seq,time\r\n");
  };
  const { enter, room } = client({ fetch });
  enter();
  expect(await room.exportData({ format: "csv", from: "2026-11-27" })).toBe("seq,time\r\n");
  expect(asked).toEqual([expect.stringMatching(/\/api\/rooms\/\w+\/export\?format=csv&from=2026-11-27$/)]);
});

test.each([
  ["the server's code", answering('{"error":{"code":"rate_limited","message":"…"}}', 429), "rate_limited"],
  ["http, if the response is no error of the room", answering("<html>", 502), "http"],
  ["http, if there is no response", () => Promise.reject(new TypeError("offline")), "http"],
])("P11.3 a failed request rejects with %s", async (_what, fetch, code) => {
  await expect(client({ fetch }).room.exportData()).rejects.toMatchObject({ code });
});

test("P11.3 erasing one's data is no failure if the room ends the session before it answers", async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<Response>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<AbortSignal | null | undefined>();
  const fetch: typeof globalThis.fetch = (_url, init) => {
    ask(init?.signal);
    return Promise.race([
      answered,
      new Promise<never>((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new TypeError("aborted")));
      }),
    ]);
  };
  const { enter, room, socket } = client({ fetch });
  enter();
  const erased = room.eraseData();
  await asked;
  socket().drop(4403);
  expect(room.state.status.state).toBe("failed");
  answer(new Response("{}"));
  await expect(erased).resolves.toBeUndefined();
});
