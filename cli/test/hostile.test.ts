import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
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
