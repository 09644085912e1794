import { createServer } from "node:http";
import { inject, onTestFinished } from "vitest";

/**
 * Serves a page of the site that `EMBED_ORIGINS` lists, until the test ends.
 *
 * @param body its HTML; the element's script is in the head
 * @param site `localhost` is another site than the room's, so that browsers partition the frame's storage
 * @returns its origin
 */
export async function serveHostPage(body: string, site: "127.0.0.1" | "localhost" = "127.0.0.1"): Promise<string> {
  const [port] = inject("hostPorts");
  const text = `<!doctype html><html lang="en"><head><title>Host</title><link rel="icon" href="data:,">
<script type="module" src="${inject("origin")}/embed.js"></script>
<script>
  globalThis.told = [];
  for (const name of ["ready", "message", "unread", "error"])
    addEventListener("parley-" + name, ({ detail }) => told.push(name + " " + (detail.text ?? detail.count ?? detail.room ?? detail.code)));
</script></head><body>${body}</body></html>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://${site}:${port}`;
}
