// `node scripts/worker-size.mjs <folder>`: fails where the Worker that a dry run of the deployment left there is too large.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Bytes of the gzipped script, without the page: a small script starts fast, and what makes it larger should be seen. */
const MAX_BYTES = 150_000;

const [folder = "."] = process.argv.slice(2);
const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.m?js$/.test(file));
if (scripts.length === 0) throw new Error(`there is no Worker in ${folder}`);
const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
const size = `the Worker's script: ${(bytes / 1_000).toFixed(1)} kB gzipped`;
if (bytes > MAX_BYTES) throw new Error(`${size}, more than ${MAX_BYTES / 1_000} kB`);
process.stdout.write(`${size}\n`);
