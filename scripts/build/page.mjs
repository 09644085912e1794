// Builds the page: scripts and styles under names that tell their content, and the HTML that asks for them.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { EMOJI_NAMESPACE, emojiModules } from "./emoji.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where the page's sources are, and where its HTML counts from. */
const SOURCES = "src/page";

/** What the page starts with: a script and a style sheet, and whatever they import. */
const MAIN_SCRIPT = "main.tsx";
const MAIN_STYLE = "styles/main.css";

/** The styles of what is loaded behind the page; the script asks for them by the name that they are built under. */
const LATER_STYLE = "styles/later/later.css";

/**
 * Loaded when they are needed. The bundler would cut the main script into pieces by which of these share it, and pieces
 * compress worse (by 2.4 kB): so each says that it needs all of it.
 */
const LAZY_SCRIPTS = ["later/parts.ts", "emoji/emoji-picker.tsx", "markup/read.ts"];

/** Runs before anything is painted, so it stands by itself and is no module: modules wait until the document is read. */
const EARLY_SCRIPT = "theme/early.ts";

const HTML = ["index.html", "404.html"];

/** Stands beside the HTML, because a service worker rules what is below it. */
const WORKER = "service-worker.js";
const WORKER_SOURCE = "src/service-worker/main.ts";

/** Hexadecimal digits that tell one build from another: 64 bits. */
const VERSION_DIGITS = 16;

/** What the page needs without a network and is not built. */
const STATIC_FILES = ["/icon.svg"];

/**
 * A file of the page, as a browser asks for it.
 *
 * @typedef {object} BuiltFile
 * @property {string} url path on the site
 * @property {number} bytes gzipped
 * @property {string | undefined} source what it is made from, where it has a beginning of its own
 */

/**
 * @typedef {object} BuiltPage
 * @property {BuiltFile[]} first what a browser loads before anybody can talk
 * @property {BuiltFile[]} lazy what it loads when it is needed
 */

/** @satisfies {import("esbuild").BuildOptions} */
const plain = {
  absWorkingDir: root,
  bundle: true,
  // The oldest with everything that the page uses unpolyfilled (`light-dark()`, `Intl.Segmenter`, CSS nesting).
  target: ["chrome123", "edge123", "firefox125", "safari17.5"],
  minify: true,
  sourcemap: /** @type {const} */ ("linked"),
  legalComments: /** @type {const} */ ("none"),
  metafile: /** @type {const} */ (true),
  logLevel: /** @type {const} */ ("warning"),
};

/** A name never stands for another content, so a browser may keep a file for ever (public/_headers). */
const shared = { ...plain, entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]" };

/**
 * Builds the page into a folder that is served as it is.
 *
 * @param {string} folder absolute; what an earlier build left in its `assets` is removed
 * @returns {Promise<BuiltPage>}
 */
