import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inLimiter = patchesOf("src/server/request-limiter.ts");
const inHeaders = patchesOf("src/server/header-rules.ts");
const inMetrics = patchesOf("src/server/metrics.ts");
const inCheck = patchesOf("src/worker/config/check-settings.ts");

/** Faults of `npm run serve`, and of what happens before any server starts. */
export const OWN_SERVER_FAULTS: readonly Fault[] = [
  {
    name: "a server of your own limits no address",
    patches: [inLimiter("return count <= this.#limit;", "return true;")],
    caughtBy: inUnit("server/rules", "P5.5 requests are counted by address, anew in each period"),
  },
  {
    name: "a file of a server of your own keeps a header that a later rule takes away",
    patches: [inHeaders("      headers.delete(name);\n", "")],
    caughtBy: inUnit(
      "server/rules",
      "headers of several rules are joined, and ! leaves out what an earlier rule added",
    ),
  },
  {
    name: "anyone reads a server's figures",
    patches: [inMetrics("if (!(await isOwner(request, ownerToken)))", "if (false)")],
    caughtBy: inUnit("server/metrics", "/metrics answers the owner alone, and reads only"),
  },
  {
    name: "a server starts with an invalid setting",
    patches: [
      inCheck(
        "if (error instanceof ConfigError) return error.message;",
        "if (error instanceof ConfigError) return undefined;",
      ),
    ],
    caughtBy: inUnit(
      "settings/check-settings",
      "settings that the Worker refuses are refused before it starts, each with what it takes and an example",
    ),
  },
];
