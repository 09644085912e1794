// A site of its own that embeds rooms: `npm run demo`. It has every option of `<parley-chat>`, and a sign-in of its own.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { SignJWT } from "jose";
import { wranglerEnv } from "./wrangler-env.mjs";

const CHAT_PORT = 8787;
const SITE_PORT = 8788;
const CHAT = `http://localhost:${CHAT_PORT}`;
const SITE = `http://localhost:${SITE_PORT}`;

/** Seconds for which the site's tokens are valid: short enough to watch one being renewed. */
const TOKEN_FOR_S = 180;

const secret = randomBytes(32).toString("base64");
const root = fileURLToPath(new URL("..", import.meta.url));

// A first try includes a picture, as with `npm start`.
const vars = { JWT_SECRET: secret, JWT_ISSUER: SITE, JWT_AUDIENCE: CHAT, EMBED_ORIGINS: SITE, UPLOADS: "everyone" };
const chat = spawn(
  process.execPath,
  [
    "node_modules/wrangler/bin/wrangler.js",
    "dev",
    "--port",
    String(CHAT_PORT),
    ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
  ],
  { cwd: root, stdio: "inherit", env: { ...wranglerEnv, ...process.env } },
);
chat.on("exit", (code) => process.exit(code ?? 1));

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(SITE_PORT, "localhost", () => console.log(`A site that embeds a room: ${SITE}`));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    server.close();
    chat.kill(signal);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", SITE);
  switch (pathname) {
    case "/": {
      const page = await readFile(new URL("demo/page.html", import.meta.url), "utf8");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(page.replaceAll("CHAT_ORIGIN", CHAT));
      return;
    }
    case "/demo.js":
      response.writeHead(200, { "content-type": "text/javascript; charset=utf-8" });
      response.end(await readFile(new URL("demo/demo.js", import.meta.url), "utf8"));
      return;
    case "/token": {
      // A real site takes the user from its own session, never from the request.
      const name = searchParams.get("user") ?? "";
      response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify({ token: await tokenFor(name) }));
      return;
    }
    default:
      response.writeHead(404).end();
  }
}

function tokenFor(name: string): Promise<string> {
  return new SignJWT({ name })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(SITE)
    .setAudience(CHAT)
    .setSubject(name.toLowerCase())
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_FOR_S}s`)
    .sign(new TextEncoder().encode(secret));
}
