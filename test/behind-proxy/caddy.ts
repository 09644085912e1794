import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Proxied, ReverseProxy } from "./proxy.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const POLL_MS = 100;
const WITHIN_MS = 60_000;

/** Caddy with deploy/Caddyfile, and a certificate of its own authority. */
export const CADDY: ReverseProxy = { name: "Caddy", version: ["caddy", "version"], start };

async function start({ host, scratch, upstream }: Proxied): Promise<{ process: ChildProcess; authority: string }> {
  const file = join(scratch, "Caddyfile");
  const options = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\tlocal_certs\n}\n";
  writeFileSync(file, `${options}import ${join(root, "deploy/Caddyfile")}\n`);
  const started = spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: scratch,
      XDG_DATA_HOME: scratch,
      XDG_CONFIG_HOME: scratch,
      DOMAIN: host,
      PARLEY: upstream,
    },
  });
  let output = "";
  started.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const authority = join(scratch, "caddy/pki/authorities/local/root.crt");
  const deadline = Date.now() + WITHIN_MS;
  while (!existsSync(authority) || !output.includes("serving initial configuration")) {
    if (started.exitCode !== null || Date.now() > deadline) throw new Error(`Caddy did not start:\n${output}`);
    await sleep(POLL_MS);
  }
  return { process: started, authority: readFileSync(authority, "utf8") };
}
