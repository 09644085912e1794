import { copyTree, type Tree } from "../../support/tree.ts";
import { API_FAULTS } from "./api-faults.ts";
import { ARCHIVE_FAULTS } from "./archive-faults.ts";
import { CLIENT_FAULTS } from "./client-faults.ts";
import { DATA_FAULTS } from "./data-faults.ts";
import { EMBED_FAULTS } from "./embed-faults.ts";
import type { Fault } from "./fault.ts";
import { FILES_FAULTS } from "./files-faults.ts";
import { LOG_FAULTS } from "./log-faults.ts";
import { MODERATION_FAULTS } from "./moderation-faults.ts";
import { NAMES_FAULTS } from "./names-faults.ts";
import { NEWCOMER_FAULTS } from "./newcomer-faults.ts";
import { PAGE_FAULTS } from "./page-faults.ts";
import { PREVIEW_FAULTS } from "./preview-faults.ts";
import { PRIVACY_FAULTS } from "./privacy-faults.ts";
import { RANK_FAULTS } from "./rank-faults.ts";
import { ROOM_FAULTS } from "./room-faults.ts";
import { SEARCH_FAULTS } from "./search-faults.ts";
import { SERVER_FAULTS } from "./server-faults.ts";
import { SIGN_IN_FAULTS } from "./sign-in-faults.ts";
import { runTests } from "./vitest.ts";

export const FAULTS: readonly Fault[] = [
  ...SERVER_FAULTS,
  ...LOG_FAULTS,
  ...ROOM_FAULTS,
  ...MODERATION_FAULTS,
  ...NEWCOMER_FAULTS,
  ...NAMES_FAULTS,
  ...RANK_FAULTS,
  ...SIGN_IN_FAULTS,
  ...CLIENT_FAULTS,
  ...PAGE_FAULTS,
  ...PRIVACY_FAULTS,
  ...ARCHIVE_FAULTS,
  ...PREVIEW_FAULTS,
  ...API_FAULTS,
  ...FILES_FAULTS,
  ...SEARCH_FAULTS,
  ...DATA_FAULTS,
  ...EMBED_FAULTS,
];

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
