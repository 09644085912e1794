// `npm run bench:embed`: Lighthouse on a site's page without a room, with a room, and with a launcher. docs/embedding.md has
// the results.
import { createServer } from "node:http";
import { startDevServer } from "../../test/support/dev-server.ts";
import { freePort } from "../../test/support/loopback.ts";
import { installIn } from "../install.ts";

installIn(new URL("./", import.meta.url), "Lighthouse");
// Only now, because it may just have been installed.
const { judge } = await import("./lighthouse.ts");

const port = await freePort();
const site = `http://127.0.0.1:${port}`;
const room = await startDevServer({ vars: { EMBED_ORIGINS: site } });

/** A page with a heading and as much text as fills two screens. */
const TEXT = `<h1>The Garden Club</h1>${"<p>Tomatoes, beans and basil grow well together. </p>".repeat(40)}`;
const SCRIPT = `<script type="module" src="${room.origin}/embed.js"></script>`;

const PAGES: Readonly<Record<string, string>> = {
  "without a room": TEXT,
  "a room in view": `${SCRIPT}<parley-chat room="garden" style="height: 24rem"></parley-chat>${TEXT}`,
  "a room further down": `${SCRIPT}${TEXT}<parley-chat room="garden"></parley-chat>`,
  "a launcher": `${SCRIPT}${TEXT}<parley-chat room="garden" mode="launcher"></parley-chat>`,
};

const server = createServer(({ url = "" }, response) => {
  const body = PAGES[decodeURIComponent(url.slice(1))];
  response.writeHead(body === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
  response.end(
    `<!doctype html><html lang="en"><head><title>The Garden Club</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body>${body ?? ""}</body></html>`,
  );
});
server.listen(port, "127.0.0.1");
try {
  for (const name of Object.keys(PAGES)) {
    const { scores, times } = await judge(`${site}/${encodeURIComponent(name)}`);
    process.stdout.write(`${name}: ${JSON.stringify({ ...scores, ...times })}\n`);
  }
} finally {
  server.close();
  server.closeAllConnections();
  await room.stop();
}
