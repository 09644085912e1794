import { rmSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { endWithUs } from "./end-with-us.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A text in a file of the tree, and its replacement. */
export interface Patch {
  /** Relative to the root. */
  readonly file: string;
  /** Must occur exactly once in the file. */
  readonly from: string;
  readonly to: string;
}

/** Everything needed to run the project and its tests. */
const COPIED = [
  ".dev.vars.example",
  "src",
  "test",
  "scripts",
  "bench/month",
  "cli",
  "docs/search.md",
  "public",
  "package.json",
  "tsconfig.base.json",
  "tsconfig.json",
  "vitest.config.ts",
  "wrangler.toml",
];

const PACKAGES = "node_modules";

const REMOVE = { recursive: true, force: true, maxRetries: 3 };

/** A copy of the project in which anything may be changed. */
export interface Tree {
  readonly root: string;
  /**
   * Applies patches.
   *
   * @returns a function that reverts them
   * @throws if a text does not occur exactly once in its file: then the patch must follow the source
   */
  plant(patches: readonly Patch[]): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

export async function copyTree(): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), "parley-tree-"));
  const release = endWithUs(() => rmSync(root, REMOVE));
  const filter = (path: string) => basename(path) !== PACKAGES;
  await Promise.all(COPIED.map((name) => cp(join(ROOT, name), join(root, name), { recursive: true, filter })));
  await symlink(join(ROOT, PACKAGES), join(root, PACKAGES), "junction");
  return {
    root,
    async plant(patches) {
      const files = new Map<string, string>();
      for (const { file } of patches) files.set(file, await readFile(join(root, file), "utf8"));
      for (const [file, source] of files) {
        const own = patches.filter((patch) => patch.file === file);
        await writeFile(join(root, file), own.reduce(apply, source));
      }
      return async () => {
        for (const [file, source] of files) await writeFile(join(root, file), source);
      };
    },
    async remove() {
      await rm(root, REMOVE);
      release();
    },
  };
}

function apply(source: string, { file, from, to }: Patch): string {
  const parts = source.split(from);
  const [before, after] = parts;
  if (before === undefined || after === undefined || parts.length !== 2) {
    throw new Error(`${file} contains this ${parts.length - 1} times, not once:\n${from}`);
  }
  return before + to + after;
}
