import { expect, test } from "vitest";
import { readTurnstile } from "../../../src/worker/config/turnstile.ts";
import { TURNSTILE } from "../../support/site.ts";

test("P10.3 Turnstile is off without keys, and on with both", () => {
  expect(readTurnstile({})).toEqual({});
  expect(readTurnstile({ TURNSTILE_SITE_KEY: "", TURNSTILE_SECRET: "" })).toEqual({});
  expect(readTurnstile(TURNSTILE)).toEqual({
    turnstile: { siteKey: TURNSTILE.TURNSTILE_SITE_KEY, secret: TURNSTILE.TURNSTILE_SECRET },
  });
});

test.each([
  ["no secret", { TURNSTILE_SITE_KEY: "0xSITE" }, "TURNSTILE_SECRET"],
  ["no site key", { TURNSTILE_SECRET: "0xSECRET" }, "TURNSTILE_SITE_KEY"],
  ["a site key that would end a script", { ...TURNSTILE, TURNSTILE_SITE_KEY: '"</script>' }, "TURNSTILE_SITE_KEY"],
  ["a secret with a line break", { ...TURNSTILE, TURNSTILE_SECRET: "0xSECRET\n" }, "TURNSTILE_SECRET"],
])("P10.3 the Worker refuses to start with %s, names the variable and tells no secret", (_, env, name) => {
  expect(() => readTurnstile(env)).toThrow(`Invalid ${name}`);
  expect(() => readTurnstile(env)).not.toThrow(/0xSECRET/);
});
