import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../../src/client/index.ts";
import { type Served, startServed } from "../../support/served.ts";
import { UNLIMITED } from "../../support/unlimited.ts";
import { until } from "../deadline.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const WITHIN_MS = 60_000;
/** So many that a restore of them can be killed. */
const ROOMS = 30;

const scratch = mkdtempSync(join(tmpdir(), "parley-streamed-"));
const archive = join(scratch, "rooms.tar.zst");
let server: Served;
/** What came of the backup. */
let streamed: Ran;

beforeAll(async () => {
  server = await startServed({ settings: UNLIMITED });
  for (let room = 0; room < ROOMS; room += 1) {
    const client = connect(`${server.origin}/ws/room-${room}`, { username: "Ada" });
    await client.send(`Message of ${room}`);
    client.close();
  }
  streamed = await run(["backup", "--data", server.data, "--to", "-"], "/dev/null", archive);
});
afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

interface Ran {
  readonly status: number | null;
  readonly errors: string;
}

/** Runs a command, with files as its standard input and output. */
async function run(args: readonly string[], from = "/dev/null", to = "/dev/null"): Promise<Ran> {
  const [input, output] = [openSync(from, "r"), openSync(to, "w")];
  const child = spawn(process.execPath, ["scripts/backup/main.ts", ...args], {
    cwd: root,
    stdio: [input, output, "pipe"],
  });
  closeSync(input);
  closeSync(output);
  const { stderr } = child;
  if (stderr === null) throw new Error("its errors are piped");
  const [errors, [status]] = await Promise.all([text(stderr), once(child, "close")]);
  return { status: typeof status === "number" ? status : null, errors };
}

test("a backup to the standard output has nothing else in it, and is verified and restored from the standard input", async () => {
  expect(streamed).toEqual({
    status: 0,
    errors: expect.stringMatching(new RegExp(`^The archive has ${ROOMS} rooms in .* unpacked\\.\n$`)),
  });
  expect(await run(["verify", "--from", "-"], archive)).toEqual({ status: 0, errors: "" });
  const data = join(scratch, "from-input");
  expect(await run(["restore", "--from", "-", "--data", data], archive)).toEqual({ status: 0, errors: "" });
  expect(await run(["verify", "--data", data])).toEqual({ status: 0, errors: "" });
});

test("an archive that the standard input or output cuts short is refused", async () => {
  const whole = readFileSync(archive);
  const child = spawn(process.execPath, ["scripts/backup/main.ts", "verify", "--from", "-"], { cwd: root });
  child.stdin.end(whole.subarray(0, whole.length - 20));
  const [errors, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
  expect({ status, errors }).toMatchObject({
    status: 1,
    errors: "The archive can't be verified: its end is missing.\n",
  });
  const full = await run(["backup", "--data", server.data, "--to", "-"], "/dev/null", "/dev/full");
  expect(full).toMatchObject({ status: 1, errors: expect.stringContaining("the disk is full") });
});

test("a restore into a folder that is there keeps the folder, and one that is killed is refused by every command", async () => {
  const data = join(scratch, "mounted");
  // An empty disk has it, too.
  mkdirSync(join(data, "lost+found"), { recursive: true });
  const { ino } = statSync(data);
  const child = spawn(process.execPath, ["scripts/backup/main.ts", "restore", "--from", archive, "--data", data], {
    cwd: root,
  });
  const gone = once(child, "exit");
  const unfinished = () => readdirSync(data).filter((name) => name.startsWith(".restore-"));
  await until("it unpacks", WITHIN_MS, () => unfinished().some((name) => readdirSync(join(data, name)).length > 0));
  child.kill("SIGKILL");
  await gone;
  expect(unfinished()).toHaveLength(1);
  const interrupted = expect.stringContaining("was interrupted");
  for (const args of [
    ["verify", "--data", data],
    ["restore", "--from", archive, "--data", data],
    ["backup", "--data", data, "--to", join(scratch, "half.tar.zst")],
  ]) {
    expect(await run(args)).toEqual({ status: 1, errors: interrupted });
  }
  const serve = spawn(process.execPath, ["scripts/serve/main.ts", "--port", "8799", "--data", data], { cwd: root });
  const [errors, [status]] = await Promise.all([text(serve.stderr), once(serve, "close")]);
  expect({ status, errors }).toEqual({ status: 1, errors: interrupted });

  for (const name of unfinished()) rmSync(join(data, name), { recursive: true });
  expect(await run(["restore", "--from", archive, "--data", data])).toEqual({ status: 0, errors: "" });
  expect(unfinished()).toEqual([]);
  expect(statSync(data).ino).toBe(ino);
  expect(await run(["verify", "--data", data])).toEqual({ status: 0, errors: "" });
});
