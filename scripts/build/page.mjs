// Builds the page: scripts and styles with content hashes in their names, and the HTML that loads them.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { EMOJI_NAMESPACE, emojiModules } from "./emoji.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The page's sources; paths in its HTML are relative to it. */
const SOURCES = "src/page";

/** Entry points of the first load. */
const MAIN_SCRIPT = "main.tsx";
const MAIN_STYLE = "styles/main.css";

/** Styles of the lazy parts. The script requests them by their built name. */
const LAZY_STYLE = "styles/lazy/lazy.css";

/**
 * Scripts that load on demand. The bundler would split the main script into the pieces that each of them shares, and pieces
 * compress worse (by 2.4 kB). So each lazy script declares that it needs all of the main one.
 */
const LAZY_SCRIPTS = [
  "lazy/parts.ts",
  "lazy/emoji/emoji-picker.tsx",
  "../markup/parse-markup.ts",
  "../client/answer-challenge.ts",
];

/** Runs before the first paint. It is not a module, because modules wait until the document is parsed. */
const EARLY_SCRIPT = "theme/early.ts";
/** What messages are read with. The early scripts ask for it. */
const PARSER = "../markup/parse-markup.ts";

const HTML = ["index.html", "404.html"];

/**
 * The page of a frame (docs/embedding.md), as a bundle of its own: the full page carries none of it. Sharing scripts would save
 * nothing, because browsers keep a cache for each site that embeds one.
 */
const FRAME = {
  html: "embed.html",
  script: "embed/main.tsx",
  early: "embed/early.ts",
  style: "styles/embed/embed.css",
};

/** The operator's page (docs/operating.md), as a bundle of its own for the same reason. */
const ADMIN = {
  html: "admin.html",
  script: "admin/main.tsx",
  style: "styles/admin/admin.css",
  // The script loads it once the language is known.
  page: "admin/operator-page.tsx",
};

/** The element for pages that embed rooms. Its address is in those pages, so its name never changes. */
const ELEMENT = { source: "src/embed/script.ts", file: "embed.js" };

/** At the root, because a service worker controls only paths below its own. */
const WORKER = "service-worker.js";
const WORKER_SOURCE = "src/service-worker/main.ts";

/** Hexadecimal digits that identify a build: 64 bits. */
const VERSION_DIGITS = 16;

/** Unbuilt files that the page needs offline. */
const STATIC_FILES = ["/icon.svg"];

/**
 * A file of the built page.
 *
 * @typedef {object} BuiltFile
 * @property {string} url path on the site
 * @property {number} bytes gzipped
 * @property {string | undefined} source its entry point, if it has one
 */

/**
 * @typedef {object} BuiltPage
 * @property {BuiltFile[]} first loaded before you can chat
 * @property {BuiltFile[]} lazy loaded on demand
 * @property {BuiltFile[]} frame loaded before you can chat in a frame
 * @property {BuiltFile[]} admin the operator's page, without its translations
 * @property {BuiltFile} element the script for pages that embed rooms
 */

/** @satisfies {import("esbuild").BuildOptions} */
const plain = {
  absWorkingDir: root,
  bundle: true,
  // The oldest versions that need no polyfill for `light-dark()`, `Intl.Segmenter` and CSS nesting.
  target: ["chrome123", "edge123", "firefox125", "safari17.5"],
  minify: true,
  sourcemap: /** @type {const} */ ("linked"),
  legalComments: /** @type {const} */ ("none"),
  metafile: /** @type {const} */ (true),
  logLevel: /** @type {const} */ ("warning"),
};

/** A name identifies its content, so browsers may cache each file forever (public/_headers). */
const shared = { ...plain, entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]" };

/**
 * Builds the page into a folder of static files.
 *
 * @param {string} folder absolute path; files of earlier builds in its `assets` are removed
 * @returns {Promise<BuiltPage>}
 */
