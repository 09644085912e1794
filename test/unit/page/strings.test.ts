import { expect, test } from "vitest";
import { RoomError } from "../../../src/client/index.ts";
import { remainingText } from "../../../src/page/lazy/composer/counter.tsx";
import { typingText } from "../../../src/page/lazy/composer/typing-text.tsx";
import { auditText } from "../../../src/page/lazy/moderation/audit-log.tsx";
import { refusalWords } from "../../../src/page/lazy/ui/refusal-words.ts";
import { visibleError } from "../../../src/page/model/view.ts";
import { namesText } from "../../../src/page/people/name-list.ts";
import { ENGLISH } from "./english.ts";

test.each([
  [["Ada"], "Ada"],
  [["Ada", "Ben"], "Ada and Ben"],
  [["Ada", "Ben", "Cleo", "Dan"], "Ada, Ben, Cleo and Dan"],
  [["Ada", "Ben", "Cleo", "Dan", "Eve"], "Ada, Ben, Cleo and 2 others"],
])("%j are said as %s", (names, words) => {
  expect(namesText(ENGLISH, names)).toBe(words);
});

test.each([
  [[], ""],
  [["Mei"], "Mei is typing…"],
  [["Mei", "Ben"], "Mei and Ben are typing…"],
  [["Mei", "Ben", "Ada", "Eve"], "Several people are typing…"],
])("%j typing: %s", (names, words) => {
  expect(typingText(ENGLISH, names)).toBe(words);
});

test("what is left of a message is said when it matters", () => {
  const limits = { message: 4_000, frame: 16_384 };
  expect(remainingText(ENGLISH, { characters: 3_599, bytes: 9_999 }, limits)).toBeUndefined();
  expect(remainingText(ENGLISH, { characters: 3_600, bytes: 9_999 }, limits)).toBe("400 characters left");
  expect(remainingText(ENGLISH, { characters: 5_234, bytes: 99_999 }, limits)).toBe("1,234 over the limit");
  expect(remainingText(ENGLISH, { characters: 3_900, bytes: 16_385 }, limits)).toBe("Too long by 1 byte");
});

test("an error is said in the page's words, else in the room's, or not at all where the page shows it otherwise", () => {
  expect(refusalWords(ENGLISH, new RoomError("message_too_long", "…"))).toBe("Message is too long.");
  expect(refusalWords(ENGLISH, new RoomError("from_the_future", "Something new."))).toBe("Something new.");
  expect(visibleError(new RoomError("from_the_future", "Something new."))).toBeDefined();
  expect(visibleError(new RoomError("closed", "The room was left."))).toBeUndefined();
});

test.each([
  ["addBot", { username: "Weather" }, "Olga created the bot Weather"],
  ["removeBot", { username: "Weather" }, "Olga revoked the bot Weather"],
  ["addHook", { username: "GitHub" }, "Olga created the webhook GitHub"],
  ["removeHook", { username: "GitHub" }, "Olga removed the webhook GitHub"],
  ["addHook", { username: "/weather" }, "Olga created the command /weather"],
  ["removeHook", { username: "/weather" }, "Olga removed the command /weather"],
  ["erase", { uid: "ada" }, "Olga deleted a person’s data"],
  ["rotateKey", {}, "Olga signed out all guests"],
  ["deleteRoom", { at: 1 }, "Olga scheduled the room’s deletion"],
  ["keepRoom", {}, "Olga kept the room from being deleted"],
  ["deleteAll", { username: "Eve" }, "Olga deleted all of Eve’s messages"],
  ["import", { source: "slack" }, "Olga imported messages"],
  ["from the future", {}, "Olga: from the future"],
])("the audit log's entry %s is said in words", (action, details, words) => {
  expect(auditText(ENGLISH, { entry: 1, at: 1, by: "olga", username: "Olga", action, details })).toBe(words);
});

test("the audit log tells the operator from a person whose name was erased, and names the operator's own acts", () => {
  const text = (action: string, details = {}, by = "") =>
    auditText(ENGLISH, { entry: 1, at: 1, by, username: "", action, details });
  expect(text("settings")).toBe("Operator changed room settings");
  expect(text("settings", {}, "olga")).not.toContain("Operator");
  expect(text("settings", {}, "olga")).toBe("Deleted user changed room settings");
  expect(text("kick", { uid: "eve" })).toBe("Operator kicked Deleted user");
  expect(["ownerLink", "export", "exportAudit", "banFromAll", "liftFromAll"].map((action) => text(action))).toEqual([
    "Operator created an owner link",
    "Operator exported the room",
    "Operator exported the audit log of all rooms",
    "Operator banned someone from all rooms",
    "Operator lifted a ban from all rooms",
  ]);
  expect(text("ownerLink", { room: "attic" })).toContain("#attic");
});
