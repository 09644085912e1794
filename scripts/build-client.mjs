// Builds the package of the client library into dist/: JavaScript with all dependencies, types, and its pages.
import { execFileSync } from "node:child_process";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { writeValibotTypes } from "./build/valibot-types.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

/** Files of the package, by their sources. */
const PAGES = {
  "README.md": "src/client/README.md",
  "client.md": "docs/client.md",
  "PROTOCOL.md": "src/protocol/PROTOCOL.md",
};

const INDEX = { in: "src/client/index.ts", out: "index" };

await rm(dist, { recursive: true, force: true });

/** @satisfies {import("esbuild").BuildOptions} */
const options = {
  absWorkingDir: root,
  entryPoints: [
    INDEX,
    { in: "src/client/node/file-storage.ts", out: "node" },
    { in: "src/embed/index.ts", out: "embed" },
    { in: "src/react/index.ts", out: "react" },
    ...(await partsOf(INDEX.in)),
  ],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: /** @type {const} */ ("esm"),
  external: ["node:*", "react"],
  // The oldest versions with `isWellFormed`: browsers of 2023, Node 20.
  target: ["chrome111", "firefox119", "safari16.4", "node20"],
  legalComments: /** @type {const} */ ("inline"),
  logLevel: /** @type {const} */ ("warning"),
};
// Not minified: users bundle it with their own code, and read it while debugging.
await build({ ...options, sourcemap: "linked" });
await removeBareImports();
execFileSync(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "-p", "src/client/tsconfig.build.json"],
  {
    cwd: root,
    stdio: "inherit",
  },
);
const types = join(dist, "types");
const ENTRIES = ["client/index.d.ts", "client/node/file-storage.d.ts", "embed/index.d.ts", "react/index.d.ts"];
await pruneDeclarations(
  types,
  ENTRIES.map((entry) => join(types, entry)),
);
await copyFile(join(root, "LICENSE"), join(dist, "LICENSE"));
for (const [name, source] of Object.entries(PAGES)) await writeFile(join(dist, name), await pageOf(source));
const [manifest, { version }] = await Promise.all(
  ["src/client/package.json", "package.json"].map(async (file) => JSON.parse(await readFile(join(root, file), "utf8"))),
);
await writeFile(join(dist, "package.json"), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);

const { first, lazy } = await sizes();
console.log(`client: ${kilobytes(first)} minified and gzipped, and ${kilobytes(lazy)} more on demand`);

/**
 * The modules whose values an index exports. Each becomes a file, and the index only exports from them: bundlers then leave
 * out those that an application doesn't use.
 *
 * @param {string} index path
 */
async function partsOf(index) {
  const text = await readFile(join(root, index), "utf8");
  return Array.from(text.matchAll(/^export \{[^}]*\} from "(.+)\.ts";$/gm), ([, path = ""]) => ({
    in: `${join(dirname(index), path)}.ts`,
    out: basename(path),
  }));
}

/**
 * Imports without a name are there for the order of side effects, of which there are none. Bundlers warn about them.
 */
async function removeBareImports() {
  for (const name of await readdir(dist)) {
    if (!name.endsWith(".js")) continue;
    const text = await readFile(join(dist, name), "utf8");
    // The empty line keeps the source map right.
    await writeFile(join(dist, name), text.replace(/^import "[^"]+";$/gm, ""));
  }
}

/**
 * A page of the package. Links that lead out of the package become plain text.
 *
 * @param {string} source path
 */
async function pageOf(source) {
  const text = await readFile(join(root, source), "utf8");
  const inside = Object.entries(PAGES).map(([name, path]) => /** @type {const} */ ([join(root, path), name]));
  return text.replace(/\[([^\]]+)\]\(([^)\s#]*)(#[^)\s]*)?\)/g, (link, label, target, anchor = "") => {
    if (/^https?:/.test(target) || target === "") return link;
    const name = new Map(inside).get(join(root, dirname(source), target));
    return name === undefined ? label : `[${label}](${name}${anchor})`;
  });
}

/** Bytes that an application loads for `connect`: at first, and on demand. */
async function sizes() {
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: 'export { connect } from "./src/client/index.ts"', resolveDir: root },
    entryPoints: [],
    minify: true,
    write: false,
  });
  // As one file each: most bundlers put what two scripts share into the first one.
  const bytes = (/** @type {boolean} */ isLazy) =>
    gzipSync(
      Buffer.concat(
        outputFiles.filter(({ path }) => path.includes("on-demand") === isLazy).map(({ contents }) => contents),
      ),
    ).length;
  return { first: bytes(false), lazy: bytes(true) };
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/**
 * Removes declarations that the entries don't reach, and rewrites their `.ts` imports to `.js`: the compiler keeps the
 * `.ts` of the sources, which not every project's settings accept.
 *
 * @param {string} folder
 * @param {readonly string[]} entries declarations
 */
async function pruneDeclarations(folder, entries) {
  const found = new Set(entries);
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
