import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as v from "valibot";
import { unstable_readConfig } from "wrangler";
import { UNLIMITED } from "./unlimited.ts";

const here = fileURLToPath(new URL("../..", import.meta.url));

/** The parts of wrangler.toml that matter to the runtime, as wrangler reads it. */
const Config = v.object({
  main: v.string(),
  compatibility_date: v.string(),
  compatibility_flags: v.array(v.string()),
  vars: v.record(v.string(), v.unknown()),
  durable_objects: v.object({ bindings: v.array(v.object({ name: v.string(), class_name: v.string() })) }),
});

type Config = v.InferOutput<typeof Config>;

/** What a Worker runs with, beside wrangler.toml. */
export interface WorkerOptions {
  /** Overrides of `[vars]`; without any, frames are not limited (P5.1). */
  readonly vars?: Readonly<Record<string, string>>;
  /** The tree whose Worker runs. Default: this one. */
  readonly root?: string | undefined;
  /** The tree whose objects run, as in the middle of a deployment. Default: that of the Worker. */
  readonly objects?: string | undefined;
  /** Lets `fetch` go to this machine and its network. Without it, workerd connects to public addresses only. */
  readonly reachesOwnNetwork?: boolean;
  /** The process aborts if its JavaScript heap needs more. Default: no limit. */
  readonly maxHeapMegabytes?: number;
}

/** The input of `workerd serve`. */
export interface WorkerConfig {
  /** The configuration text. */
  readonly capnp: string;
  /** The modules beside it, by file name. */
  readonly modules: Readonly<Record<string, string>>;
}

/** The Worker of a tree, bundled. */
interface Bundle {
  readonly config: Config;
  readonly script: string;
}

/** A Worker in the configuration. */
interface Service {
  readonly name: string;
  readonly bundle: Bundle;
  /** The classes whose objects it runs. */
  readonly classes: readonly string[];
}

const bundles = new Map<string, Promise<Bundle>>();

/**
 * Bundles the Worker and writes a workerd configuration equivalent to wrangler.toml: the same date, variables and
 * objects, without static assets.
 */
export async function makeWorkerConfig({
  maxHeapMegabytes,
  objects: objectsRoot,
  reachesOwnNetwork = false,
  root = here,
  vars = {},
}: WorkerOptions = {}): Promise<WorkerConfig> {
  const main = await bundle(root);
  const objects = objectsRoot === undefined ? undefined : await bundle(objectsRoot);
  const services = objects === undefined ? [one("main", main)] : two(main, objects);
  const hosts = new Map(services.flatMap(({ classes, name }) => classes.map((className) => [className, name])));
  const capnp = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
${list(services.map(({ name }) => `(name = ${text(name)}, worker = .${name})`))}
    (name = "storage", disk = (writable = true)),${reachesOwnNetwork ? '\n    (name = "internet", network = (allow = ["public", "private"])),' : ""}
  ],
  sockets = [(name = "http", http = (), service = "main")],${
    maxHeapMegabytes === undefined
      ? ""
      : `
  v8Flags = [${text(`--max-heap-size=${maxHeapMegabytes}`)}],`
  }
);
${services.map((service) => describeService(service, hosts, vars)).join("")}`;
  const modules = Object.fromEntries(services.map(({ bundle: { script }, name }) => [`${name}.js`, script]));
  return { capnp, modules };
}

function one(name: string, bundle: Bundle): Service {
  return { name, bundle, classes: classesOf(bundle) };
}

/** A Worker, and the objects of another release. Objects of a class that is new run the Worker's code. */
function two(main: Bundle, objects: Bundle): Service[] {
  const old = new Set(classesOf(objects));
  const added = classesOf(main).filter((className) => !old.has(className));
  return [{ name: "main", bundle: main, classes: added }, one("objects", objects)];
}

function classesOf({ config }: Bundle): string[] {
  return config.durable_objects.bindings.map(({ class_name }) => class_name);
}

/** @param hosts the service of each class */
function describeService(
  { bundle, classes, name }: Service,
  hosts: ReadonlyMap<string, string>,
  vars: Readonly<Record<string, string>>,
): string {
  const { config } = bundle;
  const namespaces = classes.map((one) => `(className = ${text(one)}, uniqueKey = ${text(one)}, enableSql = true)`);
  const bindings = config.durable_objects.bindings.map(({ class_name, name: binding }) => {
    const host = hosts.get(class_name) ?? name;
    const service = host === name ? "" : `, serviceName = ${text(host)}`;
    return `(name = ${text(binding)}, durableObjectNamespace = (className = ${text(class_name)}${service}))`;
  });
  const variables = Object.entries({ ...config.vars, ...UNLIMITED, ...vars }).map(
    ([variable, value]) => `(name = ${text(variable)}, text = ${text(value)})`,
  );
  return `
const ${name} :Workerd.Worker = (
  modules = [(name = "${name}.js", esModule = embed "${name}.js")],
  compatibilityDate = ${text(config.compatibility_date)},
  compatibilityFlags = [${config.compatibility_flags.map(text).join(", ")}],
  durableObjectNamespaces = [
${list(namespaces)}
  ],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [
${list([...bindings, ...variables])}
  ],
);
`;
}

/** Bundles the Worker of a tree, once. */
function bundle(root: string): Promise<Bundle> {
  const known = bundles.get(root) ?? makeBundle(root);
  bundles.set(root, known);
  return known;
}

async function makeBundle(root: string): Promise<Bundle> {
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
  return { config, script: outputFiles[0]?.text ?? "" };
}

function text(value: unknown): string {
  return JSON.stringify(String(value));
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `    ${line},`).join("\n");
}
