import { expect, test } from "vitest";
import { answerMetrics } from "../../../src/server/metrics.ts";
import { ServerState } from "../../../src/server/server-state.ts";
import { SECURE_HEADERS } from "../../../src/worker/http/secure-headers.ts";

const OWNER_TOKEN = "o".repeat(32);

function ask(method: string, token?: string): Promise<Response> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return answerMetrics(new Request("http://chat.example/metrics", { method, headers }), OWNER_TOKEN, new ServerState());
}

test("/metrics answers the owner alone, and reads only", async () => {
  const statuses = [
    ask("GET"),
    ask("GET", "x".repeat(32)),
    ask("HEAD"),
    ask("GET", OWNER_TOKEN),
    ask("HEAD", OWNER_TOKEN),
  ];
  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([401, 401, 401, 200, 200]);
  const refused = await ask("POST", OWNER_TOKEN);
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  expect((await ask("GET")).headers.get("www-authenticate")).toBe("Bearer");
  expect(await (await ask("GET", OWNER_TOKEN)).text()).toMatch(/\n# EOF\n$/);
});

test.each([
  ["POST", OWNER_TOKEN],
  ["GET", undefined],
  ["GET", OWNER_TOKEN],
])("/metrics has the headers of every other answer: %s with %s", async (method, token) => {
  expect(Object.fromEntries((await ask(method, token)).headers)).toMatchObject(SECURE_HEADERS);
});
