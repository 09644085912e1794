import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/cli");
const inSafeText = patchesOf("cli/text/safe-text.ts");

/** Faults of the command line. */
export const CLI_FAULTS: readonly Fault[] = [
  {
    name: "a message sets the title of a terminal by the controls of eight bits",
    patches: [inSafeText("\\u007f-\\u009f", "\\u007f")],
    caughtBy: inUnit("safe-text", "no text of another user has anything that a terminal obeys"),
  },
  {
    name: "a message in JSON moves the cursor of a terminal",
    patches: [inSafeText("replace(OBEYED, escaped)", "replace(/\\r/g, escaped)")],
    caughtBy: inUnit("safe-text", "no text of another user has anything that a terminal obeys"),
  },
  {
    name: "a server's error text reaches the terminal as it is",
    patches: [
      patchesOf("cli/text/print.ts")(
        'import { safeLines } from "./safe-text.ts";',
        "const safeLines = (text: string) => [text];",
      ),
    ],
    caughtBy: inUnit("safe-text", "nothing is printed that a terminal obeys"),
  },
];
