// `npm run test:serve`: `npm run serve` behind Caddy (Debian's package), with HTTPS by deploy/Caddyfile: the page, its
// headers, a WebSocket, the client's address, and an upload of 100 MiB.
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { rootCertificates, setDefaultCACertificates } from "node:tls";
import { fileURLToPath } from "node:url";
import { quietPort } from "../support/loopback.ts";
import { startServed } from "../support/served.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const FILE_BYTES = 100 * 1024 * 1024;
const POLL_MS = 100;
const WITHIN_MS = 60_000;

if (spawnSync("caddy", ["version"]).error !== undefined) throw new Error("This test needs Caddy: apt install caddy");
const port = await quietPort();
const host = `localhost:${port}`;
const scratch = mkdtempSync(join(tmpdir(), "parley-caddy-"));
const server = await startServed({
  settings: {
    ALLOWED_HOSTS: host,
    TRUSTED_PROXY: "127.0.0.1, ::1",
    SYSTEM_NAMES: "ip",
    UPLOADS: "everyone",
    MAX_FILE_BYTES: String(FILE_BYTES),
  },
});
let caddy: ChildProcess | undefined;
try {
  caddy = await startCaddy();
  await check("the page has its headers, and is compressed", async () => {
    const page = await fetch(`https://${host}/r/garden`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<div id="app">/);
    assert.match(page.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
    assert.equal(page.headers.get("strict-transport-security"), "max-age=63072000");
    assert.equal(page.headers.get("content-encoding"), "gzip");
  });
  await check("another host is refused", async () => {
    const direct = await fetch(`${server.origin}/api/rooms/garden`);
    assert.equal(direct.status, 421);
  });
  await check("a WebSocket comes from its client's address, whatever the client claims", async () => {
    const shown = await firstFrame("/ws/address", {
      "x-forwarded-for": "203.0.113.9",
      "cf-connecting-ip": "203.0.113.9",
    });
    // The client is on this machine, and so is its proxy.
    assert.match(shown, /127\.0\.0\.1|::1/);
    assert.doesNotMatch(shown, /203\.0\.113\.9/);
  });
  await check("a file of 100 MiB is uploaded, and comes back whole", async () => {
    const socket = new WebSocket(`wss://${host}/ws/files`, "parley.v1");
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "hello", v: 1, username: "Ada" }));
    const [event]: unknown[] = await once(socket, "message");
    const [, token = ""] = /"token":"([^"]+)"/.exec(String((event as MessageEvent).data)) ?? [];
    const file = Buffer.alloc(FILE_BYTES, "Good morning!\n");
    const answer = await fetch(`https://${host}/api/rooms/files/files`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "x-file-name": "long.txt", "content-type": "text/plain" },
      body: file,
    });
    const text = await answer.text();
    assert.equal(answer.status, 201, text);
    assert.equal(/"size":(\d+)/.exec(text)?.[1], String(FILE_BYTES));
    socket.close();
  });
  process.stdout.write("Parley works behind Caddy.\n");
} finally {
  if (caddy !== undefined && caddy.exitCode === null) {
    const gone = once(caddy, "exit");
    caddy.kill("SIGTERM");
    await gone;
  }
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Starts Caddy with deploy/Caddyfile and a certificate of its own authority, which this process trusts from then on. */
async function startCaddy(): Promise<ChildProcess> {
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
      PARLEY: `127.0.0.1:${server.port}`,
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
  setDefaultCACertificates([...rootCertificates, readFileSync(authority, "utf8")]);
  return started;
}

async function check(title: string, run: () => Promise<void>): Promise<void> {
  await run();
  process.stdout.write(`ok  ${title}\n`);
}

async function firstFrame(path: string, headers: Record<string, string>): Promise<string> {
  // Node's WebSocket takes headers, unlike a browser's.
  const socket = new WebSocket(`wss://${host}${path}`, { headers } as unknown as string[]);
  const [event]: unknown[] = await once(socket, "message");
  socket.close();
  return String((event as MessageEvent).data);
}
