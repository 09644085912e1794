import { expect, test } from "vitest";
import { freshRoom } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

test("P12.1 whoever reads a room that nobody has made yet is told who can send files, as in any other", async () => {
  const room = freshRoom();
  const reader = await V1Socket.open(room);
  reader.send({ type: "hello", v: 1, readOnly: true });
  expect(await reader.take()).toMatchObject({ type: "reader", settings: { files: "everyone" } });
  const { welcome } = await V1Socket.hello(room);
  expect(welcome.settings).toMatchObject({ files: "everyone" });
});
