import { expect, test } from "vitest";
import { readFileConfig } from "../../../src/worker/config/file-config.ts";
import { newWebhookSecret } from "../../../src/worker/outgoing/webhook-signature.ts";

const FILE_SCAN_SECRET = newWebhookSecret();

test("P12.19 there is no scanner without an address, and a secret alone changes nothing", () => {
  expect(readFileConfig({})).not.toHaveProperty("scanner");
  expect(readFileConfig({ FILE_SCAN_URL: "", FILE_SCAN_SECRET })).not.toHaveProperty("scanner");
});

test.each(["https://scanner.example/scan?for=garden", "http://127.0.0.1:3310/", "http://localhost/"])(
  "P12.19 a scanner can be at %s",
  (url) => {
    expect(readFileConfig({ FILE_SCAN_URL: url, FILE_SCAN_SECRET })).toMatchObject({
      scanner: { url, secret: FILE_SCAN_SECRET },
    });
  },
);

test.each([
  ["http beyond this machine", { FILE_SCAN_URL: "http://scanner.example/", FILE_SCAN_SECRET }, "FILE_SCAN_URL"],
  ["no address", { FILE_SCAN_URL: "on", FILE_SCAN_SECRET }, "FILE_SCAN_URL"],
  ["no secret", { FILE_SCAN_URL: "https://scanner.example/" }, "FILE_SCAN_SECRET"],
  [
    "a short secret",
    { FILE_SCAN_URL: "https://scanner.example/", FILE_SCAN_SECRET: "whsec_aHVzaA==" },
    "FILE_SCAN_SECRET",
  ],
])("P12.19 the Worker refuses to start with a scanner and %s, and tells no secret", (_, env, name) => {
  expect(() => readFileConfig(env)).toThrow(`Invalid ${name}`);
  expect(() => readFileConfig(env)).not.toThrow(/aHVzaA/);
});
