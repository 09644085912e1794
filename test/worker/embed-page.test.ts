import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { createRoutes } from "../../src/worker/http/routes.ts";

const LISTED = "https://one.example, http://localhost:3000";
/** The policy of `public/_headers`, shortened. */
const POLICY = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'";

/** Requests a path from a Worker with this setting. Its page for frames is as small as can be. */
async function ask(path: string, EMBED_ORIGINS: string, headers: Record<string, string> = {}, method = "GET") {
  const page = '<!doctype html><html lang="en"><title>Parley</title></html>';
  const ASSETS = {
    fetch: async (url: URL) =>
      new Response(url.pathname === "/embed" ? page : "", {
        status: url.pathname === "/embed" ? 200 : 404,
        headers: { "content-type": "text/html", "content-security-policy": POLICY, etag: '"1"' },
      }),
  };
  const bindings = { ...env, EMBED_ORIGINS, ASSETS };
  return createRoutes([]).request(`https://chat.example${path}`, { headers, method }, bindings);
}

const ancestors = (response: Response) =>
  response.headers
    .get("content-security-policy")
    ?.split("; ")
    .filter((directive) => directive.startsWith("frame-ancestors"));

test.each([
  ["", ["frame-ancestors 'self'"]],
  [LISTED, ["frame-ancestors 'self' https://one.example http://localhost:3000"]],
  ["*", ["frame-ancestors *"]],
  ["*, https://one.example", ["frame-ancestors *"]],
])("EMBED_ORIGINS = %j decides who may frame a room, and nothing else of the policy", async (origins, expected) => {
  for (const path of ["/embed", "/embed/garden", "/embed/garden?theme=dark"]) {
    const response = await ask(path, origins);
    expect(response.status).toBe(200);
    expect(ancestors(response)).toEqual(expected);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; base-uri 'none'");
    await response.body?.cancel();
  }
});

test.each([
  ["", 'data-hosts=""'],
  [LISTED, 'data-hosts="https://one.example http://localhost:3000"'],
  ["*, https://one.example", 'data-hosts="* https://one.example"'],
])("with EMBED_ORIGINS = %j, the page knows its hosts: %s", async (origins, attribute) => {
  const response = await ask("/embed/garden", origins);
  expect(await response.text()).toContain(attribute);
  // A stored page would outlive a change of the setting.
  expect(response.headers.get("cache-control")).toBe("no-cache");
  expect(response.headers.has("etag")).toBe(false);
});

test.each([
  ["", "https://one.example", false],
  ["", "https://chat.example", true],
  ["", undefined, true],
  [LISTED, "https://one.example", true],
  [LISTED, "http://localhost:3000", true],
  [LISTED, "http://localhost:3001", false],
  [LISTED, "https://sub.one.example", false],
  [LISTED, "https://one.example.evil.example", false],
  [LISTED, "null", false],
  ["*", "https://any.example", true],
])("with EMBED_ORIGINS = %j, a page of %s is told that it may embed: %s", async (origins, origin, allowed) => {
  const response = await ask("/embed/garden/access", origins, origin === undefined ? {} : { origin });
  const answer = await response.text();
  if (allowed) expect(answer).toBe("{}");
  else expect(answer).toMatch(/does not let \S+ embed its rooms.*to EMBED_ORIGINS/);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("cache-control")).toBe("no-store");
});

test("a listed origin may embed, and still can't connect or read the API", async () => {
  const origin = "https://one.example";
  expect((await ask("/ws", LISTED, { upgrade: "websocket", origin })).status).toBe(403);
  expect((await ask("/api/rooms/lobby", LISTED, { origin })).headers.has("access-control-allow-origin")).toBe(false);
});

test.each(["/embed", "/embed/garden", "/embed/garden/access"])("%s only answers GET", async (path) => {
  const response = await ask(path, "", {}, "POST");
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
});
