// `npm run test:terminal`: `parley` in a real terminal, driven by tmux (Debian's package), against a real room.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect, type RoomClient } from "../../../src/client/index.ts";
import { OWNER_TOKEN } from "../../../test/support/owner-token.ts";
import { startWorkerd } from "../../../test/support/workerd.ts";
import { requireTmux, Terminal, type TerminalOptions } from "./tmux.ts";

const START = fileURLToPath(new URL("../../start.ts", import.meta.url));
const SMALL = { columns: 80, rows: 24 };
const LARGE = { columns: 120, rows: 40 };

/** Part of the titles to run; all by default. */
const only = process.argv[2] ?? "";

requireTmux();
const scratch = mkdtempSync(join(tmpdir(), "parley-terminal-"));
const server = await startWorkerd({ vars: { OWNER_TOKEN } });
const open = new Set<{ close(): void }>();
let rooms = 0;
let passed = 0;
let failed = 0;

interface StartOptions extends Partial<TerminalOptions> {
  /** Whether a shell stays after it. */
  readonly isInShell?: boolean;
}

/** A terminal with the program in it. */
function start(args: readonly string[], options: StartOptions = {}): Terminal {
  const env: Record<string, string> = {
    PARLEY_URL: server.origin,
    PARLEY_STATE: join(scratch, `state-${rooms}`),
    PARLEY_TOKEN: "",
    NODE_NO_WARNINGS: "1",
    NO_COLOR: "",
    TZ: "UTC",
    ...options.env,
  };
  // tmux sets a TERM of its own.
  const term = env.TERM === undefined ? [] : ["env", `TERM=${env.TERM}`];
  const shell = options.isInShell ? ["bash", "-c", '"$@"; echo "left with $?"; read -r line', "bash"] : [];
  const command = [...shell, ...term, process.execPath, START, ...args];
  const terminal = new Terminal(command, { ...SMALL, ...options, env });
  open.add(terminal);
  return terminal;
}

/** Another person of a room. */
async function enter(room: string, username: string): Promise<RoomClient> {
  const client = connect(`${server.origin}/ws/${room}`, { username });
  open.add(client);
  await client.whenOnline();
  return client;
}

async function check(title: string, run: (room: string) => Promise<void>): Promise<void> {
  if (!title.includes(only)) return;
  rooms += 1;
  try {
    await run(`room-${rooms}`);
    passed += 1;
    say(`✓ ${title}`);
  } catch (error) {
    failed += 1;
    say(`✗ ${title}\n${error instanceof Error ? error.stack : error}`);
  } finally {
    for (const one of open) one.close();
    open.clear();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A turn of the mouse wheel, or a click, as a terminal reports it. */
const mouse = (button: number, x: number, y: number) => `\u001b[<${button};${x};${y}M`;

await check("80 × 24: what others write, who is here, who types, and what one writes", async (room) => {
  const ben = await enter(room, "Ben");
  await ben.send("Hello there");
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/^\d\d:\d\d Ben {10}Hello there$/m);
  assert.match(terminal.screen()[0] ?? "", /^ room-\d+ · 2 here: Ada \(you\), Ben +● online$/);
  // Nobody promises that each of these arrives.
  await terminal.until("Ben to type", () => {
    ben.typing();
    return terminal.screen().join("\n").includes("Ben is typing …");
  });
  terminal.type("Hi 你好 👍");
  await terminal.shows(/^> Hi 你好 👍$/m);
  assert.equal(terminal.value("cursor_x"), String(2 + 3 + 4 + 1 + 2));
  assert.equal(terminal.value("cursor_y"), "23");
  terminal.press("Enter");
  await terminal.shows(/^\d\d:\d\d Ada {10}Hi 你好 👍$/m);
  assert.equal(ben.state.messages.at(-1)?.message, "Hi 你好 👍");
  ben.close();
  await terminal.shows(/1 here/);
  await terminal.shows(/Ben left/);
});

await check("reply, react, edit and delete with keys", async (room) => {
  const ben = await enter(room, "Ben");
  await ben.send("first");
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/first/);
  terminal.press("Up");
  await terminal.shows(/r reply/);
  terminal.type("r");
  await terminal.shows(/Replying to Ben: first/);
  terminal.type("an answer\r");
  await terminal.shows(/┌ Ben: first\n.*an answer/);
  assert.equal(ben.state.messages.at(-1)?.replyTo, ben.state.messages[0]?.seq);
  terminal.press("Up", "Up");
  terminal.type("+1");
  await terminal.shows(/\[👍 1\]/);
  terminal.press("Up");
  terminal.type("e");
  await terminal.shows(/^> an answer$/m);
  terminal.type(", changed\r");
  await terminal.shows(/an answer, changed \(edited\)/);
  terminal.press("Up");
  terminal.type("d");
  await terminal.shows(/y or n/);
  terminal.type("y");
  await terminal.shows(/Message deleted/);
});

