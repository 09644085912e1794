import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Proxied, ReverseProxy } from "./proxy.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const POLL_MS = 100;
const WITHIN_MS = 60_000;

/** nginx with deploy/nginx.conf, and a certificate made for it. */
export const NGINX: ReverseProxy = { name: "nginx", version: ["nginx", "-v"], start };

async function start({ port, scratch, upstream }: Proxied): Promise<{ process: ChildProcess; authority: string }> {
  const [key, certificate] = [join(scratch, "key.pem"), join(scratch, "certificate.pem")];
  const asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost";
  const names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate];
  const made = spawnSync("openssl", [...asked.split(" "), ...names], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);

  let site = readFileSync(join(root, "deploy/nginx.conf"), "utf8");
  for (const [from, to] of [
    ["listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`],
    ["listen [::]:443 ssl;", ""],
    ["server_name chat.example.org;", "server_name localhost;"],
    ["/etc/letsencrypt/live/chat.example.org/fullchain.pem", certificate],
    ["/etc/letsencrypt/live/chat.example.org/privkey.pem", key],
    ["http://127.0.0.1:8787", `http://${upstream}`],
  ] as const) {
    if (!site.includes(from)) throw new Error(`deploy/nginx.conf has no ${from}`);
    site = site.replace(from, to);
  }
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(scratch, name)};`,
  );
  const file = join(scratch, "nginx.conf");
  writeFileSync(
    file,
    `daemon off;
pid ${join(scratch, "nginx.pid")};
error_log stderr;
events {}
http {
access_log off;
${folders.join("\n")}
${site}
}
`,
  );
  const started = spawn("nginx", ["-p", scratch, "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  started.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const deadline = Date.now() + WITHIN_MS;
  while (!(await isListening(port))) {
    if (started.exitCode !== null || Date.now() > deadline) throw new Error(`nginx did not start:\n${output}`);
    await sleep(POLL_MS);
  }
  return { process: started, authority: readFileSync(certificate, "utf8") };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
