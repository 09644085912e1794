import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as v from "valibot";
import { unstable_readConfig } from "wrangler";
import { UNLIMITED } from "./unlimited.ts";

/** The Worker's module, in the configuration. */
export const WORKER_FILE = "worker.js";

const here = fileURLToPath(new URL("../..", import.meta.url));

/** The parts of wrangler.toml that matter to the runtime, as wrangler reads it. */
const Config = v.object({
  main: v.string(),
  compatibility_date: v.string(),
  compatibility_flags: v.array(v.string()),
  vars: v.record(v.string(), v.unknown()),
  durable_objects: v.object({ bindings: v.array(v.object({ name: v.string(), class_name: v.string() })) }),
});

/** What a Worker runs with, beside wrangler.toml. */
export interface WorkerOptions {
  /** Overrides of `[vars]`; without any, frames are not limited (P5.1). */
  readonly vars?: Readonly<Record<string, string>>;
  /** The tree whose Worker runs. Default: this one. */
  readonly root?: string;
  /** Lets `fetch` go to this machine and its network. Without it, workerd connects to public addresses only. */
  readonly reachesOwnNetwork?: boolean;
  /** The process aborts if its JavaScript heap needs more. Default: no limit. */
  readonly maxHeapMegabytes?: number;
}

/** The input of `workerd serve`. */
export interface WorkerConfig {
  /** The configuration text. */
  readonly capnp: string;
  /** The Worker as one module. */
  readonly script: string;
}

/**
 * Bundles the Worker and writes a workerd configuration equivalent to wrangler.toml: the same date, variables and
 * objects, without static assets.
 */
export async function makeWorkerConfig({
  maxHeapMegabytes,
  reachesOwnNetwork = false,
  root = here,
  vars = {},
}: WorkerOptions = {}): Promise<WorkerConfig> {
  const config = v.parse(Config, unstable_readConfig({ config: `${root}/wrangler.toml` }, { hideWarnings: true }));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [config.main],
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    write: false,
    logLevel: "warning",
  });
  const script = outputFiles[0]?.text ?? "";

  const objects = config.durable_objects.bindings;
  const text = (value: unknown) => JSON.stringify(String(value));
  const list = (lines: readonly string[]) => lines.map((line) => `    ${line},`).join("\n");
  const capnp = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "storage", disk = (writable = true)),${reachesOwnNetwork ? '\n    (name = "internet", network = (allow = ["public", "private"])),' : ""}
  ],
  sockets = [(name = "http", http = (), service = "main")],${
    maxHeapMegabytes === undefined
      ? ""
      : `
  v8Flags = [${text(`--max-heap-size=${maxHeapMegabytes}`)}],`
  }
);

const worker :Workerd.Worker = (
  modules = [(name = "${WORKER_FILE}", esModule = embed "${WORKER_FILE}")],
  compatibilityDate = ${text(config.compatibility_date)},
  compatibilityFlags = [${config.compatibility_flags.map(text).join(", ")}],
  durableObjectNamespaces = [
${list(objects.map(({ class_name }) => `(className = ${text(class_name)}, uniqueKey = ${text(class_name)}, enableSql = true)`))}
  ],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [
${list([
  ...objects.map(({ class_name, name }) => `(name = ${text(name)}, durableObjectNamespace = ${text(class_name)})`),
  ...Object.entries({ ...config.vars, ...UNLIMITED, ...vars }).map(
    ([name, value]) => `(name = ${text(name)}, text = ${text(value)})`,
  ),
])}
  ],
);
`;
  return { capnp, script };
}