await check("commands, and a list that covers the log", async (room) => {
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/● online/);
  terminal.type("/help\r");
  await terminal.shows(/^\/search <words>/m);
  terminal.press("NPage");
  await terminal.shows(/^\/ban <name>/m);
  terminal.press("Escape");
  await terminal.shows(/\/help$/m);
  terminal.type("/name Adele\r");
  await terminal.shows(/Adele \(you\)/);
  terminal.type("/kick Nobody\r");
  await terminal.shows(/Nobody here is called Nobody\./);
  terminal.type("/quit\r");
  assert.equal(await terminal.ended(), 0);
});

await check("history is loaded by keys and by the wheel, and new messages don't move it", async (room) => {
  const ben = await enter(room, "Ben");
  for (let line = 1; line <= 230; line += 1) await ben.send(`line ${line}`);
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/line 230$/m);
  for (let turn = 0; turn < 4; turn += 1) terminal.type(mouse(64, 10, 10));
  await terminal.shows(/line 218\nEnd goes to the newest/);
  const before = terminal.screen()[5];
  await ben.send("line 231");
  await terminal.shows(/End goes to the newest/);
  assert.equal(terminal.screen()[5], before);
  await terminal.until("the first message", () => {
    terminal.press("PPage");
    return /line 1$/m.test(terminal.screen().join("\n"));
  });
  terminal.press("C-End");
  await terminal.shows(/line 231$/m);
  terminal.type(mouse(0, 30, 22));
  await terminal.shows(/r reply/);
});

await check("a paste of several lines is one draft, and Ctrl+J a new line", async (room) => {
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/● online/);
  terminal.paste("one\ntwo\u001b[31m\nthree");
  await terminal.shows(/^> one\n {2}two\n {2}three$/m);
  terminal.press("C-j");
  terminal.type("four\r");
  await terminal.shows(/Ada {10}one\n +two\n +three\n +four/);
});

await check("resize, and 120 × 40 with a list of the people", async (room) => {
  const ben = await enter(room, "Ben");
  await ben.send("a message that is long enough to be broken into two lines when there are eighty columns");
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/broken into two.*\n +.*eighty columns$/m);
  terminal.resize(LARGE.columns, LARGE.rows);
  await terminal.shows(/^Here · 2 +│/m);
  await terminal.shows(/eighty columns$/m);
  assert.equal(terminal.screen().length, LARGE.rows);
  assert.match(terminal.screen().at(-1) ?? "", /^>/);
  terminal.resize(40, 12);
  await terminal.until("the small screen", () => {
    const lines = terminal.screen();
    return (
      lines.length === 12 &&
      /^>/.test(lines[11] ?? "") &&
      /^ room/.test(lines[0] ?? "") &&
      !lines.join("").includes("│")
    );
  });
});

