import { expect, test } from "vitest";
import { siteToken } from "../../support/site.ts";
import { operate } from "../operator-client.ts";
import { reportNow } from "../report-now.ts";
import { freshRoom, request } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

const firstRun = async () => (await request("/api/first-run")).json();
const WAYS = { signIn: ["token", "jwt", "access"], ownServer: false };

test("P18.11 an owner whom the site vouches for claims the deployment, for good", async () => {
  const room = freshRoom();
  expect(await firstRun()).toEqual({ claimed: false, ...WAYS });
  const ada = await V1Socket.hello(room, { token: await siteToken({ role: "owner" }) });
  ada.say("hello", "1");
  await ada.takeOnly("message");
  ada.close(1000);
  await reportNow(room);
  expect(await firstRun()).toEqual({ claimed: true, ...WAYS });
  expect((await operate(`/rooms/${room}`)).body.people).toBe(0);
  await reportNow(room);
  expect(await firstRun()).toEqual({ claimed: true, ...WAYS });
});
