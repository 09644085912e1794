// The load generator, in a process and on a core of its own: runs one call at a time.
import { setTimeout as sleep } from "node:timers/promises";
import type { Generator } from "./api.ts";
import { Crowd } from "./crowd.ts";
import type { Answer, Call } from "./generator-process.ts";
import { runOverload } from "./overload-run.ts";
import { runLoad, runQuiet } from "./runs.ts";

/** Milliseconds for a socket that reads again to catch up, in particular to its close frame. */
const CATCH_UP_MS = 1_000;

let crowd: Crowd | undefined;

function present(): Crowd {
  if (crowd === undefined) throw new Error("nobody is connected");
  return crowd;
}

const generator: Generator = {
  connect(options) {
    crowd?.leave();
    crowd = new Crowd(options);
    return crowd.connect();
  },
  join: () => present().join(),
  settle: () => present().settle(),
  frames: async () => present().frames,
  depart: (stay) => present().depart(stay),
  quiet: (options) => runQuiet(present(), options),
  load: (options) => runLoad(present(), options),
  overload: (options) => runOverload(present(), options),
  async stall(stalled) {
    const { apart } = present();
    for (const receiver of apart) stalled ? receiver.stall() : receiver.wake();
    if (!stalled) await sleep(CATCH_UP_MS);
    return apart.map(({ bytes, closedWith }) => ({ bytes, ...(closedWith === undefined ? {} : { closedWith }) }));
  },
  resume: (missed) => present().resume(missed),
  async leave() {
    crowd?.leave();
    crowd = undefined;
  },
};

process.on("message", async (call: Call) => {
  // The caller's types tie the arguments to the method.
  const method = generator[call.method] as (...args: readonly unknown[]) => Promise<unknown>;
  const answer: Answer = await method(...call.args).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(answer);
});
// The bench process has ended, for whatever reason.
process.on("disconnect", () => process.exit());
