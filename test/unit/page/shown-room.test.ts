import { expect, test } from "vitest";
import { createShownRoom } from "../../../src/page/lazy/notifications/shown-room.ts";

test("a hidden tab knows whether another one shows the room, and notifies nobody of what is seen there", async () => {
  const { locks } = navigator;
  const one = createShownRoom("garden", locks);
  const other = createShownRoom("garden", locks);
  const elsewhere = createShownRoom("kitchen", locks);
  expect(await other.isShown()).toBe(false);
  one.show(true);
  one.show(true);
  await expect.poll(() => other.isShown()).toBe(true);
  expect(await elsewhere.isShown()).toBe(false);
  other.show(true);
  one.show(false);
  expect(await one.isShown()).toBe(true);
  other.show(false);
  await expect.poll(() => one.isShown()).toBe(false);
});
