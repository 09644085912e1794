import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { endWithUs } from "../../support/end-with-us.ts";
import type { NamedTest } from "./fault.ts";

const Report = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      assertionResults: v.array(v.object({ title: v.string(), status: v.string() })),
    }),
  ),
});

/** The result of a test; `undefined` if it did not run. */
export type Status = "passed" | "failed" | undefined;

/** Runs tests by name in a tree, with a vitest process of its own. */
export async function runTests(root: string, tests: readonly NamedTest[]): Promise<(test: NamedTest) => Status> {
  const unique = (values: readonly string[]) => [...new Set(values)];
  const outputFile = join(root, "report.json");
  const titles = unique(tests.map(({ title }) => title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  const args = [
    "run",
    ...unique(tests.map(({ file }) => file)),
    ...unique(tests.map(({ project }) => project)).map((project) => `--project=${project}`),
    `--testNamePattern=${titles.join("|")}`,
    "--reporter=json",
    `--outputFile=${outputFile}`,
  ];
  // Otherwise the report of an earlier run could pass for one that this run failed to write.
  await rm(outputFile, { force: true });
  const output = await run(root, args);
  const text = await readFile(outputFile, "utf8").catch(() => {
    throw new Error(`vitest wrote no report:\n${output}`);
  });
  const { testResults } = v.parse(Report, JSON.parse(text));
  return ({ file, title }) => {
    const results = testResults.filter(({ name }) => name.endsWith(file)).flatMap((one) => one.assertionResults);
    const status = results.find((result) => result.title === title)?.status;
    return status === "passed" || status === "failed" ? status : undefined;
  };
}

/** Resolves with the output, whether the tests pass or not. */
async function run(cwd: string, args: readonly string[]): Promise<string> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  // If this runs inside vitest, the inner vitest must not take itself for a worker of the outer one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const child = spawn(process.execPath, [vitest, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const release = endWithUs(() => child.kill("SIGTERM"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  await once(child, "close");
  release();
  return output;
}
