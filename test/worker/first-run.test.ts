import { expect, test } from "vitest";
import { owned } from "./owned-room.ts";
import { reportNow } from "./report-now.ts";
import { freshRoom, request } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const firstRun = async () => (await request("/api/first-run")).json();

test("P18.11 a deployment is claimed once a room has an owner, and not because people talk in its rooms", async () => {
  expect(await firstRun()).toEqual({ claimed: false });
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  ada.say("hello", "1");
  await ada.takeOnly("message");
  await reportNow(room);
  expect(await firstRun()).toEqual({ claimed: false });
  const claimed = await owned();
  await reportNow(claimed.room);
  expect(await firstRun()).toEqual({ claimed: true });
});
