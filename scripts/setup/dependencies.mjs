// Keeps node_modules as package-lock.json says, and the toolchain's own Node in it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./setup-error.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const lockFile = join(root, "package-lock.json");
/** What npm itself notes about the tree that it made; any later npm command in the tree rewrites it. */
const treeFile = join(root, "node_modules", ".package-lock.json");
const stampFile = join(root, "node_modules", ".parley-setup");
const isWindows = process.platform === "win32";

/** Below it, this file's own syntax and npm's lockfile format are not sure to work. */
const OLDEST_NODE_MAJOR = 18;

/**
 * npm leaves out an optional package whose `engines` the running Node does not meet, and the bundler's and the image
 * library's binaries are such packages. From this version on, every one in the lockfile is met; an older Node hands the
 * installation to the toolchain's Node.
 */
const OLDEST_NODE_TO_INSTALL_WITH = [22, 13];

/** The flags of every npm run: errors in full, and nothing else. Development tools are wanted whatever NODE_ENV says. */
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
 * Installs what the lockfile lists, unless that is what stands there already.
 *
 * @throws {SetupError} when npm failed, or when the toolchain's Node does not start afterwards.
 */
export function installDependencies() {
  if (nodeVersion()[0] < OLDEST_NODE_MAJOR) {
    throw new SetupError(`Parley needs Node ${OLDEST_NODE_MAJOR} or newer; this is ${process.version}.`);
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

/** Whether the tree is the one that the last set-up left, for this lockfile and this kind of machine. */
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

/** @returns {string} one line that changes with the lockfile, with the installed tree and with the kind of machine. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [lockFile, treeFile]) {
    hash.update(readFileSync(file)).update("\0");
  }
  return `${process.platform}-${process.arch} ${hash.digest("hex")}\n`;
}

/** @param {string} node the Node that runs npm */
function npmCi(node) {
  npm(["ci"], { node, cwd: root });
}

/**
 * Lends the pinned Node to `use` from a temporary folder.
 *
 * @param {string} version
 * @param {(node: string) => void} use
 */
function withBorrowedNode(version, use) {
  const folder = mkdtempSync(join(tmpdir(), "parley-node-"));
  try {
    // npm 12 runs the install scripts only of packages that are named here.
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, allowScripts: { node: true } }));
    npm(["install", `node@${version}`], { node: process.execPath, cwd: folder });
    use(nodeIn(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs npm with a given Node: the npm that runs us, or else the one on the path.
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
    // Only errors are shown: npm prints them to the error stream, and its summary to the other.
    stdio: ["ignore", "ignore", "inherit"],
    // An install script starts `node` from the path, and it should be the same one; an old npm on a newer Node uses
    // modules that are deprecated there, which is not the reader's business.
    env: { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH, NODE_NO_WARNINGS: "1" },
    // On Windows `npm` is a batch file, which only a shell can start. The arguments are all ours.
    shell: isWindows && !isNpm,
  });
  if (error !== undefined || status !== 0) {
    throw new SetupError(
      `\`npm ${args.join(" ")}\` failed (${error?.message ?? `exit code ${status}`}); the lines above say why.\n` +
        "Check the connection to the npm registry, then run the command again.",
    );
  }
}

/** @param {string} version what must answer */
function requireToolchainNode(version) {
  const { stdout, error } = spawnSync(nodeIn(root), ["--version"], { encoding: "utf8" });
  if (stdout?.trim() === `v${version}`) {
    return;
  }
  throw new SetupError(
    `The dependencies are installed, but the toolchain's Node ${version} does not start` +
      ` on ${process.platform} ${process.arch}${error ? ` (${error.message})` : ""}.\n` +
      "If npm is set to ignore install scripts (`npm config get ignore-scripts`), allow them for this folder.\n" +
      "If there is no Node build for this machine (Alpine's musl, say), use one that has glibc, macOS or Windows.",
  );
}

/** @returns {string} the version of the package `node` in the lockfile */
function pinnedNode() {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages["node_modules/node"].version;
}

/** @param {string} folder a folder in which the package `node` is installed */
function nodeIn(folder) {
  return join(folder, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");
}

/** @returns {[number, number]} major and minor version of the Node that runs us */
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
