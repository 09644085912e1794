// `node scripts/worker-size.mjs <folder>`: fails if the Worker that `wrangler deploy --dry-run` wrote there is too large.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/**
 * Bytes of the gzipped script, without the page. A small script starts fast, and growth should not go unnoticed. The 31 kB
 * of the parser of markup are compiled when the first page of a log is rendered, and what cleans files when the first one comes.
 */
const MAX_BYTES = 240_000;

const [folder = "."] = process.argv.slice(2);
const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.m?js$/.test(file));
if (scripts.length === 0) throw new Error(`No Worker script found in ${folder}.`);
const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
const size = `Worker script: ${(bytes / 1_000).toFixed(1)} kB gzipped`;
if (bytes > MAX_BYTES) throw new Error(`${size}; the limit is ${MAX_BYTES / 1_000} kB.`);
process.stdout.write(`${size}\n`);
