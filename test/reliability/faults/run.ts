import { copyTree, type Tree } from "../../support/tree.ts";
import type { Fault } from "./fault.ts";
import { GROUPS } from "./table.ts";
import { runTests } from "./vitest.ts";

export const FAULTS: readonly Fault[] = GROUPS.flatMap(([, faults]) => faults);

/** Faults tried in parallel, each in a tree of its own: tests spend more time waiting than computing. */
const AT_ONCE = 2;

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
  const trees: Tree[] = [];
  try {
    while (trees.length < AT_ONCE) trees.push(await copyTree());
    const [first] = trees;
    if (first !== undefined) await passUnplanted(first, faults);
    const left = [...faults];
    const outcomes: FaultResult[] = [];
    await Promise.all(
      trees.map(async (tree) => {
        for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
          const outcome = await tryFault(tree, fault);
          told?.(outcome);
          outcomes.push(outcome);
        }
      }),
    );
    return outcomes;
  } finally {
    for (const tree of trees) await tree.remove();
  }
}

/**
 * A test that fails anyway catches nothing. A fault that cannot be planted should be reported before the others run.
 */
async function passUnplanted(tree: Tree, faults: readonly Fault[]): Promise<void> {
  for (const { patches } of faults) {
    const takeBack = await tree.plant(patches);
    await takeBack();
  }
  const tests = faults.map(({ caughtBy }) => caughtBy);
  const statusOf = await runTests(tree.root, tests);
  const bad = tests.filter((test) => statusOf(test) !== "passed");
  if (bad.length === 0) return;
  const list = bad.map((test) => `${statusOf(test) ?? "not found"}: ${test.file}: ${test.title}`);
  throw new Error(`these tests fail without a fault:\n${list.join("\n")}`);
}

async function tryFault(tree: Tree, { caughtBy, name, patches }: Fault): Promise<FaultResult> {
  const takeBack = await tree.plant(patches);
  try {
    const status = (await runTests(tree.root, [caughtBy]))(caughtBy);
    // A fault that keeps the file from loading would fail any test, and proves nothing about this one.
    if (status === undefined) throw new Error(`with "${name}" planted, the test did not run: ${caughtBy.title}`);
    return { name, test: caughtBy.title, caught: status === "failed" };
  } finally {
    await takeBack();
  }
}