export async function buildPage(folder) {
  const assets = join(folder, "assets");
  await mkdir(assets, { recursive: true });
  const from = (/** @type {string} */ file) => join(SOURCES, file);
  const later = await build({ ...shared, outdir: assets, entryPoints: [from(LATER_STYLE)] });
  const laterStyle = Object.entries(later.metafile.outputs).find(([, { entryPoint }]) => entryPoint !== undefined)?.[0];
  if (laterStyle === undefined) throw new Error(`nothing was built from ${LATER_STYLE}`);
  /** @param {string} path of an output, relative to the root */
  const url = (path) => `/${relative(folder, join(root, path)).replaceAll("\\", "/")}`;
  const [modules, early] = await Promise.all([
    build({
      ...shared,
      define: { PARLEY_LATER_STYLE: JSON.stringify(url(laterStyle)) },
      outdir: assets,
      entryPoints: [from(MAIN_SCRIPT), from(MAIN_STYLE)],
      plugins: [emojiModules, mainInOnePiece],
      format: "esm",
      splitting: true,
    }),
    build({ ...shared, outdir: assets, entryPoints: [from(EARLY_SCRIPT)], format: "iife" }),
  ]);
  const outputs = { ...modules.metafile.outputs, ...early.metafile.outputs, ...later.metafile.outputs };
  await removeOthers(
    assets,
    Object.keys(outputs).map((path) => basename(path)),
  );
  /** @param {string} source */
  const outputOf = (source) => {
    const found = Object.entries(outputs).find(
      ([, { entryPoint }]) => entryPoint === from(source).replaceAll("\\", "/"),
    );
    if (found === undefined) throw new Error(`nothing was built from ${source}`);
    return found[0];
  };
  const entries = [EARLY_SCRIPT, MAIN_STYLE, MAIN_SCRIPT].map((source) => ({ source, path: outputOf(source) }));
  const first = closure(
    outputs,
    entries.map(({ path }) => path),
  );
  const entryPaths = new Set(entries.map(({ path }) => path));
  const preloads = first.filter((path) => !entryPaths.has(path)).map(url);
  for (const name of HTML) {
    let html = await readFile(join(root, SOURCES, "html", name), "utf8");
    for (const { path, source } of entries) html = html.replace(`"${source}"`, `"${url(path)}"`);
    await writeFile(join(folder, name), preload(html, preloads));
  }

  const others = Object.keys(outputs).filter((path) => !path.endsWith(".map") && !first.includes(path));
  // What emoji are called in nine languages is kept once somebody asks for it.
  const kept = [...first, ...others].filter((path) => !outputs[path]?.entryPoint?.startsWith(EMOJI_NAMESPACE));
  await buildWorker(folder, ["/", ...STATIC_FILES, ...kept.map(url)]);

  /** @param {string[]} paths */
  const measured = (paths) =>
    Promise.all(
      paths.map(async (path) => ({
        url: url(path),
        bytes: await gzippedBytes(join(root, path)),
        source: outputs[path]?.entryPoint,
      })),
    );
  const html = { url: "/", bytes: await gzippedBytes(join(folder, "index.html")), source: undefined };
  return { first: [html, ...(await measured(first))], lazy: await measured(others) };
}

/** @type {import("esbuild").Plugin} */
const mainInOnePiece = {
  name: "main-in-one-piece",
  setup(build) {
    const lazy = new Set(LAZY_SCRIPTS.map((script) => join(root, SOURCES, script)));
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      if (!lazy.has(path)) return undefined;
      const main = JSON.stringify(join(root, SOURCES, MAIN_SCRIPT));
      return {
        contents: `${await readFile(path, "utf8")}\nimport ${main};\n`,
        loader: path.endsWith("x") ? "tsx" : "ts",
      };
    });
  },
};

/**
 * Builds the service worker, which is told what there is to keep. Another content of any file makes it another worker:
 * that is how a browser finds out about an update.
 *
 * @param {string} folder
 * @param {string[]} paths of the files that it keeps, as a browser asks for them
 */
async function buildWorker(folder, paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const file = path === "/" ? join(folder, "index.html") : join(folder, path);
    // What is not built here is the same wherever the page is built to.
    const content = await readFile(STATIC_FILES.includes(path) ? join(root, "public", path) : file);
    hash.update(path).update(createHash("sha256").update(content).digest());
  }
  await build({
    ...plain,
    entryPoints: [WORKER_SOURCE],
    outfile: join(folder, WORKER),
    format: "iife",
    sourcemap: false,
    define: {
      PARLEY_FILES: JSON.stringify(paths),
      PARLEY_VERSION: JSON.stringify(hash.digest("hex").slice(0, VERSION_DIGITS)),
    },
  });
}

/**
 * The outputs that come with others: those themselves, and all that they import at once.
 *
 * @param {import("esbuild").Metafile["outputs"]} outputs
 * @param {string[]} paths
 */
function closure(outputs, paths) {
  const found = new Set(paths);
  for (const path of found) {
    for (const { external, kind, path: imported } of outputs[path]?.imports ?? []) {
      if (!external && kind !== "dynamic-import") found.add(imported);
    }
  }
  return [...found];
}

/**
 * Lets a browser ask at once for the modules that it would only hear of from the main one.
 *
 * @param {string} html
 * @param {string[]} urls
 */
function preload(html, urls) {
  if (!html.includes('type="module"')) return html;
  const links = urls.map((url) => `    <link rel="modulepreload" href="${url}">\n`);
  return html.replace("  </head>", `${links.join("")}  </head>`);
}

/**
 * @param {string} folder
 * @param {string[]} names what stays
 */
async function removeOthers(folder, names) {
  const kept = new Set(names);
  for (const name of await readdir(folder)) {
    if (!kept.has(name)) await rm(join(folder, name));
  }
}

/** @param {string} file */
async function gzippedBytes(file) {
  return gzipSync(await readFile(file)).length;
}
