import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../unit/protocol/read-page.ts";

/** Whether this machine can run the client in Python. */
export const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** The client of docs/your-own-client.md in a language. */
export async function programIn(language: "js" | "python"): Promise<string> {
  const page = await readFile(join(root, "docs/your-own-client.md"), "utf8");
  const [, program] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(page) ?? [];
  if (program === undefined) throw new Error(`docs/your-own-client.md has no program in ${language}`);
  return program;
}
