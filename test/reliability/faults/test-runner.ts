import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as v from "valibot";
import { endWithUs } from "../../support/end-with-us.ts";
import type { NamedTest } from "./fault.ts";

/** What becomes of each test; `absent` if it did not run. */
const Statuses = v.array(v.picklist(["passed", "failed", "absent"]));

export type Status = v.InferOutput<typeof Statuses>[number];

/** UTF-16 units of vitest's output that are kept for an error message. */
const OUTPUT_KEPT = 16_384;

/** Tests to run by name, and the files of the tree that have changed since the run before. */
export interface TestRun {
  readonly tests: readonly NamedTest[];
  readonly changed: readonly string[];
}

/** The vitest of a tree. It stays for all runs, so that each reads only the files that have changed. */
export interface TestRunner {
  /** Has files of the tree, relative to its root, read again. */
  changed(files: readonly string[]): void;
  /**
   * @returns the status of each test, in their order
   * @throws if vitest ends instead of answering
   */
  run(tests: readonly NamedTest[]): Promise<readonly Status[]>;
  stop(): Promise<void>;
}

/** @param projects names of the vitest projects that the tests are in */
export function startTestRunner(root: string, projects: readonly string[]): TestRunner {
  // If this runs inside vitest, the inner vitest must not take itself for a worker of the outer one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const child = fork(join(root, "test/reliability/faults/tests-in-tree.ts"), projects, {
    cwd: root,
    // By the shell's variable, vitest would report another folder than the tree.
    env: { ...env, PWD: root },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const release = endWithUs(() => child.kill("SIGTERM"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-OUTPUT_KEPT);
    });
  }
  const changed: string[] = [];
  const ended = once(child, "exit").then(release);
  return {
    changed(files) {
      changed.push(...files);
    },
    async run(tests) {
      const answer = once(child, "message");
      child.send({ tests, changed: changed.splice(0) } satisfies TestRun);
      const message = await Promise.race([answer, ended]);
      if (message === undefined) throw new Error(`vitest ended:\n${output}`);
      return v.parse(Statuses, message[0]);
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
