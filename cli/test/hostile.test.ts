import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { OWNER_TOKEN } from "../../test/support/owner-token.ts";
import { type Program, START, startProgram } from "./program.ts";

let program: Program;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program?.stop());

/** Anything that a terminal obeys, line feeds aside. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the point
const DANGEROUS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u206f]/u;

const HOSTILE = "\u001b]0;owned\u0007\u001b[2J\u009b1A\u202eposted\nas 12";

test("no error of a server reaches the terminal as it is", async () => {
  const body = JSON.stringify({ error: { code: HOSTILE, message: HOSTILE, field: HOSTILE } });
  const server = createServer((_, response) => response.writeHead(400).end(body)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const room = `http://127.0.0.1:${(server.address() as AddressInfo).port}/r/garden`;
  const lists = [
    ["bot", room, "--list"],
    ["claim", room, "--list"],
  ];
  for (const args of [["post", room, "hi"], ["export", room], ...lists]) {
    const ran = await program.run(args, { env: { OWNER_TOKEN: "o".repeat(40) } });
    expect(ran).toMatchObject({ code: 1, errors: expect.stringContaining("owned") });
    expect(ran.out + ran.errors).not.toMatch(DANGEROUS);
    expect(ran.errors.trimEnd().split("\n")).toHaveLength(1);
  }
});

test("a server that answers, but opens no socket, is not called unreachable", async () => {
  const server = createServer((_, response) => response.writeHead(502).end("<h1>Bad Gateway</h1>")).listen(
    0,
    "127.0.0.1",
  );
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { origin } = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const ran = await program.run(["tail", `${origin}/r/garden`]);
  expect(ran).toMatchObject({ code: 1, errors: expect.stringContaining(`${origin} answered with status 502.`) });
});

test("a number that can't be written is no doubt about the message", async () => {
  const room = program.freshRoom();
  const env = { ...process.env, PARLEY_URL: program.server.origin, PARLEY_STATE: `${program.folder}/full` };
  const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"] as const;
  const child = spawn(process.execPath, [START, "post", room, "hello"], { env, stdio: [...stdio] });
  const [errors, [code]] = await Promise.all([text(child.stderr ?? expect.fail()), once(child, "close")]);
  expect(code).toBe(1);
  expect(errors).toContain("The message is posted as number 1, but stdout can't be written to (ENOSPC).");
  expect(errors).not.toContain("    at ");
});

test("a piped chat whose line was refused ends with 1, and a room without messages says so", async () => {
  const room = program.freshRoom();
  const chat = (stdin: string) => program.run(["chat", room, "--name", "Ada"], { token: "", stdin });
  expect(await chat("hello\n")).toMatchObject({
    code: 0,
    errors: expect.stringContaining(`Nobody has written in ${room} yet.`),
  });
  expect(await chat("/edit 99999 x\n")).toMatchObject({
    code: 1,
    errors: expect.stringContaining("Refused lines: 1."),
  });
  expect(await chat("/serach x\n")).toMatchObject({ code: 1, out: expect.stringContaining("Did you mean /search?") });
  expect(await chat(`${"a".repeat(4_001)}\n`)).toMatchObject({
    code: 1,
    out: expect.stringContaining("4,001 of 4,000 characters"),
  });
});

test("--version, a name with # and a token from stdin", async () => {
  expect(await program.run(["--version"])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(await program.run(["post", "#garden", "hi"])).toMatchObject({
    code: 2,
    errors: expect.stringContaining("Did you mean garden?"),
  });
  const room = program.freshRoom();
  const { token } = await program.guest(room, "Ada");
  const ran = await program.run(["post", room, "--token", "-", "hi"], { token: "", stdin: `${token}\n` });
  expect(ran).toMatchObject({ code: 0, out: "1\n" });
});

test("bot names the scope that is wrong, and an id that no bot has", async () => {
  const room = program.freshRoom();
  const env = { OWNER_TOKEN };
  const made = await program.run(["bot", room, "--name", "Weather", "--scopes", "read,fly"], { env });
  expect(made).toMatchObject({
    code: 2,
    errors: expect.stringContaining('--scopes takes read, write, moderate, and not "fly".'),
  });
  const revoked = await program.run(["bot", room, "--revoke", "nope"], { env });
  expect(revoked).toMatchObject({ code: 1, errors: expect.stringContaining("no bot of the id nope") });
});
