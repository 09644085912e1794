import { expect, test } from "vitest";
import { freshRoom, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts lets one address make five rooms an hour.
test("P1.6 an address makes so many rooms an hour; another address still makes one, and a made room stays open", async () => {
  const from = { "cf-connecting-ip": "198.51.100.30" };
  const made: string[] = [];
  for (let count = 1; count <= 5; count += 1) {
    const room = freshRoom();
    made.push(room);
    await V1Socket.hello(room, {}, from);
  }
  const room = freshRoom();
  const v1 = await V1Socket.open(room, from);
  v1.send({ type: "hello", v: 1 });
  expect(await v1.take()).toMatchObject({ type: "error", code: "rate_limited", retryAfter: expect.any(Number) });
  const plain = await TestSocket.join(room, from);
  plain.say("hello", { id: "1" });
  expect(await plain.take()).toMatchObject({ type: "error", code: "rate_limited", id: "1" });
  await V1Socket.hello(made[0] ?? "", {}, from);
  await V1Socket.hello(room, {}, { "cf-connecting-ip": "198.51.100.31" });
  // The room is there now, whoever made it.
  await v1.hello();
});
