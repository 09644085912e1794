// Builds what `npm run serve` runs, into dist/serve.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SETTINGS } from "../../src/worker/config/settings.ts";
import type { ServerBuild } from "./workerd-config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built server. */
export const BUILT = join(root, "dist", "serve");

/** Names of its files. */
export const WORKER_FILE = "worker.js";
export const SITE_FOLDER = "site";
const BUILD_FILE = "build.json";

/** What a build depends on. */
const SOURCES = ["src", "public", "scripts/build", "scripts/serve", "wrangler.toml", "package-lock.json"];

/** Outputs of the page's build among them. */
const OUTPUTS = /^public\/(?:assets|embed\.js|service-worker\.js|[^/]+\.html)(?:$|\/)/;

/** Files of the build that are rules, or help debugging only. */
const UNSERVED = new Set(["_headers", "_redirects", ".assetsignore"]);

/** Hexadecimal digits of a file's hash: 128 bits. */
const TAG_DIGITS = 32;

/** Reads the build; builds first if there is none, or a source is newer. */
export async function provideBuild(report: (text: string) => void): Promise<ServerBuild> {
  const file = join(BUILT, BUILD_FILE);
  // A container has the build without all of its sources.
  const isTree = SOURCES.every((path) => existsSync(join(root, path)));
  const newest = isTree ? Math.max(...SOURCES.map((path) => newestIn(path))) : 0;
  if (!existsSync(file) || statSync(file).mtimeMs < newest) {
    report("Building …");
    await build(file);
  }
  // Written by `build`.
  return JSON.parse(readFileSync(file, "utf8")) as ServerBuild;
}

function newestIn(path: string): number {
  const stats = statSync(join(root, path));
  if (!stats.isDirectory()) return stats.mtimeMs;
  const names = readdirSync(join(root, path), { recursive: true, encoding: "utf8" });
  const files = names.map((name) => `${path}/${name.replaceAll("\\", "/")}`).filter((name) => !OUTPUTS.test(name));
  return files.reduce((newest, name) => {
    const found = statSync(join(root, name));
    return found.isDirectory() ? newest : Math.max(newest, found.mtimeMs);
  }, 0);
}

async function build(file: string): Promise<void> {
  // Loaded only here: a start without a build needs none of them.
  const [{ build: bundle }, { unstable_readConfig }, { buildPage }] = await Promise.all([
    import("esbuild"),
    import("wrangler"),
    import("../build/page.mjs"),
  ]);
  const wrangler = unstable_readConfig({ config: join(root, "wrangler.toml") }, { hideWarnings: true });
  rmSync(BUILT, { recursive: true, force: true });
  mkdirSync(BUILT, { recursive: true });
  await buildPage(join(root, "public"));
  const site = join(BUILT, SITE_FOLDER);
  cpSync(join(root, "public"), site, { recursive: true, filter: (from) => !UNSERVED.has(basename(from)) });
  await bundle({
    absWorkingDir: root,
    entryPoints: ["src/server/index.ts"],
    outfile: join(BUILT, WORKER_FILE),
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    logLevel: "warning",
  });
  const [limit] = wrangler.ratelimits;
  const rule = (name: string) => readFileSync(join(root, "public", name), "utf8");
  const firsts = wrangler.assets?.run_worker_first;
  const built: ServerBuild = {
    compatibilityDate: wrangler.compatibility_date ?? "",
    compatibilityFlags: wrangler.compatibility_flags,
    objects: wrangler.durable_objects.bindings.map(({ class_name, name }: { class_name: string; name: string }) => ({
      binding: name,
      className: class_name,
    })),
    settings: SETTINGS.map(({ name }) => name),
    site: {
      files: tagFiles(site),
      headers: rule("_headers"),
      redirects: rule("_redirects"),
      workerFirst: Array.isArray(firsts) ? firsts : [],
      ...(limit === undefined ? {} : { requestLimit: limit.simple }),
    },
  };
  // Last, so that a build that failed is not taken for one.
  writeFileSync(file, JSON.stringify(built, undefined, 2));
}

/** A hash of the content of every file in a folder, by its path on the site. */
function tagFiles(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(
    files.map((name) => {
      const hash = createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex");
      return [`/${name.replaceAll("\\", "/")}`, hash.slice(0, TAG_DIGITS)];
    }),
  );
}
