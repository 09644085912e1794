import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The package's name. */
export const NAME = "@parley-chat/client";

/**
 * Builds and packs the client library, and installs it in a new project outside of this tree.
 *
 * @returns the project's folder
 */
export async function installPackage(): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), "parley-package-"));
  await run(process.execPath, ["scripts/build-client.mjs"], root);
  await run("npm", ["pack", "./dist", "--silent", "--pack-destination", project], root);
  const tarball = (await readdir(project)).find((name) => name.endsWith(".tgz"));
  await run("tar", ["-xzf", String(tarball)], project);
  const installed = join(project, "node_modules", NAME);
  await mkdir(dirname(installed), { recursive: true });
  await rename(join(project, "package"), installed);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "outside", type: "module" }));
  return project;
}

/**
 * Runs a program to its end; gives what it printed, and fails with that if it fails.
 *
 * @param env variables in addition to ours
 */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    // On Windows npm is a script, which only a shell starts.
    execFile(
      program,
      args,
      { cwd, env: { ...process.env, ...env }, shell: program === "npm" && process.platform === "win32" },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`));
      },
    );
  });
}
