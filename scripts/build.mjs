// Builds the page into public/assets. wrangler.toml's [build] calls it, so `wrangler dev` and `wrangler deploy` need no
// further step.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [
    { in: "src/page/main.tsx", out: "main" },
    { in: "src/page/styles/main.css", out: "main" },
  ],
  outdir: "public/assets",
  bundle: true,
  format: "esm",
  // The oldest with everything that the page uses unpolyfilled (`Intl.Segmenter`, `isWellFormed`, CSS nesting).
  target: ["chrome120", "edge120", "firefox125", "safari17.2"],
  minify: true,
  sourcemap: "linked",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const built = Object.keys(metafile.outputs).filter((file) => !file.endsWith(".map"));
const sizes = await Promise.all(["public/index.html", ...built].map(gzippedBytes));
console.log(`page: ${(sizes.reduce((sum, size) => sum + size, 0) / 1000).toFixed(1)} kB gzipped (HTML, CSS, JS)`);

/** @param {string} file relative to the root */
async function gzippedBytes(file) {
  return gzipSync(await readFile(join(root, file))).length;
}
