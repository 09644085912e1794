import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as v from "valibot";
import { endWithUs } from "./end-with-us.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REMOVE = { recursive: true, force: true, maxRetries: 3 };
const Package = v.object({ releaseBefore: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) });

/** What the Worker is built from. */
const NEEDED = ["src", "package.json", "tsconfig.base.json", "wrangler.toml"];

/** The tree of the release before this one. */
export interface ReleaseBefore {
  readonly root: string;
  readonly commit: string;
  remove(): Promise<void>;
}

/**
 * Checks out the commit that package.json names as `releaseBefore`, from this clone's history. It is built with this tree's
 * dependencies.
 *
 * @throws Error that says what to do, if the clone lacks the commit
 */
export async function checkOutReleaseBefore(): Promise<ReleaseBefore> {
  const { releaseBefore: commit } = v.parse(Package, JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")));
  await run("git", ["cat-file", "-e", `${commit}^{commit}`], { cwd: ROOT }).catch(() => {
    throw new Error(
      `package.json names ${commit} as the release before, and this clone does not have that commit. ` +
        "Fetch the whole history (git fetch --unshallow; in CI, fetch-depth: 0) and run the test again.",
    );
  });
  const root = await mkdtemp(join(tmpdir(), "parley-before-"));
  const release = endWithUs(() => rmSync(root, REMOVE));
  const archive = join(root, "tree.tar");
  await run("git", ["archive", "--format=tar", `--output=${archive}`, commit, ...NEEDED], { cwd: ROOT });
  await run("tar", ["-xf", "tree.tar"], { cwd: root });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"), "junction");
  return {
    root,
    commit,
    async remove() {
      await rm(root, REMOVE);
      release();
    },
  };
}
