import type { Argument, Command, CommandGroup, Options } from "./command.ts";
import { EXIT } from "./exit-codes.ts";

/** Columns of the names, with two spaces before and after them. */
const NAMES_WIDTH = 22;

/** Columns of a help: of a terminal that nobody has made larger. */
const WIDTH = 80;

/** The help of one command. */
export function helpOf(name: string, { about, args = [], examples = [], options }: Command): string {
  const usage = ["parley", name, ...args.map(placeholder), "[options]"].join(" ");
  const named = args.map((arg) => row(placeholder(arg), arg.help));
  const parts = [
    `Usage: ${usage}`,
    flow(about, WIDTH).join("\n"),
    ...(named.length === 0 ? [] : [named.join("\n")]),
    ["Options:", ...optionRows(options), row("-h, --help", "Shows this.")].join("\n"),
    ...(examples.length === 0 ? [] : [["Examples:", ...examples.map((line) => `  ${line}`)].join("\n")]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The help of several commands under one name. */
export function groupHelp(name: string, { about, commands }: CommandGroup): string {
  return overview(
    `Usage: parley ${name} <command> [options]\n\n${flow(about, WIDTH).join("\n")}`,
    `parley ${name}`,
    commands,
  );
}

/** The help of the program. */
export function programHelp(commands: Readonly<Record<string, Command | CommandGroup>>): string {
  const codes = `Exit codes: ${EXIT.done} done, ${EXIT.failed} refused or failed, ${EXIT.misused} wrong command line, ${EXIT.unreachable} server not reached, ${EXIT.interrupted} Ctrl+C.`;
  return `${overview("Usage: parley <command> [options]", "parley", commands)}${codes}\n`;
}

function overview(
  start: string,
  program: string,
  commands: Readonly<Record<string, Pick<Command, "summary">>>,
): string {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length)) + 2;
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}\n`);
  return `${start}\n\n${rows.join("")}\n\`${program} <command> --help\` lists the options of a command.\n`;
}

function placeholder({ isOptional, isRest, name }: Argument): string {
  const whole = `${isOptional ? name : `<${name}>`}${isRest ? " …" : ""}`;
  return isOptional ? `[${whole}]` : whole;
}

function optionRows(options: Options): string[] {
  return Object.entries(options).map(([name, { choices, help, short, value }]) => {
    const shown = `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
    return row(shown, choices === undefined ? help : `${help} One of ${choices.join(", ")}.`);
  });
}

function row(name: string, help: string): string {
  const indent = " ".repeat(NAMES_WIDTH);
  const lines = flow(help, WIDTH - NAMES_WIDTH).join(`\n${indent}`);
  const start = `  ${name}`;
  return start.length + 2 > NAMES_WIDTH ? `${start}\n${indent}${lines}` : `${start.padEnd(NAMES_WIDTH)}${lines}`;
}

/** Breaks a text into lines at its blanks. Paragraphs stay. */
function flow(text: string, width: number): string[] {
  return text.split("\n\n").flatMap((paragraph, index) => {
    const lines = [""];
    for (const word of paragraph.split(/\s+/)) {
      const line = `${lines.at(-1)} ${word}`.trimStart();
      if (line.length <= width) lines[lines.length - 1] = line;
      else lines.push(word);
    }
    return index === 0 ? lines : ["", ...lines];
  });
}
