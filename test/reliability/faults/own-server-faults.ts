import type { Fault } from "./fault.ts";
import { patchesOf, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit");
const inReliability = testsIn("reliability", "test/reliability");
const inLimiter = patchesOf("src/server/request-limiter.ts");
const inHeaders = patchesOf("src/server/header-rules.ts");
const inServer = patchesOf("src/server/index.ts");
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
    patches: [inServer("return readable ? new Response", "return !readable || readable ? new Response")],
    caughtBy: inReliability("serve/serve", "/healthz answers without a room, and /metrics the owner alone"),
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
