import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../src/page/lazy/commands/parse-command.ts";
import { auditText } from "../../../src/page/lazy/moderation/audit-log.tsx";
import { ENGLISH } from "./english.ts";

const ada = { uid: "1", username: "Ada" };
const lovelace = { uid: "2", username: "Ada Lovelace" };
const ben = { uid: "3", username: "Ben" };
const people = [ada, lovelace, ben];
const MINUTE_MS = 60_000;

const read = (typed: string, known = people) => {
  const result = parseCommand(typed, known);
  return result.ok ? result.command : [result.fault, result.about];
};

describe("a command", () => {
  test.each([
    ["/help", { kind: "help" }],
    [" /LOCK ", { kind: "lock" }],
    ["/unlock", { kind: "unlock" }],
    ["/pin", { kind: "pin" }],
    ["/report it is\nbad", { kind: "report", reason: "it is\nbad" }],
    ["/name Ada Byron", { kind: "name", name: "Ada Byron" }],
    ["/slow 30", { kind: "slow", seconds: 30 }],
    ["/slow 2m", { kind: "slow", seconds: 120 }],
    ["/slow off", { kind: "slow", seconds: 0 }],
    ["/slow 0", { kind: "slow", seconds: 0 }],
    ["/mute @Ben", { kind: "mute", person: ben, ms: 10 * MINUTE_MS }],
    ["/mute ben 1h", { kind: "mute", person: ben, ms: 60 * MINUTE_MS }],
    ["/kick @Ada", { kind: "kick", person: ada }],
    ["/kick @Ada Lovelace", { kind: "kick", person: lovelace }],
    ["/mute @Ada Lovelace 30s", { kind: "mute", person: lovelace, ms: 30_000 }],
    ["/ban @Ben", { kind: "ban", person: ben, ms: undefined, reason: "" }],
    ["/ban @Ben 7d too loud", { kind: "ban", person: ben, ms: 7 * 24 * 60 * MINUTE_MS, reason: "too loud" }],
    ["/ban @Ben too loud", { kind: "ban", person: ben, ms: undefined, reason: "too loud" }],
    ["/unban @Gone", { kind: "unban", name: "Gone" }],
    ["//slash", { kind: "text", text: "/slash" }],
    ["///", { kind: "text", text: "//" }],
  ])("%j is understood", (typed, command) => {
    expect(read(typed)).toEqual(command);
  });

  test.each([
    ["/", ["unknown_command", "/"]],
    ["/usr/bin/env is a path", ["unknown_command", "/usr/bin/env"]],
    ["/kick", ["command_person", "/kick"]],
    ["/unban", ["command_person", "/unban"]],
    ["/kick @Benjamin", ["command_nobody", "Benjamin"]],
    ["/mute @Ben soon", ["command_time", "soon"]],
    ["/mute @Ben 0m", ["command_time", "0m"]],
    ["/slow 3601", ["command_seconds", "3601"]],
    ["/slow down", ["command_seconds", "down"]],
    ["/slow", ["command_seconds", ""]],
    ["/name ", ["command_name", ""]],
  ])("%j is no command, and it is said why", (typed, fault) => {
    expect(read(typed)).toEqual(fault);
  });

  test("about a name that several people have is refused: nobody is muted in another's place", () => {
    expect(read("/kick @Ben", [ben, { uid: "4", username: "ben" }])).toEqual(["command_several", "Ben"]);
  });
});

describe("what was done", () => {
  const entry = { entry: 1, at: 0, by: "1", username: "Olga" };
  test.each([
    ["mute", { username: "Ben", for: 600_000 }, "Olga muted Ben for 10 minutes"],
    ["mute", { username: "Ben", for: 0 }, "Olga unmuted Ben"],
    ["ban", { username: "Ben", for: 86_400_000 }, "Olga banned Ben for 1 day"],
    ["ban", { username: "Ben" }, "Olga banned Ben"],
    ["role", { username: "Ben", role: "moderator" }, "Olga changed Ben’s role to moderator"],
    ["pin", { target: 1, on: false }, "Olga unpinned a message"],
    ["of a later version", {}, "Olga: of a later version"],
  ])("%s %j is said in a sentence", (action, details, sentence) => {
    expect(auditText(ENGLISH, { ...entry, action, details })).toBe(sentence);
  });

  test("P9.3 what was done over HTTP was done by the operator", () => {
    expect(auditText(ENGLISH, { ...entry, by: "", username: "", action: "settings", details: {} })).toBe(
      "Operator changed room settings",
    );
  });
});
