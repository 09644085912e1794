import { expect, test } from "vitest";
import { freshRoom } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

test("P3.21 P5.1 each command of a frame counts as a frame", async () => {
  const ada = await V1Socket.hello(freshRoom());
  ada.send(Array.from({ length: 20 }, (_, index) => ({ type: "list", id: String(index), what: "audit" })));
  const codes: unknown[] = [];
  while (codes.length < 20) codes.push((await ada.takeOnly("error")).code);
  expect(codes.slice(0, 3)).toEqual(["not_allowed", "not_allowed", "not_allowed"]);
  expect(codes.slice(6)).toEqual(Array.from({ length: 14 }, () => "rate_limited"));
});
