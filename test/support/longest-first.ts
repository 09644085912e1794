import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Small files that run for minutes. Started last, they would run on while the other core is idle. */
const LONG = ["test/e2e/states.test.ts", "test/e2e/update.test.ts"];

/** Vitest's order, with long files first. A fresh clone knows no times, so vitest goes by the size of a file there. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((file) => moduleId.endsWith(file));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
