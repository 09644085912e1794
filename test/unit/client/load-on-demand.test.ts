import { expect, it, vi } from "vitest";
import { RoomError } from "../../../src/client/index.ts";
import { client } from "./harness.ts";

vi.mock("../../../src/client/on-demand.ts", () => {
  throw new TypeError("Failed to fetch dynamically imported module");
});

it.each([
  ["moderate", (room: Room) => room.moderate({ action: "pin", target: 1, on: true })],
  ["report", (room: Room) => room.report(1)],
  ["list", (room: Room) => room.list("bans")],
  ["reactors", (room: Room) => room.reactors(1, "👍")],
  ["loadOlder", (room: Room) => room.loadOlder()],
  ["loadUntil", (room: Room) => room.loadUntil(1)],
  ["exportData", (room: Room) => room.exportData()],
  ["eraseData", (room: Room) => room.eraseData()],
] as const)("rejects %s with http if its code can't be loaded", async (_, run) => {
  const { enter, room } = client();
  enter(0);
  const error: unknown = await run(room).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RoomError);
  expect(error).toMatchObject({ code: "http", retryable: true });
});

type Room = ReturnType<typeof client>["room"];
