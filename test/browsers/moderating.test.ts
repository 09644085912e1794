import { expect, test } from "vitest";
import { choose, composer, freshRoom, log, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("an owner pins a message, deletes another, and mutes its author, who keeps the draft", async () => {
  const room = freshRoom();
  const olga = await visitors.enterAsOwner(room, "Olga");
  expect(await olga.evaluate("location.hash")).toBe("");
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "Cake at four");
  await say(ben, "noise");
  await sees(olga, "noise");
  await choose(olga, "Cake at four", "Pin");
  await ben.shows({ has: "Cake at four", in: { role: "region", name: "1 pinned message" } });

  await ben.fill(composer, "more noise");
  await choose(olga, "noise", "Mute", "For 10 minutes");
  await ben.shows({ text: /^You’re muted until \d/ });
  expect(await ben.value(composer)).toBe("more noise");

  await choose(olga, "noise", "Delete");
  await olga.click({ role: "button", name: "Delete", in: { role: "dialog" } });
  await ben.shows({ text: "Message deleted" });
  expect(await log(ben)).toEqual(["Cake at four"]);

  await olga.click({ role: "button", name: "Moderation" });
  await olga.click({ role: "tab", name: "Muted and banned" });
  await olga.click({ role: "button", name: "Unmute Ben" });
  await ben.hides({ text: /^You’re muted until \d/ });
  await ben.click({ role: "button", name: "Send" });
  await sees(olga, "more noise");
});