await check("Chinese, emoji, flags and Arabic end where they should", async (room) => {
  const ben = await enter(room, "Ben");
  await ben.send("你好世界".repeat(16));
  await ben.send("flags 🇩🇪🇯🇵 heart ❤️ end");
  await ben.send("مرحبا بالجميع");
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/مرحبا بالجميع$/m);
  const lines = terminal.screen().filter((line) => /[你世]/.test(line));
  assert.deepEqual(
    lines.map((line) => line.slice(-4)),
    ["世界你好", "你好世界", "你好世界"],
  );
  assert.match(terminal.screen().join("\n"), /flags 🇩🇪🇯🇵 heart ❤️ end/);
});

await check("a lost server: what was written goes out, and what others wrote comes in", async (room) => {
  const ben = await enter(room, "Ben");
  await ben.send("before");
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/before/);
  await server.kill();
  await terminal.shows(/○ reconnecting/);
  terminal.type("while away\r");
  await terminal.shows(/while away\n +Sending …/);
  await server.restart();
  await terminal.shows(/● online/);
  await terminal.until("the message to be sent", () => !terminal.screen().join("\n").includes("Sending"));
  await ben.send("after");
  await terminal.shows(/while away\n[\s\S]*after/);
  const texts = ben.state.messages.map(({ message }) => message);
  assert.deepEqual(texts, ["before", "while away", "after"]);
});

await check("what came between two visits is new", async (room) => {
  const ben = await enter(room, "Ben");
  await ben.send("seen");
  const first = start(["chat", room, "--name", "Ada"]);
  await first.shows(/seen/);
  first.press("C-c");
  assert.equal(await first.ended(), 0);
  await ben.send("unseen");
  const second = start(["chat", room]);
  await second.shows(/Ada \(you\)/);
  await second.shows(/seen\n─+ new ─+\n.*unseen/);
  second.press("Escape");
  await second.until("the mark to go", () => !second.screen().join("\n").includes(" new "));
});

await check("Ctrl+C leaves the terminal as it was", async (room) => {
  const terminal = start(["chat", room, "--name", "Ada"], { isInShell: true });
  await terminal.shows(/● online/);
  const modes = ["alternate_on", "mouse_any_flag", "wrap_flag"];
  assert.deepEqual(
    modes.map((name) => terminal.value(name)),
    ["1", "1", "0"],
  );
  terminal.press("C-c");
  await terminal.shows(/^left with 0$/m);
  assert.deepEqual(
    modes.map((name) => terminal.value(name)),
    ["0", "0", "1"],
  );
  assert.equal(terminal.value("cursor_flag"), "1");
  terminal.type("typed");
  await terminal.shows(/^typed$/m);
});

