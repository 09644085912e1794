import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { pin } from "../systems/cores.ts";
import type { Generator } from "./api.ts";

/** A request to the generator's process. */
export interface Call {
  readonly method: keyof Generator;
  readonly args: readonly unknown[];
}

/** Its reply. */
export type Answer = { readonly value: unknown } | { readonly error: string };

/** The generator in another process. */
export interface RemoteGenerator {
  call<K extends keyof Generator>(
    method: K,
    ...args: Parameters<Generator[K]>
  ): Promise<Awaited<ReturnType<Generator[K]>>>;
  stop(): Promise<void>;
}

/** Starts the generator on a core of its own. It ends with this process, however that ends. */
export function startGenerator(): RemoteGenerator {
  const child = fork(fileURLToPath(new URL("main.ts", import.meta.url)), { serialization: "advanced" });
  const gone = once(child, "exit").then(() => ({ error: "the generator ended" }) satisfies Answer);
  if (child.pid !== undefined) pin(child.pid, "generator");
  return {
    async call(method, ...args) {
      const answered = once(child, "message").then(([answer]: Answer[]) => answer);
      child.send({ method, args } satisfies Call);
      const answer = await Promise.race([answered, gone]);
      if (answer === undefined) throw new Error("the generator sent no reply");
      if ("error" in answer) throw new Error(`${method}: ${answer.error}`);
      // The result type of the method of that name.
      return answer.value as never;
    },
    async stop() {
      child.disconnect();
      await gone;
    },
  };
}
