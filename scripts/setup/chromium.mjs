// Finds or installs the Chromium for browser tests and screenshots. Nothing else knows where browsers are.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./setup-error.mjs";

/**
 * @typedef {object} Chromium
 * @property {string} path of the executable
 * @property {Record<string, string>} env environment variables that it needs in addition to ours
 * @property {boolean} sandbox whether its sandbox works: not for root, and not for an unpacked browser
 */

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Target folder for `@sparticuz/chromium`. Not a shared temporary folder, where anyone could plant a program. */
const unpacked = join(root, "node_modules", ".cache", "chromium");

/** Names on the PATH. `chromium-browser` is missing because on Ubuntu it only recommends another package. */
const PROGRAMS = ["chromium", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable"];

/** Uses the machine's fonts and the packed ones. The packed configuration refers to folders of another machine. */
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
 * Looks for a Chromium without starting or downloading anything.
 *
 * @returns {Chromium | undefined}
 * @throws {SetupError} if CHROMIUM_PATH is not an executable
 */
export function findChromium() {
  return findChosen() ?? findInstalled() ?? findUnpacked();
}

/**
 * Makes sure that {@link findChromium} finds one; unpacks or installs it if necessary.
 *
 * @throws {SetupError} if no browser could be provided
 */
export function provideChromium() {
  if (findChromium() === undefined && !unpackChromium() && !installWithApt()) {
    throw new SetupError(
      "The browser tests need Chromium, and none was found.\n" +
        "Install Chromium, Google Chrome or Microsoft Edge, or set CHROMIUM_PATH to an executable, then try again.",
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
    throw new SetupError(`CHROMIUM_PATH is "${path}", which is not an executable. Correct it or unset it.`);
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
 * The environment of the unpacked browser: the system libraries and fonts packed with it, for machines without any.
 *
 * @param {string} folder
 */
function unpackedEnv(folder) {
  return { LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") };
}

/**
 * Unpacks the browser of `@sparticuz/chromium`, which exists only for Linux on x64.
 *
 * @returns {boolean} whether it is there and starts
 */
function unpackChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return false;
  }
  console.log("Unpacking Chromium for the browser tests …");
  mkdirSync(dirname(unpacked), { recursive: true });
  const folder = mkdtempSync(`${unpacked}-`);
  // Uses the toolchain's Node, because ours may be too old for the package. The package unpacks to TMPDIR, and unpacks its
  // system libraries only if it believes that it runs on AWS Lambda.
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
  // Renamed last, so that the final folder is always complete and known to start.
  rmSync(unpacked, { recursive: true, force: true });
  renameSync(folder, unpacked);
  return true;
}

/**
 * Installs Debian's package if we are root, as in a container or on a build machine.
 *
 * @returns {boolean} whether a browser is now installed
 */
function installWithApt() {
  if (process.platform !== "linux" || !isRoot() || !existsSync("/usr/bin/apt-get")) {
    return false;
  }
  console.log("Installing Chromium for the browser tests (apt-get install chromium) …");
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
