import { expect, test } from "vitest";
import { readTarget } from "../target.ts";
import { UsageError } from "../usage-error.ts";

test.each([
  ["garden", "https://chat.example", "garden"],
  ["Garden", "https://chat.example", "garden"],
  ["https://other.example/r/garden", "https://other.example", "garden"],
  ["https://other.example/r/garden/", "https://other.example", "garden"],
  ["https://other.example", "https://other.example", "lobby"],
  ["other.example/r/garden", "https://other.example", "garden"],
  ["localhost:8787/r/garden", "http://localhost:8787", "garden"],
  ["127.0.0.1:8787", "http://127.0.0.1:8787", "lobby"],
  ["[::1]:8787/r/garden", "http://[::1]:8787", "garden"],
  ["wss://other.example/ws/garden", "https://other.example", "garden"],
  ["ws://localhost:8787/ws", "http://localhost:8787", "lobby"],
  ["https://other.example/embed/garden?theme=dark", "https://other.example", "garden"],
  ["https://other.example/api/rooms/garden/messages", "https://other.example", "garden"],
])("%s is a room", (text, origin, room) => {
  const target = readTarget(text, "https://chat.example");
  expect([target.url.origin, target.room]).toEqual([origin, room]);
});

test("a link brings its secrets", () => {
  expect(readTarget("https://chat.example/r/garden#invite=a.b-c", "")).toMatchObject({ invite: "a.b-c" });
  expect(readTarget("https://chat.example/r/garden#claim=1.n.m", "")).toMatchObject({ claim: "1.n.m" });
});

test.each([
  "a room",
  "",
  "https://chat.example/other/garden",
  "https://chat.example/r/a%20b",
  "ftp://chat.example/r/x",
])("%j is no room", (text) => {
  expect(() => readTarget(text, "https://chat.example")).toThrow(UsageError);
});
