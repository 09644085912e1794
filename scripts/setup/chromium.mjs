// Finds the Chromium that the browser tests and the screenshots run in. The one place that knows where browsers live.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./setup-error.mjs";

/**
 * @typedef {object} Chromium
 * @property {string} path the program
 * @property {Record<string, string>} env what its environment needs besides our own
 * @property {boolean} sandbox whether its sandbox can start: not for root, and not for a program that was unpacked by hand
 */

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the browser inside `@sparticuz/chromium` is unpacked to: not a shared temporary folder, where anyone could have put it. */
const unpacked = join(root, "node_modules", ".cache", "chromium");

/** On the path. `chromium-browser` is left out: on Ubuntu it is a script that only recommends another package. */
const PROGRAMS = ["chromium", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable"];

/** The machine's own fonts and those that lie beside this file; the packed file names folders of another machine. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const USUAL_PLACES = {
  linux: ["/snap/bin/chromium", "/opt/google/chrome/chrome", "/usr/lib64/chromium-browser/chromium-browser"],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, "Google", "Chrome", "Application", "chrome.exe"),
      join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]),
};

/**
 * Looks for a Chromium, and starts and fetches nothing.
 *
 * @returns {Chromium | undefined}
 * @throws {SetupError} when CHROMIUM_PATH names no program.
 */
export function findChromium() {
  return findChosen() ?? findInstalled() ?? findUnpacked();
}

/**
 * Makes sure that {@link findChromium} finds one, and does whatever that takes on this machine.
 *
 * @throws {SetupError} when nothing helped.
 */
export function provideChromium() {
  if (findChromium() === undefined && !unpackChromium() && !installWithApt()) {
    throw new SetupError(
      "The browser tests need a Chromium, and none was found.\n" +
        "Install Chromium, Google Chrome or Microsoft Edge, or set CHROMIUM_PATH to the program of one; then run the command again.",
    );
  }
}

/** @returns {Chromium | undefined} */
function findChosen() {
  const path = process.env.CHROMIUM_PATH;
  if (path === undefined || path === "") {
    return undefined;
  }
  if (!isProgram(path)) {
    throw new SetupError(`CHROMIUM_PATH is "${path}", and no program is there. Set it to a Chromium, or unset it.`);
  }
  return { path, env: {}, sandbox: !isRoot() };
}

/** @returns {Chromium | undefined} */
function findInstalled() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program)));
  const path = [...onPath, ...(USUAL_PLACES[process.platform] ?? [])].find(isProgram);
  return path === undefined ? undefined : { path, env: {}, sandbox: !isRoot() };
}

/** @returns {Chromium | undefined} */
function findUnpacked() {
  const path = join(unpacked, "chromium");
  return isProgram(path) ? { path, env: unpackedEnv(unpacked), sandbox: false } : undefined;
}

/**
 * What the unpacked browser starts with: the system libraries and the fonts that were packed with it, for a machine that
 * has none.
 *
 * @param {string} folder
 */
function unpackedEnv(folder) {
  return { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") };
}

/**
 * Unpacks the browser inside `@sparticuz/chromium`, which is built for Linux on x64 only.
 *
 * @returns {boolean} whether it stands there and starts
 */
function unpackChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return false;
  }
  console.log("Unpacking a Chromium for the browser tests …");
  mkdirSync(dirname(unpacked), { recursive: true });
  const folder = mkdtempSync(`${unpacked}-`);
  // The toolchain's Node, since ours may be too old for the package. It unpacks to TMPDIR, and its system libraries
  // only where it takes the machine for Amazon's.
  spawnSync(
    join(root, "node_modules", ".bin", "node"),
    ["--eval", 'import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())'],
    { cwd: root, stdio: "inherit", env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" } },
  );
  const trial = spawnSync(join(folder, "chromium"), ["--version"], { env: { ...process.env, ...unpackedEnv(folder) } });
  if (trial.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(folder, "fonts", "fonts.conf"), FONTS_CONF);
  // The last step, so that what stands under the final name is whole and has started once.
  rmSync(unpacked, { recursive: true, force: true });
  renameSync(folder, unpacked);
  return true;
}

/**
 * Debian's package, where we may install one: as root, on a build machine or in a container.
 *
 * @returns {boolean} whether a browser is there now
 */
function installWithApt() {
  if (process.platform !== "linux" || !isRoot() || !existsSync("/usr/bin/apt-get")) {
    return false;
  }
  console.log("Installing Debian's chromium for the browser tests …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
    spawnSync("apt-get", ["--quiet=2", ...args], { stdio: ["ignore", "ignore", "inherit"], env });
  }
  return findInstalled() !== undefined;
}

/** Chromium's sandbox refuses to start for root. */
function isRoot() {
  return process.getuid?.() === 0;
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
