// Runs the main paths of the page in the Firefox and the WebKitGTK of this machine: `npm run test:browsers`. Arguments go to
// the test runner. With `--if-installed`, a machine without either passes.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installIn } from "../../bench/install.ts";
import { installedBrowsers } from "./installed.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const IF_INSTALLED = "--if-installed";
const args = process.argv.slice(2);
const browsers = installedBrowsers();

for (const { kind, path } of browsers) console.error(`${kind}: ${path}`);
if (browsers.length === 0) {
  console.error("Found neither Firefox nor WebKitGTK. On Debian: apt-get install firefox-esr webkit2gtk-driver xvfb");
  process.exitCode = args.includes(IF_INSTALLED) ? 0 : 1;
} else {
  installIn(new URL(".", import.meta.url), "the browsers' drivers");
  process.exitCode =
    run("typescript/bin/tsc", ["-p", "test/browsers"]) ||
    run("vitest/vitest.mjs", [
      "run",
      "--config",
      "test/browsers/vitest.config.ts",
      ...args.filter((arg) => arg !== IF_INSTALLED),
    ]);
}

/** Runs a tool of the project, and returns its exit code. */
function run(tool: string, args: readonly string[]): number {
  const { status } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL(`node_modules/${tool}`, `file://${root}`)), ...args],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
  return status ?? 1;
}
