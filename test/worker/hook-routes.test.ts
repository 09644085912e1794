import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { owned } from "./owned-room.ts";
import { failed, send } from "./post-json.ts";
import { freshRoom } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const create = (room: string, token: unknown, body: object) => send("POST", `${room}/hooks`, token, body);

test("P15.20 owners make incoming webhooks, list them without their addresses, and revoke them", async () => {
  const { owner, room } = await owned();
  const made = await create(room, owner.welcome.token, { kind: "incoming", name: "GitHub" });
  expect(made).toMatchObject({
    status: 201,
    body: {
      kind: "incoming",
      id: expect.stringMatching(/^bot-[a-z0-9]{16}$/),
      name: "GitHub",
      url: expect.stringMatching(new RegExp(`^https://chat\\.example/hooks/${room}/[\\w-]{43}$`)),
    },
  });
  const { url: _, ...listed } = made.body;
  expect((await send("GET", `${room}/hooks`, OWNER_TOKEN)).body).toEqual({ hooks: [listed] });
  expect(await send("DELETE", `${room}/hooks/${listed.id}`, OWNER_TOKEN)).toMatchObject({ status: 204 });
  expect((await send("GET", `${room}/hooks`, OWNER_TOKEN)).body).toEqual({ hooks: [] });
  expect(await send("DELETE", `${room}/hooks/${listed.id}`, OWNER_TOKEN)).toMatchObject(failed(404, "not_found"));
});

test("P15.20 nobody but owners makes, lists or revokes webhooks, and each needs a kind and a name", async () => {
  const { room } = await owned();
  const { body } = await create(room, OWNER_TOKEN, { kind: "incoming", name: "GitHub" });
  const guest = await V1Socket.hello(room);
  const { token } = guest.welcome;
  expect(await create(room, token, { kind: "incoming", name: "Twin" })).toMatchObject(failed(403, "not_allowed"));
  expect(await send("GET", `${room}/hooks`, token)).toMatchObject(failed(403, "not_allowed"));
  expect(await send("DELETE", `${room}/hooks/${body.id}`, token)).toMatchObject(failed(403, "not_allowed"));
  expect(await create(room, OWNER_TOKEN, { name: "Twin" })).toMatchObject(failed(400, "bad_command"));
  expect(await create(room, OWNER_TOKEN, { kind: "sideways", name: "Twin" })).toMatchObject(failed(400, "bad_command"));
  expect(await create(room, OWNER_TOKEN, { kind: "incoming" })).toMatchObject(failed(400, "bad_username"));
});

test("P15.20 the deployment's owner can make a webhook for a room that nobody has entered", async () => {
  const room = freshRoom();
  expect(await create(room, OWNER_TOKEN, { kind: "incoming", name: "GitHub" })).toMatchObject({ status: 201 });
});
