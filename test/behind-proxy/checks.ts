import assert from "node:assert/strict";
import { once } from "node:events";
import type { Served } from "../support/served.ts";

/** Bytes of the largest file that a server takes. */
export const FILE_BYTES = 100 * 1024 * 1024;

/**
 * Checks a server behind a proxy: the page, its headers, a WebSocket, the client's address, and an upload of 100 MiB.
 *
 * @param host of the proxy, which this process trusts
 */
export async function checkProxy(host: string, served: Pick<Served, "origin">): Promise<void> {
  await check("the page has its headers, and is compressed", async () => {
    const page = await fetch(`https://${host}/r/garden`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<div id="app">/);
    assert.match(page.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
    assert.equal(page.headers.get("strict-transport-security"), "max-age=63072000");
    assert.equal(page.headers.get("content-encoding"), "gzip");
  });
  await check("another host is refused", async () => {
    const direct = await fetch(`${served.origin}/api/rooms/garden`);
    assert.equal(direct.status, 421);
  });
  await check("a WebSocket comes from its client's address, whatever the client claims", async () => {
    const shown = await firstFrame(host, "/ws/address", {
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
    const [, id] = /"id":"([^"]+)"/.exec(text) ?? [];
    const back = await fetch(`https://${host}/files/files/${id}/long.txt`);
    assert.equal(back.status, 200);
    assert.ok(Buffer.from(await back.arrayBuffer()).equals(file));
    socket.close();
  });
}

async function check(title: string, run: () => Promise<void>): Promise<void> {
  await run();
  process.stdout.write(`ok  ${title}\n`);
}

async function firstFrame(host: string, path: string, headers: Record<string, string>): Promise<string> {
  // Node's WebSocket takes headers, unlike a browser's.
  const socket = new WebSocket(`wss://${host}${path}`, { headers } as unknown as string[]);
  const [event]: unknown[] = await once(socket, "message");
  socket.close();
  return String((event as MessageEvent).data);
}
