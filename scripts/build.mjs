// Builds the page into public/. wrangler.toml's [build] calls it, so `wrangler dev` and `wrangler deploy` need no further
// step.
import { fileURLToPath } from "node:url";
import { buildPage } from "./build/page.mjs";

const { first, lazy } = await buildPage(fileURLToPath(new URL("../public", import.meta.url)));

/** @param {import("./build/page.mjs").BuiltFile[]} files */
const kilobytes = (files) => (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000).toFixed(1);
console.log(`page: ${kilobytes(first)} kB gzipped to begin with (HTML, CSS, JS), ${kilobytes(lazy)} kB when needed`);
