import { expect, test } from "vitest";
import { banOwner, revoke, roleChanges } from "../../../cli/owner/room-owners.ts";
import { OWNER_TOKEN } from "../../support/owner-token.ts";

/** A deployment that answers with these bodies in turn, and notes what it was asked. */
function deployment(...bodies: readonly { readonly status?: number; readonly body: object }[]) {
  const asked: { url: string; method: string; authorization: string | null; body: unknown }[] = [];
  const left = [...bodies];
  const fetch = async (input: URL | RequestInfo, init: RequestInit = {}) => {
    const { body, headers, method, url } = new Request(input, init);
    const text = body === null ? "null" : await new Response(body).text();
    asked.push({ url, method, authorization: headers.get("authorization"), body: JSON.parse(text) });
    const { body: answer = {}, status = 200 } = left.shift() ?? {};
    return Response.json(answer, { status });
  };
  return { asked, owned: { token: OWNER_TOKEN, room: "lobby", url: new URL("https://chat.example/x"), fetch } };
}

const done = { body: { type: "done", id: "d" } };

test("P9.14 npm run claim --revoke makes a person a guest with the owner token", async () => {
  const { asked, owned } = deployment(done);
  await revoke(owned, "mallory");
  expect(asked).toEqual([
    {
      url: "https://chat.example/api/rooms/lobby/moderate",
      method: "POST",
      authorization: `Bearer ${OWNER_TOKEN}`,
      body: { action: "role", uid: "mallory", role: "guest" },
    },
  ]);
});

test("P9.14 npm run claim --ban demotes first, then bans with the address, and says whether it found one", async () => {
  const { asked, owned } = deployment(done, { body: { type: "done", id: "d", address: true } });
  expect(await banOwner(owned, "mallory")).toBe(true);
  expect(asked.map(({ body }) => body)).toEqual([
    { action: "role", uid: "mallory", role: "guest" },
    { action: "ban", uid: "mallory", address: true },
  ]);
});

test("P9.14 npm run claim --list shows who claimed the room and who got a role", async () => {
  const entry = { at: 0, by: "ada", username: "Ada", details: {} };
  const items = [
    { ...entry, entry: 3, action: "role", details: { uid: "ben", username: "Ben", role: "moderator" } },
    { ...entry, entry: 2, action: "pin", details: { target: 1 } },
    { ...entry, entry: 1, action: "claim" },
  ];
  const { owned } = deployment({ body: { type: "list", id: "l", what: "audit", items } });
  const at = "1970-01-01T00:00:00.000Z";
  expect(await roleChanges(owned)).toEqual([
    { at, uid: "ben", username: "Ben", role: "moderator" },
    { at, uid: "ada", username: "Ada", role: "owner" },
  ]);
});

test("P9.14 npm run claim says what the server refused", async () => {
  const { owned } = deployment({
    status: 404,
    body: { error: { code: "no_person", message: "There is no such user." } },
  });
  await expect(revoke(owned, "nobody")).rejects.toThrow("There is no such user.");
});
