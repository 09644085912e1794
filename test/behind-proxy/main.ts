// `npm run test:serve`: `npm run serve` behind Caddy and nginx (Debian's packages), with HTTPS by deploy/Caddyfile and
// deploy/nginx.conf.
import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates, setDefaultCACertificates } from "node:tls";
import { quietPort } from "../support/loopback.ts";
import { startServed } from "../support/served.ts";
import { CADDY } from "./caddy.ts";
import { checkProxy, FILE_BYTES } from "./checks.ts";
import { NGINX } from "./nginx.ts";
import type { ReverseProxy } from "./proxy.ts";

for (const proxy of [CADDY, NGINX]) await run(proxy);

async function run({ name, start, version: [command, flag] }: ReverseProxy): Promise<void> {
  if (spawnSync(command, [flag]).error !== undefined) {
    throw new Error(`This test needs ${name}: apt install ${command}`);
  }
  const port = await quietPort();
  const host = `localhost:${port}`;
  const scratch = mkdtempSync(join(tmpdir(), "parley-proxy-"));
  const server = await startServed({
    settings: {
      ALLOWED_HOSTS: host,
      TRUSTED_PROXY: "127.0.0.1, ::1",
      SYSTEM_NAMES: "ip",
      UPLOADS: "everyone",
      MAX_FILE_BYTES: String(FILE_BYTES),
    },
  });
  let running: ChildProcess | undefined;
  try {
    const started = await start({ host, port, scratch, upstream: `127.0.0.1:${server.port}` });
    running = started.process;
    setDefaultCACertificates([...rootCertificates, started.authority]);
    await checkProxy(host, server);
    process.stdout.write(`Parley works behind ${name}.\n`);
  } finally {
    if (running !== undefined && running.exitCode === null) {
      const gone = once(running, "exit");
      running.kill("SIGTERM");
      await gone;
    }
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
