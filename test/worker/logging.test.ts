import { runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { ConfigError } from "../../src/worker/base/config-error.ts";
import { logFailure } from "../../src/worker/base/logger.ts";
import { freshRoom, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Secrets that a log must not contain; each test sets its own. */
const SECRETS = { text: "meet me at nine", name: "Rosalind", address: "203.0.113.7", id: "a-private-id" };

/** Runs a function and returns everything that was printed meanwhile. */
async function printedBy(run: () => unknown): Promise<string> {
  const print = (["error", "warn", "log", "info", "debug"] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation(() => {}),
  );
  try {
    await run();
    return print.flatMap(({ mock }) => mock.calls.flat().map(String)).join("\n");
  } finally {
    for (const { mockRestore } of print) mockRestore();
  }
}

test("a message that cannot be stored is logged without its text or its sender's name, token and address", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: SECRETS.name }, { "cf-connecting-ip": SECRETS.address });
  await runInDurableObject(stubOf(room), (_object, { storage }) =>
    // The database's own errors may do so: this one repeats the text.
    storage.sql.exec(
      `CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no room for ${SECRETS.text}'); END`,
    ),
  );
  const printed = await printedBy(async () => {
    ada.say(SECRETS.text, SECRETS.id);
    expect(await ada.take()).toMatchObject({ type: "error", code: "internal" });
  });
  expect(JSON.parse(printed)).toMatchObject({
    failure: "command_not_stored",
    error: "Error",
    sqlite: expect.stringMatching(/^SQLITE_CONSTRAINT/),
    at: expect.arrayContaining([expect.stringContaining("turn-runner.ts")]),
  });
  for (const secret of [...Object.values(SECRETS), ada.welcome.token, ada.welcome.uid, room]) {
    expect(printed).not.toContain(secret);
  }
});

test("P7.3 a request that fails inside is answered with internal only, and is logged without the request", async () => {
  const room = freshRoom();
  const { token } = (await V1Socket.hello(room)).welcome;
  await runInDurableObject(stubOf(room), (_object, { storage }) => storage.sql.exec("DROP TABLE messages"));
  const printed = await printedBy(async () => {
    const response = await request(`/api/rooms/${room}/messages`, { authorization: `Bearer ${token}` });
    expect(response.status).toBe(500);
    const { error } = (await response.json()) as { error: Record<string, string> };
    expect(Object.keys(error)).toEqual(["code", "message"]);
    expect(error.code).toBe("internal");
    expect(error.message).not.toMatch(/messages|table|SQL|\bat\b .*:\d/i);
  });
  expect(JSON.parse(printed)).toMatchObject({ failure: "request_failed", sqlite: "SQLITE_ERROR" });
  for (const secret of [token, room, "no such table"]) expect(printed).not.toContain(secret);
});

test.each([
  ["a parser's error, which repeats its input", () => JSON.parse(SECRETS.text)],
  [
    "a message of several lines that looks like a stack",
    () => thrown(new Error(`x\n    at ${SECRETS.text} (a.ts:1:1)`)),
  ],
  ["a message that was changed after it was thrown", () => thrown(changed(new Error(SECRETS.text)))],
  ["an invalid name", () => thrown(Object.assign(new Error("x"), { name: SECRETS.text }))],
  ["a value that is not an error", () => thrown(SECRETS.text)],
])("a log contains nothing of %s", async (_what, fail) => {
  const printed = await printedBy(() => {
    try {
      fail();
    } catch (error) {
      logFailure("request_failed", error);
    }
  });
  expect(JSON.parse(printed)).toMatchObject({ failure: "request_failed" });
  expect(printed).not.toContain(SECRETS.text);
});

test("an invalid setting is logged with an explanation", async () => {
  const printed = await printedBy(() =>
    logFailure("request_failed", new ConfigError("Invalid KEEP_EVENTS: expected a whole number.")),
  );
  expect(JSON.parse(printed)).toMatchObject({
    error: "ConfigError",
    message: "Invalid KEEP_EVENTS: expected a whole number.",
  });
});

function thrown(what: unknown): never {
  throw what;
}

function changed(error: Error): Error {
  error.message = "another";
  return error;
}
