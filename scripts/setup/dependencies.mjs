// Installs the packages of package-lock.json, including the toolchain's own Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./setup-error.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const lockFile = join(root, "package-lock.json");
/** npm's own record of the installed tree. Every later npm command rewrites it. */
const treeFile = join(root, "node_modules", ".package-lock.json");
const stampFile = join(root, "node_modules", ".parley-setup");
const isWindows = process.platform === "win32";

/** Older versions may not understand this file's syntax or npm's lockfile format. */
const OLDEST_NODE_MAJOR = 18;

/**
 * npm skips optional packages whose `engines` exclude the running Node, and the binaries of the bundler and the image
 * library are such packages. This version satisfies all of them; an older Node lets the toolchain's Node run the
 * installation.
 */
const OLDEST_NODE_TO_INSTALL_WITH = [22, 13];

/** Flags for every npm command: print errors only, and install development tools whatever NODE_ENV says. */
const NPM_FLAGS = [
  "--no-audit",
  "--no-fund",
  "--no-progress",
  "--no-update-notifier",
  "--loglevel=error",
  "--include=dev",
  "--include=optional",
];

/**
 * Installs the packages of the lockfile, unless they are already installed.
 *
 * @throws {SetupError} if npm fails, or if the toolchain's Node doesn't start afterwards
 */
export function installDependencies() {
  if (nodeVersion()[0] < OLDEST_NODE_MAJOR) {
    throw new SetupError(`Parley needs Node.js ${OLDEST_NODE_MAJOR} or newer. This is ${process.version}.`);
  }
  if (isInstalled()) {
    return;
  }
  console.log("Installing dependencies …");
  const pinned = pinnedNode();
  if (isAtLeast(nodeVersion(), OLDEST_NODE_TO_INSTALL_WITH)) {
    npmCi(process.execPath);
  } else {
    withBorrowedNode(pinned, npmCi);
  }
  requireToolchainNode(pinned);
  writeFileSync(stampFile, fingerprint());
}

/** Whether the last setup installed this tree, for this lockfile and this kind of machine. */
function isInstalled() {
  try {
    return readFileSync(stampFile, "utf8") === fingerprint();
  } catch (error) {
    if (isMissingFile(error)) {
      return false;
    }
    throw error;
  }
}

/** @returns {string} one line that changes with the lockfile, the installed tree and the kind of machine */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [lockFile, treeFile]) {
    hash.update(readFileSync(file)).update("\0");
  }
  return `${process.platform}-${process.arch} ${hash.digest("hex")}\n`;
}

/** @param {string} node the Node executable that runs npm */
function npmCi(node) {
  npm(["ci"], { node, cwd: root });
}

/**
 * Installs the pinned Node in a temporary folder and passes its path to `use`.
 *
 * @param {string} version
 * @param {(node: string) => void} use
 */
function withBorrowedNode(version, use) {
  const folder = mkdtempSync(join(tmpdir(), "parley-node-"));
  try {
    // npm 12 runs install scripts only for packages listed here.
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, allowScripts: { node: true } }));
    npm(["install", `node@${version}`], { node: process.execPath, cwd: folder });
    use(nodeIn(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs npm with the given Node: the npm that started us, or else the one on the PATH.
 *
 * @param {string[]} args
 * @param {{ node: string, cwd: string }} where
 */
function npm(args, { node, cwd }) {
  const cli = process.env.npm_execpath;
  const isNpm = cli?.endsWith("npm-cli.js") === true;
  const [command, ...first] = isNpm ? [node, cli] : ["npm"];
  const { error, status } = spawnSync(command, [...first, ...args, ...NPM_FLAGS], {
    cwd,
    // Shows errors only: npm prints them to stderr, and its summary to stdout.
    stdio: ["ignore", "ignore", "inherit"],
    // Install scripts start `node` from the PATH, which should be the same one. An old npm on a newer Node uses deprecated
    // modules; the user need not read about that.
    env: { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH, NODE_NO_WARNINGS: "1" },
    // On Windows, `npm` is a batch file that only a shell can start. All arguments are our own.
    shell: isWindows && !isNpm,
  });
  if (error !== undefined || status !== 0) {
    throw new SetupError(
      `\`npm ${args.join(" ")}\` failed (${error?.message ?? `exit code ${status}`}). See the output above.\n` +
        "Check your connection to the npm registry and try again.",
    );
  }
}

/** @param {string} version that it must report */
function requireToolchainNode(version) {
  const { stdout, error } = spawnSync(nodeIn(root), ["--version"], { encoding: "utf8" });
  if (stdout?.trim() === `v${version}`) {
    return;
  }
  throw new SetupError(
    `The dependencies are installed, but the bundled Node.js ${version} does not start` +
      ` on ${process.platform} ${process.arch}${error ? ` (${error.message})` : ""}.\n` +
      "If npm ignores install scripts (`npm config get ignore-scripts`), allow them for this folder.\n" +
      "If Node.js has no build for this system (such as Alpine Linux), use Linux with glibc, macOS or Windows.",
  );
}

/** @returns {string} the version of the `node` package in the lockfile */
function pinnedNode() {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages["node_modules/node"].version;
}

/** @param {string} folder in which the `node` package is installed */
function nodeIn(folder) {
  return join(folder, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");
}

/** @returns {[number, number]} major and minor version of the running Node */
function nodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return [major, minor];
}

/**
 * @param {readonly number[]} version
 * @param {readonly number[]} least
 */
function isAtLeast([major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]) {
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** @param {unknown} error */
function isMissingFile(error) {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
