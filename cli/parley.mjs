#!/usr/bin/env node
// The program `parley`, for every Node that a checkout is set up with: it installs what is missing, and hands over to the
// checkout's own Node if this one can't run TypeScript.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import "../scripts/setup.mjs";

/** The first version of Node that runs TypeScript. */
const [MAJOR, MINOR] = [22, 18];

const START = new URL("./start.ts", import.meta.url);
const OWN_NODE = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (process.exitCode === undefined) {
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) {
    await import(START.href);
  } else {
    const { error, status } = spawnSync(OWN_NODE, [fileURLToPath(START), ...process.argv.slice(2)], {
      stdio: "inherit",
    });
    if (error !== undefined) console.error(`parley needs Node ${MAJOR}.${MINOR} or newer.`);
    process.exitCode = status ?? 1;
  }
}
