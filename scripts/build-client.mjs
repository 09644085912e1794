// Builds the client library into dist/: one JavaScript file with all dependencies, and its types. `npm pack` runs it.
import { execFileSync } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { writeValibotTypes } from "./build/valibot-types.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

await rm(dist, { recursive: true, force: true });

/** @type {import("esbuild").BuildOptions} */
const options = {
  absWorkingDir: root,
  entryPoints: ["src/client/index.ts"],
  bundle: true,
  format: "esm",
  // The oldest versions with `isWellFormed`: browsers of 2023, Node 20.
  target: ["chrome111", "firefox119", "safari16.4", "node20"],
  legalComments: "inline",
  logLevel: "warning",
};
// Not minified: users bundle it with their own code, and read it while debugging.
await build({ ...options, outfile: "dist/client.js" });
execFileSync(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "-p", "src/client/tsconfig.build.json"],
  {
    cwd: root,
    stdio: "inherit",
  },
);
await pruneDeclarations(join(dist, "types"), join(dist, "types/client/index.d.ts"));

const { outputFiles } = await build({ ...options, minify: true, write: false });
const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
console.log(`client: ${(bytes / 1000).toFixed(1)} kB minified and gzipped`);

/**
 * Removes declarations that the entry doesn't reach, and rewrites their `.ts` imports to `.js`: the compiler keeps the
 * `.ts` of the sources, which not every project's settings accept.
 *
 * @param {string} folder
 * @param {string} first the entry's declaration
 */
async function pruneDeclarations(folder, first) {
  const found = new Set([first]);
  const texts = [];
  for (const file of found) {
    const text = await readFile(file, "utf8");
    const renamed = text
      .replace(/(from |import\()"(\.{1,2}\/[^"]+)\.ts"/g, (_, before, path) => {
        found.add(join(dirname(file), `${path}.d.ts`));
        return `${before}"${path}.js"`;
      })
      .replace('from "valibot"', 'from "../valibot.js"');
    texts.push(renamed);
    await writeFile(file, renamed);
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !found.has(file)) await rm(file);
  }
  await writeValibotTypes(texts, join(folder, "valibot.d.ts"));
}
