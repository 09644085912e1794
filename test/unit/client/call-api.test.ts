import { expect, test } from "vitest";
import { client } from "./harness.ts";

test.each([
  ["nothing, if it has no body", new Response(null, { status: 204 }), undefined],
  ["its JSON", Response.json({ bots: [] }), { bots: [] }],
])("P7.3 a request to the API resolves with %s", async (_what, response, answer) => {
  expect(await client({ fetch: async () => response }).room.api("bots/b1", { method: "DELETE" })).toEqual(answer);
});

test.each([
  ["the server's code", Response.json({ error: { code: "name_taken", message: "…" } }, { status: 409 }), "name_taken"],
  ["http, if the response is no error of the room", new Response("", { status: 502 }), "http"],
])("P7.3 a request to the API that fails rejects with %s", async (_what, response, code) => {
  await expect(client({ fetch: async () => response }).room.api("bots")).rejects.toMatchObject({ code });
});
