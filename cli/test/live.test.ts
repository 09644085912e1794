import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OWNER_TOKEN } from "../../test/support/owner-token.ts";
import { type Program, startProgram } from "./program.ts";

let program: Program;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program?.stop());

/** Nobody's. */
const guest = { token: "" };

interface Tail {
  readonly lines: readonly string[];
  readonly stop: () => Promise<void>;
}

function follow(child: ChildProcessWithoutNullStreams): Tail {
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return {
    lines,
    stop: async () => {
      child.kill("SIGINT");
      if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    },
  };
}

test("post without a token joins as a guest with a name, who is the same the next time", async () => {
  const room = program.freshRoom();
  const first = await program.run(["post", room, "--name", "CI"], { ...guest, stdin: "one\ntwo\n" });
  expect(first).toMatchObject({ code: 0, out: "1\n", errors: "" });
  expect(await program.run(["post", room, "--name", "CI", "again"], guest)).toMatchObject({ code: 0, out: "2\n" });
  const lines = await program.run(["post", room, "--name", "Log", "--lines"], { ...guest, stdin: "three\n\nfour" });
  expect(lines.out.trim().split("\n")).toHaveLength(2);
  const { out } = await program.run(["export", room]);
  const posted = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(posted).toMatchObject([
    { username: "CI", message: "one\ntwo" },
    { username: "CI", message: "again", uid: posted[0].uid },
    { username: "Log", message: "three" },
    { username: "Log", message: "four" },
  ]);
});

test("one name is one guest, in a chat and in a post at the same time", async () => {
  const room = program.freshRoom();
  const chat = program.start(["chat", room, "--name", "Ada"], guest);
  const lines: string[] = [];
  createInterface({ input: chat.stdout }).on("line", (line) => lines.push(line));
  const posted = Promise.all(
    ["one", "two", "three"].map((text) => program.run(["post", room, "--name", "Ada", text], guest)),
  );
  chat.stdin.write("from the chat\n");
  expect((await posted).map(({ code }) => code)).toEqual([0, 0, 0]);
  await expect.poll(() => lines.filter((line) => line.includes("Ada: "))).toHaveLength(4);
  chat.stdin.write("/name Adele\n");
  await expect.poll(() => lines.join("\n")).toContain("Adele");
  chat.stdin.end();
  await once(chat, "close");
  await program.run(["post", room, "--name", "Adele", "renamed"], guest);
  await program.run(["post", room, "--name", "Ada", "another"], guest);
  // Without a name, a chat is that of the last guest who chatted, and a post that of one whom the room names.
  await program.run(["chat", room], { ...guest, stdin: "back\n" });
  await program.run(["post", room, "nameless"], guest);
  const uids = new Map<string, string>();
  for (const line of (await program.run(["export", room])).out.trim().split("\n")) {
    const { message, uid } = JSON.parse(line);
    uids.set(message, uid);
  }
  const ada = uids.get("from the chat");
  for (const text of ["one", "two", "three", "renamed", "back"]) expect([text, uids.get(text)]).toEqual([text, ada]);
  expect(new Set([ada, uids.get("another"), uids.get("nameless")]).size).toBe(3);
});

test("post as a guest says why it failed, with an exit code, and leaves nothing to the next run", async () => {
  const room = program.freshRoom();
  expect(await program.run(["post", room], { ...guest, stdin: " \n" })).toMatchObject({
    code: 1,
    errors: expect.stringContaining("[bad_message]"),
  });
  const gone = ["post", "http://127.0.0.1:9/r/ops", "--timeout", "20"];
  expect(await program.run([...gone, "lost"], guest)).toMatchObject({
    code: 3,
    errors: expect.stringContaining("could not be reached"),
  });
  expect(await program.run(["post", room, "--name", "Ada", "hi"], { token: OWNER_TOKEN })).toMatchObject({ code: 2 });
  expect(await program.run(["post", room, "--lines", "hi"], guest)).toMatchObject({ code: 2 });
});

test("tail prints what was there and what happens, as text and as JSON, and nobody sees it", async () => {
  const room = program.freshRoom();
  await program.run(["post", room, "--name", "Ada", "before"], guest);
  const text = follow(program.start(["tail", room], guest));
  const json = follow(program.start(["tail", room, "--json", "-c", "0"], guest));
  await expect.poll(() => text.lines).toHaveLength(1);
  expect(text.lines[0]).toMatch(/^\d\d:\d\d Ada: before {2}#1$/);
  // It has printed its first line, so the other one may still be on its way in.
  await expect
    .poll(async () => {
      await program.run(["post", room, "--name", "Ben", "after\u2028\nall"], guest);
      return json.lines.length > 0;
    })
    .toBe(true);
  expect(JSON.parse(json.lines[0] ?? "")).toMatchObject({ type: "message", username: "Ben" });
  await expect.poll(() => text.lines.join("\n")).toMatch(/Ben: after {2}#\d\n {2}\n {2}all/);
  await Promise.all([text.stop(), json.stop()]);
  const refused = await program.run(["tail", "http://127.0.0.1:9/r/ops"], guest);
  expect(refused).toMatchObject({ code: 3, errors: expect.stringContaining("PARLEY_URL") });
});

test("tail goes on where it was after the server was away", async () => {
  const room = program.freshRoom();
  await program.run(["post", room, "--name", "Ada", "one"], guest);
  const tail = follow(program.start(["tail", room], guest));
  await expect.poll(() => tail.lines.length).toBe(1);
  await program.server.kill();
  await program.server.restart();
  await program.run(["post", room, "--name", "Ada", "two"], guest);
  await program.run(["post", room, "--name", "Ada", "three"], guest);
  await expect
    .poll(() => tail.lines.map((line) => line.slice(6)))
    .toEqual(["Ada: one  #1", "Ada: two  #2", "Ada: three  #3"]);
  await tail.stop();
});
