import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Installs a folder's locked dependencies unless they are already there. Install scripts do not run: this project needs
 * none.
 *
 * @param folder with a package.json and a lockfile of its own
 * @param what its description, in words
 * @throws Error if npm fails, after npm has printed the reason
 */
export function installIn(folder: URL, what: string): void {
  const lock = readFileSync(new URL("package-lock.json", folder), "utf8");
  /** The lockfile of the installed `node_modules`. */
  const stampFile = new URL("node_modules/.installed", folder);
  if (readIfThere(stampFile) === lock) return;
  process.stderr.write(`Installing ${what} …\n`);
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const { status } = spawnSync("npm", args, {
    cwd: fileURLToPath(folder),
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`\`npm ci\` failed in ${fileURLToPath(folder)}`);
  writeFileSync(stampFile, lock);
}

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
