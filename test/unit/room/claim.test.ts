import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { RoomFixture } from "../../support/room-fixture.ts";

const SCRIPT = fileURLToPath(new URL("../../../cli/start.ts", import.meta.url));
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Runs `npm run claim` and returns its output. */
function claim(token: string, ...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [SCRIPT, "claim", ...args],
      { env: { ...process.env, OWNER_TOKEN: token } },
      (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, stdout, stderr });
      },
    );
  });
}

test("P9.2 npm run claim prints a link that makes one user the owner of its room, within a day", async () => {
  const { stdout } = await claim(OWNER_TOKEN, "--room", "Fixture", "--url", "https://chat.example.org/any/page");
  const link = new URL(stdout.trim());
  expect(link.origin + link.pathname).toBe("https://chat.example.org/r/fixture");
  const secret = link.hash.replace("#claim=", "");
  const expiry = Number(secret.split(".")[0]);
  const fixture = new RoomFixture();
  fixture.now = expiry - DAY_MS;
  const claimBy = (name: string) => {
    fixture.enter(name);
    return fixture.do(name, { type: "claim", id: "c", secret }).at(-1);
  };
  expect(claimBy("ada")).toEqual({ type: "done", id: "c" });
  expect(claimBy("ben")).toMatchObject({ code: "bad_claim" });
  const { stdout: next } = await claim(OWNER_TOKEN);
  expect(next).toMatch(/^http:\/\/localhost:8787\/r\/lobby#claim=/);
  expect(next).not.toContain(secret);
});

test.each([
  ["a token that is too short", "short", [], /OWNER_TOKEN/],
  ["an invalid room name", OWNER_TOKEN, ["--room", "no room"], /no room/],
  ["an invalid URL", OWNER_TOKEN, ["--url", "chat"], /address/],
])("P9.2 npm run claim prints no link for %s, and says why", async (_, token, args, reason) => {
  const { code, stderr, stdout } = await claim(token, ...args);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(reason);
  expect(stderr).not.toContain(token === "short" ? '"short"' : token);
});
