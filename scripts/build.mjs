// Builds the page into public/. `wrangler dev` and `wrangler deploy` run it through [build] in wrangler.toml.
import { fileURLToPath } from "node:url";
import { buildPage } from "./build/page.mjs";

const { admin, element, first, frame, lazy } = await buildPage(fileURLToPath(new URL("../public", import.meta.url)));

/** @param {import("./build/page.mjs").BuiltFile[]} files */
const kilobytes = (files) => (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000).toFixed(1);
console.log(
  `page: first load ${kilobytes(first)} kB gzipped, ${kilobytes(lazy)} kB more on demand; in a frame ${kilobytes(frame)} kB first, embed.js ${kilobytes([element])} kB; /admin ${kilobytes(admin)} kB`,
);
