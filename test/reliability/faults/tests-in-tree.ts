// `fork("tests-in-tree.ts", [project…])` in a copy of the tree: runs the tests that it is sent, and answers with their statuses.
import { join } from "node:path";
import { createVitest, type TestModule } from "vitest/node";
import type { NamedTest } from "./fault.ts";
import type { Status, TestRun } from "./test-runner.ts";

const root = process.cwd();
// An empty reporter: the answer is the report.
const vitest = await createVitest("test", { root, watch: false, project: process.argv.slice(2), reporters: [{}] });
await vitest.standalone();

// Only test-runner.ts sends messages, one at a time.
process.on("message", async (run: TestRun) => process.send?.(await runTests(run)));

async function runTests({ changed, tests }: TestRun): Promise<Status[]> {
  for (const file of changed) vitest.invalidateFile(join(root, file));
  const titles = tests.map(({ title }) => title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  vitest.setGlobalTestNamePattern(new RegExp(titles.join("|")));
  const files = await vitest.globTestSpecifications(tests.map(({ file }) => file));
  const wanted = files.filter(({ moduleId, project }) =>
    tests.some((test) => test.project === project.name && join(root, test.file) === moduleId),
  );
  const { testModules } = await vitest.runTestSpecifications(wanted);
  return tests.map((test) => statusOf(test, testModules));
}

function statusOf({ file, project, title }: NamedTest, modules: readonly TestModule[]): Status {
  const own = modules.filter((module) => module.project.name === project && module.moduleId === join(root, file));
  const found = own.flatMap(({ children }) => [...children.allTests()]).find(({ name }) => name === title);
  const state = found?.result().state;
  return state === "passed" || state === "failed" ? state : "absent";
}
