import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { operate } from "./operator-client.ts";
import { owned } from "./owned-room.ts";
import { reportNow } from "./report-now.ts";
import { freshRoom, request } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const firstRun = async () => (await request("/api/first-run")).json();
const WAYS = { signIn: ["token"], ownServer: false };

test("P18.13 a page can tell an operator how to sign in, and no secret is in the answer", async () => {
  const response = await request("/api/first-run");
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject(WAYS);
  expect(text).not.toContain(OWNER_TOKEN);
  const { body } = await operate("");
  expect(body).toMatchObject(WAYS);
  expect(body.siteKey).toBeUndefined();
});

test("P18.11 a deployment is claimed once a room has an owner, and not because people talk in its rooms", async () => {
  expect(await firstRun()).toEqual({ claimed: false, ...WAYS });
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.takeOnly("message");
  await reportNow(room);
  expect(await firstRun()).toEqual({ claimed: false, ...WAYS });
  const claimed = await owned();
  await reportNow(claimed.room);
  expect(await firstRun()).toEqual({ claimed: true, ...WAYS });
});
