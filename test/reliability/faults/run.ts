import { copyTree, type Tree } from "../../support/tree.ts";
import type { Fault } from "./fault.ts";
import { GROUPS } from "./table.ts";
import { startTestRunner, type TestRunner } from "./test-runner.ts";

export const FAULTS: readonly Fault[] = GROUPS.flatMap(([, faults]) => faults);

/** Faults tried in parallel, each in a tree of its own: tests spend more time waiting than computing. */
const AT_ONCE = 2;

/** A copy of the tree, and the vitest that runs its tests. */
interface Place {
  readonly tree: Tree;
  readonly runner: TestRunner;
}

/** The result of planting one fault. */
export interface FaultResult {
  readonly name: string;
  /** The title of the test that must catch it. */
  readonly test: string;
  readonly caught: boolean;
}

/**
 * Plants one fault at a time in a copy of the tree, and runs the test that must catch it.
 *
 * @param told called with each result
 * @throws if a test fails without a fault, does not exist, or a fault cannot be planted: then nothing is proven
 */
export async function runFaults(
  faults: readonly Fault[],
  told?: (outcome: FaultResult) => void,
): Promise<readonly FaultResult[]> {
  const projects = [...new Set(faults.map(({ caughtBy }) => caughtBy.project))];
  const places: Place[] = [];
  try {
    while (places.length < AT_ONCE) {
      const tree = await copyTree();
      places.push({ tree, runner: startTestRunner(tree.root, projects) });
    }
    const share = Math.ceil(faults.length / places.length);
    await Promise.all(
      places.map((place, index) => passUnplanted(place, faults.slice(index * share, (index + 1) * share))),
    );
    const left = [...faults];
    const outcomes: FaultResult[] = [];
    await Promise.all(
      places.map(async (place) => {
        for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
          const outcome = await tryFault(place, fault);
          told?.(outcome);
          outcomes.push(outcome);
        }
      }),
    );
    return outcomes;
  } finally {
    for (const { runner, tree } of places) {
      await runner.stop();
      await tree.remove();
    }
  }
}

/**
 * A test that fails anyway catches nothing. A fault that cannot be planted should be reported before the others run.
 */
async function passUnplanted({ runner, tree }: Place, faults: readonly Fault[]): Promise<void> {
  for (const { patches } of faults) {
    const takeBack = await tree.plant(patches);
    await takeBack();
  }
  const tests = faults.map(({ caughtBy }) => caughtBy);
  const statuses = await runner.run(tests);
  const list = tests.flatMap(({ file, title }, index) =>
    statuses[index] === "passed" ? [] : [`${statuses[index]}: ${file}: ${title}`],
  );
  if (list.length > 0) throw new Error(`these tests fail without a fault:\n${list.join("\n")}`);
}

async function tryFault({ runner, tree }: Place, { caughtBy, name, patches }: Fault): Promise<FaultResult> {
  const files = patches.map(({ file }) => file);
  const takeBack = await tree.plant(patches);
  runner.changed(files);
  const [status] = await runner.run([caughtBy]);
  await takeBack();
  runner.changed(files);
  // A fault that keeps the file from loading would fail any test, and proves nothing about this one.
  if (status === "absent") throw new Error(`with "${name}" planted, the test did not run: ${caughtBy.title}`);
  return { name, test: caughtBy.title, caught: status === "failed" };
}
