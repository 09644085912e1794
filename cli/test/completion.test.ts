import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { CommandGroup } from "../command.ts";
import { POST } from "../commands/post.ts";
import { COMMANDS } from "../commands.ts";
import { bashCompletion } from "../completion/bash.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { groupHelp, helpOf } from "../help.ts";

const group: CommandGroup = { summary: "Two levels.", about: "Two levels.", commands: { say: POST } };
const commands = { ...COMMANDS, group };

/** What bash offers for these words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const line = ["parley", ...words].map((word) => `'${word}'`).join(" ");
  const script = `${bashCompletion(commands)}
compopt() { :; }
COMP_WORDS=(${line}) COMP_CWORD=${words.length}
_parley
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
}

test("bash completes commands, options and values, of groups as well", () => {
  expect(offered("")).toEqual(expect.arrayContaining([...Object.keys(COMMANDS), "group"]));
  expect(offered("ex")).toEqual(["export"]);
  expect(offered("export", "--f")).toEqual(["--format", "--from"]);
  expect(offered("export", "--format", "")).toEqual(["jsonl", "csv", "html", "md"]);
  expect(offered("export", "garden", "--format", "h")).toEqual(["html"]);
  expect(offered("export", "--out", "")).toEqual([]);
  expect(offered("completion", "")).toEqual(["bash", "zsh", "--help"]);
  expect(offered("group", "")).toEqual(["say", "--help"]);
  expect(offered("group", "say", "--li")).toEqual(["--lines"]);
});

test("zsh has every command and option", () => {
  const script = zshCompletion(commands);
  for (const [name, command] of Object.entries(COMMANDS)) {
    expect(script).toContain(`'${name}:`);
    if ("options" in command)
      for (const option of Object.keys(command.options)) expect(script).toContain(`--${option}[`);
  }
  expect(script).toContain("'group say')");
});

test("each command has a help of one style, in lines that fit a terminal", () => {
  const helps = Object.entries(COMMANDS).map(([name, command]) =>
    "commands" in command ? groupHelp(name, command) : helpOf(name, command),
  );
  for (const help of helps) {
    expect(help).toMatch(/^Usage: parley \w+ /);
    for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
  expect(groupHelp("group", group)).toMatch(/^Usage: parley group <command>.*^ {2}say {2}Post/ms);
});
