import { expect, test } from "vitest";
import { requestPersonalData } from "../../../src/client/personal-data.ts";

const { signal } = new AbortController();
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
  expect(await requestPersonalData(fetch, "https://a/people/me", "erase", signal, "token")).toBe("{}");
  expect(asked).toEqual([
    ["https://a/people/me/erase", { method: "POST", signal, headers: { authorization: "Bearer token" } }],
  ]);
});

test.each([
  ["the server's code", answering('{"error":{"code":"rate_limited","message":"…"}}', 429), "rate_limited"],
  ["http, if the response is no error of the room", answering("<html>", 502), "http"],
  ["http, if there is no response", () => Promise.reject(new TypeError("offline")), "http"],
])("P11.3 a failed request rejects with %s", async (_what, fetch, code) => {
  await expect(requestPersonalData(fetch, "https://a/people/me", "export", signal, "token")).rejects.toMatchObject({
    code,
  });
});
