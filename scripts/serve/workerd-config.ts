import type { SiteManifest } from "../../src/server/site-manifest.ts";

/** Everything but the settings that a server runs with. */
export interface ServerBuild {
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly objects: readonly { readonly binding: string; readonly className: string }[];
  /** Names of the settings, secrets included. */
  readonly settings: readonly string[];
  readonly site: SiteManifest;
}

/** Decisions about the process. */
export interface ProcessOptions {
  /** File name of the Worker, beside the configuration. */
  readonly script: string;
  /** Whether webhooks may go to this machine and its network (WEBHOOK_PRIVATE). */
  readonly reachesOwnNetwork: boolean;
  /** Whether a proxy says over which protocol the client came. */
  readonly isBehindProxy: boolean;
}

/**
 * The configuration of workerd. It contains no setting: they come from the environment, so that no secret is in a file or in
 * the list of processes.
 */
export function workerdConfig(
  build: ServerBuild,
  { isBehindProxy, reachesOwnNetwork, script }: ProcessOptions,
): string {
  const { compatibilityDate, compatibilityFlags, objects, settings, site } = build;
  const networks = reachesOwnNetwork ? ["public", "private"] : ["public"];
  const bindings = [
    ...objects.map(
      ({ binding, className }) => `(name = ${text(binding)}, durableObjectNamespace = ${text(className)})`,
    ),
    ...[...settings, "LOG_REQUESTS"].map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
    `(name = "ASSETS", service = (name = "server", entrypoint = "Site"))`,
    `(name = "SITE", json = ${text(JSON.stringify(site))})`,
    `(name = "SITE_FILES", service = "site")`,
  ];
  const namespaces = objects.map(
    ({ className }) => `(className = ${text(className)}, uniqueKey = ${text(className)}, enableSql = true)`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "server", worker = .server),
    (name = "storage", disk = (writable = true)),
    (name = "site", disk = (writable = false)),
    (name = "internet", network = (allow = [${networks.map(text).join(", ")}], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [
    (name = "http", http = (${isBehindProxy ? 'forwardedProtoHeader = "X-Forwarded-Proto"' : ""}), service = "server"),
    (name = "control", http = (), service = (name = "server", entrypoint = "Control")),
  ],
);

const server :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed ${text(script)})],
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
  durableObjectNamespaces = [
    ${namespaces.join(",\n    ")},
  ],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [
    ${bindings.join(",\n    ")},
  ],
);
`;
}

/** A text of the configuration's language. JSON's escapes are among its own, but for those of \`\\u\`, which stand for bytes. */
function text(value: string): string {
  return JSON.stringify(value);
}
