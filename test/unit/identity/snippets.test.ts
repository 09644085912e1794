import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { Verifier } from "../../../src/worker/identity/verifier.ts";
import { SECRET } from "../../support/site.ts";

const run = promisify(execFile);
const root = new URL("../../../", import.meta.url);
const doc = await readFile(new URL("docs/signing-in.md", root), "utf8");

/** The sample program in the documentation for one language. */
function snippet(language: string): string {
  const blocks = [...doc.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === language);
  if (blocks.length !== 1) throw new Error(`docs/signing-in.md has ${blocks.length} programs in ${language}`);
  return blocks[0]?.[2] ?? "";
}

/** How to run a program of each language. A program is passed as text and can import this project's packages. */
const LANGUAGES = [
  { language: "php", command: "php", args: (code: string) => ["-r", code.replace(/^<\?php/, "")] },
  { language: "js", command: process.execPath, args: (code: string) => ["--input-type=module", "-e", code] },
  { language: "python", command: "python3", args: (code: string) => ["-c", code] },
];

async function isInstalled(command: string): Promise<boolean> {
  return run(command, ["--version"]).then(
    () => true,
    () => false,
  );
}

describe("docs/signing-in.md", () => {
  test.for(LANGUAGES)("P8.1 the $language sample makes a token that the room accepts", async (one, { skip }) => {
    const { args, command, language } = one;
    const code = snippet(language);
    if (!(await isInstalled(command))) skip(`there is no ${command} on this machine to run the program`);
    const { stdout } = await run(command, args(code), { cwd: root, env: { ...process.env, JWT_SECRET: SECRET } });
    const verifier = new Verifier(
      {
        issuer: "https://www.example.org",
        audience: "https://chat.example.org",
        key: { kind: "secret", secret: new TextEncoder().encode(SECRET) },
      },
      { fetch: () => Promise.reject(new Error()), now: () => Date.now(), cache: new Map(), log: () => {} },
    );
    const verdict = await verifier.verify(stdout.trim(), "garden");
    expect(verdict).toMatchObject({ ok: true, identity: { username: "Zoë", role: "moderator" } });
  });
});