export async function buildPage(folder) {
  const assets = join(folder, "assets");
  await mkdir(assets, { recursive: true });
  const from = (/** @type {string} */ file) => join(SOURCES, file);
  const lazyStyle = await build({ ...shared, outdir: assets, entryPoints: [from(LAZY_STYLE)] });
  const lazyStylePath = Object.entries(lazyStyle.metafile.outputs).find(
    ([, { entryPoint }]) => entryPoint !== undefined,
  )?.[0];
  if (lazyStylePath === undefined) throw new Error(`esbuild produced no output for ${LAZY_STYLE}`);
  /** @param {string} path an output, relative to the root */
  const url = (path) => `/${relative(folder, join(root, path)).replaceAll("\\", "/")}`;
  /** @param {string} script @param {string[]} styles */
  const modulesOf = async (script, ...styles) => {
    const built = await build({
      ...shared,
      define: { PARLEY_LAZY_STYLE: JSON.stringify(url(lazyStylePath)) },
      outdir: assets,
      entryPoints: [script, ...styles].map(from),
      plugins: [emojiModules, inOnePiece(script)],
      format: "esm",
      splitting: true,
    });
    dropEntry(built.metafile.outputs, from(script).replaceAll("\\", "/"));
    return built;
  };
  /** @param {string} script */
  const earlyOf = (script) => build({ ...shared, outdir: assets, entryPoints: [from(script)], format: "iife" });
  const [modules, early, admin, ...frame] = await Promise.all([
    modulesOf(MAIN_SCRIPT, MAIN_STYLE),
    earlyOf(EARLY_SCRIPT),
    modulesOf(ADMIN.script, ADMIN.style),
    modulesOf(FRAME.script, FRAME.style),
    earlyOf(FRAME.early),
  ]);
  const outputs = { ...modules.metafile.outputs, ...early.metafile.outputs, ...lazyStyle.metafile.outputs };
  const frameOutputs = Object.assign({}, ...frame.map(({ metafile }) => metafile.outputs));
  const adminOutputs = admin.metafile.outputs;
  const allOutputs = { ...outputs, ...frameOutputs, ...adminOutputs };
  await removeOthers(
    assets,
    Object.keys(allOutputs).map((path) => basename(path)),
  );
  /** @param {string} source */
  const outputOf = (source) => {
    const found = Object.entries(allOutputs).find(
      ([, { entryPoint }]) => entryPoint === from(source).replaceAll("\\", "/"),
    );
    if (found === undefined) throw new Error(`esbuild produced no output for ${source}`);
    return found[0];
  };
  /** Scripts that several pages share are compressed once. @type {Set<string>} */
  const compressed = new Set();
  /**
   * @param {string[]} sources
   * @param {string[]} pages HTML files that load them
   * @param {import("esbuild").Metafile["outputs"]} built that they and the parser are in
   */
  const writePages = async (sources, pages, built) => {
    const entries = sources.map((source) => ({ source, path: outputOf(source) }));
    const entryPaths = entries.map(({ path }) => path);
    const loaded = closure(allOutputs, entryPaths);
    for (const path of loaded.filter((path) => path.endsWith(".js") && !compressed.has(path))) {
      compressed.add(path);
      await compress(join(root, path));
    }
    const preloads = loaded.filter((path) => !entryPaths.includes(path)).map(url);
    const parser = Object.keys(built).filter((path) => built[path]?.entryPoint === from(PARSER).replaceAll("\\", "/"));
    const next = closure(built, parser).filter((path) => !loaded.includes(path));
    for (const name of pages) {
      let html = await readFile(join(root, SOURCES, "html", name), "utf8");
      for (const { path, source } of entries) html = html.replace(`"${source}"`, `"${url(path)}"`);
      html = html.replace(`"${PARSER}"`, `"${next.map(url).join(" ")}"`);
      await writeFile(join(folder, name), preload(html, preloads));
    }
    return loaded;
  };
  const first = await writePages([EARLY_SCRIPT, MAIN_STYLE, MAIN_SCRIPT], HTML, outputs);
  const frameFirst = await writePages([FRAME.early, MAIN_STYLE, FRAME.style, FRAME.script], [FRAME.html], frameOutputs);
  const adminLoaded = await writePages([EARLY_SCRIPT, ADMIN.style, ADMIN.script], [ADMIN.html], adminOutputs);
  const adminFiles = new Set([...adminLoaded, ...closure(adminOutputs, [outputOf(ADMIN.page)])]);

  await buildElement(join(folder, ELEMENT.file));

  const others = Object.keys(outputs).filter((path) => !path.endsWith(".map") && !first.includes(path));
  // Emoji names in nine languages are cached only once they are used.
  const kept = [...first, ...others].filter((path) => !outputs[path]?.entryPoint?.startsWith(EMOJI_NAMESPACE));
  await buildWorker(folder, ["/", ...STATIC_FILES, ...kept.map(url)]);

  /** @param {string[]} paths */
  const measured = (paths) =>
    Promise.all(
      paths.map(async (path) => ({
        url: url(path),
        bytes: await gzippedBytes(join(root, path)),
        source: allOutputs[path]?.entryPoint,
      })),
    );
  /** @param {string} path @param {string} name */
  const html = async (path, name) => ({ url: path, bytes: await gzippedBytes(join(folder, name)), source: undefined });
  return {
    first: [await html("/", "index.html"), ...(await measured(first))],
    lazy: await measured(others),
    element: { url: `/${ELEMENT.file}`, bytes: await gzippedBytes(join(folder, ELEMENT.file)), source: ELEMENT.source },
    frame: [await html("/embed", FRAME.html), ...(await measured(frameFirst))],
    admin: [await html("/admin", ADMIN.html), ...(await measured([...adminFiles]))],
  };
}