await check("NO_COLOR has no color, and --no-mouse leaves the mouse alone", async (room) => {
  const ben = await enter(room, "Ben");
  await ben.send("hello");
  const colored = start(["chat", room, "--name", "Ada"]);
  await colored.shows(/hello/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors are made of them
  const color = /\u001b\[[\d;]*3[1-7]m/;
  assert.match(colored.styled(), color);
  const plain = start(["chat", room, "--name", "Cem", "--no-mouse"], { env: { NO_COLOR: "1" } });
  await plain.shows(/hello/);
  assert.doesNotMatch(plain.styled(), color);
  assert.equal(plain.value("mouse_any_flag"), "0");
});

for (const [title, args, env] of [
  ["--plain", ["--plain"], {}],
  ["TERM=dumb", [], { TERM: "dumb" }],
] as const) {
  await check(`${title}: lines, and not one escape sequence`, async (room) => {
    const ben = await enter(room, "Ben");
    await ben.send("hello");
    const file = join(scratch, `${room}.txt`);
    const terminal = start(["chat", room, ...args], { env });
    terminal.record(file);
    await terminal.shows(/Your name/);
    terminal.press("Ada", "Enter");
    await terminal.shows(/You are Ada/);
    await terminal.shows(/Ben: hello {2}#1/);
    terminal.press("one line", "Enter");
    await terminal.shows(/Ada: one line {2}#2/);
    await ben.send("and another");
    await terminal.shows(/Ben: and another {2}#3/);
    terminal.press("/react 3 :tada:", "Enter");
    await terminal.shows(/Ada reacted 🎉 on Ben, “and another”/);
    terminal.press("C-d");
    assert.equal(await terminal.ended(), 0);
    assert.ok(!readFileSync(file, "utf8").includes("\u001b"));
  });
}

await check("--plain: what arrives while one types goes above the line that is typed", async (room) => {
  const ben = await enter(room, "Ben");
  const terminal = start(["chat", room, "--name", "Ada", "--plain"]);
  await terminal.shows(/You are Ada/);
  const long = "a line of more than eighty columns, so that the terminal breaks it into two while it is";
  terminal.type(long);
  await terminal.shows(/whil\ne it is$/m);
  await ben.send("Am I interrupting?");
  await terminal.shows(/^\d\d:\d\d Ben: Am I interrupting\? {2}#1$/m);
  terminal.press("BSpace", "BSpace");
  terminal.type("was typed");
  terminal.press("Enter");
  await terminal.shows(/Ada: a line of/);
  const lines = terminal.screen();
  const from = lines.findIndex((line) => line.includes("interrupting"));
  const sent = long.replace(/is$/, "was typed");
  await terminal.until("Ben to receive it", () => ben.state.messages.at(-1)?.message === sent);
  // Its two rows, once.
  const typed = lines.join("\n").match(/^a line of.*\n.*$/gm) ?? [];
  assert.deepEqual(
    typed.map((rows) => rows.replace("\n", "")),
    [sent],
  );
  assert.equal(lines.slice(0, from).filter((line) => line.includes("a line of")).length, 0);
  terminal.press("C-c");
  // tmux knows of the end before it knows of the signal.
  await terminal.until("the program to end by SIGINT", () => terminal.value("pane_dead_signal") === "2");
});

await check("a paste of two lines that the terminal doesn't mark is one draft", async (room) => {
  const terminal = start(["chat", room, "--name", "Ada"]);
  await terminal.shows(/● online/);
  terminal.type("one\rtwo");
  await terminal.shows(/^> one\n {2}two$/m);
  terminal.type(" and more\r");
  await terminal.shows(/Ada {10}one\n +two and more/);
});

await check("exit codes: a server that isn't there is 3", async () => {
  const terminal = start(["chat", "http://127.0.0.1:9/r/garden", "--name", "Ada"]);
  assert.equal(await terminal.ended(), 3);
  await terminal.shows(/could not be reached/);
});

for (const shell of ["bash", "zsh"]) {
  if (spawnSync(shell, ["--version"]).error !== undefined) {
    say(`- ${shell} is not installed, and its completion was not tried`);
    continue;
  }
  await check(`${shell} completes commands and options with Tab`, async () => {
    const script = join(scratch, `completion.${shell}`);
    const printed = spawnSync(process.execPath, [START, "completion", shell], { encoding: "utf8" });
    writeFileSync(
      script,
      shell === "zsh" ? `autoload -Uz compinit; compinit -u -D\n${printed.stdout}` : printed.stdout,
    );
    const env = { PS1: "> " };
    const args = shell === "zsh" ? ["zsh", "-f"] : ["bash", "--norc", "--noprofile"];
    const terminal = new Terminal(args, { ...LARGE, env });
    open.add(terminal);
    terminal.press(`source ${script}; echo rea''dy`, "Enter");
    await terminal.shows(/^ready$/m);
    terminal.press("parley exp", "Tab");
    await terminal.shows(/parley export/);
    terminal.press("--forma", "Tab");
    await terminal.shows(/--format/);
    terminal.press("ht", "Tab");
    await terminal.shows(/parley export --format html/);
  });
}

await server.stop();
rmSync(scratch, { recursive: true });
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
