import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../", import.meta.url);
const lockFile = new URL("package-lock.json", folder);
/** The lockfile of what stands in `node_modules`. */
const stampFile = new URL("node_modules/.installed", folder);

/**
 * Installs the peers, unless the lockfile's stand there already. Their install scripts are not run: the one that there is
 * only links Bun's binary, which is found without it.
 *
 * @throws Error where npm fails; it has said why
 */
export function installPeers(): void {
  const lock = readFileSync(lockFile, "utf8");
  if (isInstalled(lock)) return;
  process.stderr.write("Installing the peers …\n");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const { status } = spawnSync("npm", args, {
    cwd: fileURLToPath(folder),
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("`npm ci` failed in bench/");
  writeFileSync(stampFile, lock);
}

function isInstalled(lock: string): boolean {
  try {
    return readFileSync(stampFile, "utf8") === lock;
  } catch {
    return false;
  }
}