/**
 * Keeps a main script in one piece.
 *
 * @param {string} script
 * @returns {import("esbuild").Plugin}
 */
const inOnePiece = (script) => ({
  name: "in-one-piece",
  setup(build) {
    const lazy = new Set(LAZY_SCRIPTS.map((source) => join(root, SOURCES, source)));
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      if (!lazy.has(path)) return undefined;
      const main = JSON.stringify(join(root, SOURCES, script));
      return {
        contents: `${await readFile(path, "utf8")}\nimport ${main};\n`,
        loader: path.endsWith("x") ? "tsx" : "ts",
      };
    });
  },
});

/**
 * Makes the chunk with the code of an entry point the entry itself. The bundler moves code that lazy scripts share to a chunk and
 * leaves a script that only imports it: a request for nothing.
 *
 * @param {import("esbuild").Metafile["outputs"]} outputs
 * @param {string} source path of the entry point
 */
function dropEntry(outputs, source) {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === source);
  const chunk = Object.keys(outputs).find((path) => (outputs[path]?.inputs[source]?.bytesInOutput ?? 0) > 0);
  if (entry === undefined || chunk === undefined || chunk === entry) return;
  Object.assign(outputs[chunk] ?? {}, { entryPoint: source });
  delete outputs[entry];
  delete outputs[`${entry}.map`];
}

/** @param {string} file */
async function buildElement(file) {
  const { outputFiles } = await build({
    ...plain,
    entryPoints: [ELEMENT.source],
    outfile: file,
    format: "esm",
    sourcemap: false,
    write: false,
  });
  const { code } = await minify(outputFiles[0]?.text ?? "", { module: true, ecma: 2020, compress: { passes: 3 } });
  await writeFile(file, String(code));
}

/**
 * Builds the service worker with the list of files to cache. A change in any file changes the worker, which is how browsers
 * detect an update.
 *
 * @param {string} folder
 * @param {string[]} paths URL paths of the files to cache
 */
async function buildWorker(folder, paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const file = path === "/" ? join(folder, "index.html") : join(folder, path);
    // Static files are in public/, wherever the page is built to.
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
 * The given outputs and everything that they import statically.
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
 * Minifies a script and its source map once more: esbuild is fast, terser finds another kilobyte in the first load.
 *
 * @param {string} file
 */
async function compress(file) {
  const map = `${file}.map`;
  const { code, map: composed } = await minify(await readFile(file, "utf8"), {
    module: true,
    ecma: 2020,
    sourceMap: { content: await readFile(map, "utf8"), url: basename(map) },
  });
  await writeFile(file, String(code));
  await writeFile(map, String(composed));
}

/**
 * Adds preload links for modules that the browser would otherwise discover only in the main script.
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
 * @param {string[]} names of the files to keep
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
