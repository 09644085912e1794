import { expect, test } from "vitest";
import { isIrc, readIrc } from "../import/irc.ts";

const at = (text: string) => Date.parse(text);

test("a log of irssi has its days in lines of their own", () => {
  const log = `--- Log opened Fri Nov 27 10:00:00 2026
10:00 -!- ada [~ada@host.example] has joined #garden
10:01 <@ada> hello
10:01 < ben> hi, ada
10:02  * ben waves
--- Day changed Sat Nov 28 2026
00:03:04 <ada> up late
--- Log closed Sat Nov 28 01:00:00 2026
`;
  const { messages, skipped } = readIrc(log, "garden.log");
  expect(messages).toEqual([
    {
      id: `${at("2026-11-27T10:01:00Z")}-0`,
      person: "ada",
      username: "ada",
      at: at("2026-11-27T10:01:00Z"),
      message: "hello",
    },
    {
      id: `${at("2026-11-27T10:01:00Z")}-1`,
      person: "ben",
      username: "ben",
      at: at("2026-11-27T10:01:00Z"),
      message: "hi, ada",
    },
    expect.objectContaining({ username: "ben", message: "*waves*" }),
    expect.objectContaining({ username: "ada", at: at("2026-11-28T00:03:04Z"), message: "up late" }),
  ]);
  expect([...skipped.values()]).toEqual([1]);
});

test("a log of weechat has tabs between time, nick and text", () => {
  const log = [
    "2026-11-27 10:00:00\t-->\tada (~ada@host.example) has joined #garden",
    "2026-11-27 10:01:02\t@ada\thello\tthere",
    "2026-11-27 10:01:03\t *\tada waves at ben",
    "2026-11-27 10:01:04\t--\tMode #garden [+o ada]",
  ].join("\n");
  expect(readIrc(log, "irc.libera.#garden.weechatlog").messages).toMatchObject([
    { username: "ada", at: at("2026-11-27T10:01:02Z"), message: "hello\tthere" },
    { username: "ada", message: "*waves at ben*" },
  ]);
});

test("a log of ZNC has its day in the name of its file", () => {
  const log = "[10:01:02] <ada> hello\n[10:01:03] * ada waves\n[10:01:04] *** Joins: ben (~ben@host.example)\n";
  for (const name of ["2026-11-27.log", "#garden_20261127.log"]) {
    expect(readIrc(log, name).messages).toMatchObject([
      { username: "ada", at: at("2026-11-27T10:01:02Z"), message: "hello" },
      { message: "*waves*" },
    ]);
  }
  expect(() => readIrc(log, "garden.log")).toThrow("doesn't say on which day");
});

test("colors are left out, and times are moved by the offset", () => {
  const [message] = readIrc(
    "[10:00:00] <ada> \u000304,12red\u0003 and \u0002bold\u0002",
    "2026-11-27.log",
    2 * 60 * 60_000,
  ).messages;
  expect(message).toMatchObject({ at: at("2026-11-27T08:00:00Z"), message: "red and bold" });
});

test("other texts are no logs", () => {
  expect(isIrc("Dear diary,\n\ntoday <nothing> happened.\n")).toBe(false);
  expect(isIrc("--- Log opened Fri Nov 27 10:00:00 2026\n")).toBe(true);
});
