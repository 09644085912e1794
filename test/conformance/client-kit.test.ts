// The kit's cases for clients, against the clients of docs/your-own-client.md and the client library.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../unit/protocol/read-page.ts";
import { playClient, readClientCases } from "./play-client.ts";
import { hasPython, programIn } from "./reference.ts";

const WITHIN_MS = 20_000;

const JS = `import { join } from "./client.mjs";
join(process.argv[2], "Ada").send({ type: "message", message: "hello" });`;

const PYTHON = `import sys
from client import Room
room = Room(sys.argv[1], "Ada")
room.send(type="message", message="hello")
while True:
    room.follow(1)`;

const LIBRARY = `import { connect } from "${join(root, "src/client/index.ts")}";
void connect(process.argv[2], { username: "Ada" }).send("hello");`;

describe("the conformance kit, as a room", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "parley-kit-"));
    await writeFile(join(folder, "client.mjs"), await programIn("js"));
    await writeFile(join(folder, "client.py"), await programIn("python"));
    await writeFile(join(folder, "js.mjs"), JS);
    await writeFile(join(folder, "python.py"), PYTHON);
    await writeFile(join(folder, "library.mjs"), LIBRARY);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const clients = [
    ["JavaScript", process.execPath, "js.mjs"],
    ...(hasPython ? [["Python", "python3", "python.py"] as const] : []),
    ["the library", process.execPath, "library.mjs"],
  ] as const;
  const all = readClientCases().flatMap((one) => {
    return clients.map(([name, ...command]) => [`${one.rules.join(" ")} ${one.title}: ${name}`, one, command] as const);
  });

  test.each(all)("%s", async (_title, one, [program, file]) => {
    const outcome = await playClient(one, [program, join(folder, file)], WITHIN_MS);
    expect(outcome).toEqual({ rules: one.rules, title: one.title });
  });

  test("says what a client does otherwise", async () => {
    await writeFile(join(folder, "mute.mjs"), "setInterval(() => {}, 1_000);");
    const [first] = readClientCases();
    if (first === undefined) throw new Error("no cases");
    const outcome = await playClient(first, [process.execPath, join(folder, "mute.mjs")], 500);
    expect(outcome.failure).toMatch(/^step 1, .*: no hello within 500 ms$/);
  });
});
