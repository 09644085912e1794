import { expect, test } from "vitest";
import { freshRoom, request } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

test("P7.4 without ARCHIVE, no room has a log to read", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  ada.say("hello", "1");
  await ada.takeOnly("message");
  const missing = await request("/r/a.b/log");
  const text = await missing.text();
  for (const path of [`/r/${room}/log`, `/r/${room}/log/${new Date().toISOString().slice(0, 10)}`]) {
    const response = await request(path);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toBe(text);
  }
});
