import { expect, onTestFinished, test, vi } from "vitest";
import { verifyTurnstile } from "../../../src/capabilities/newcomers/turnstile.ts";

/** The verdict on a token, if Turnstile answers like this. */
function verdictOn(outcome: unknown) {
  const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json(outcome));
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => {
    fetched.mockRestore();
    log.mockRestore();
  });
  return verifyTurnstile("token", "secret", (hostname) => hostname === "chat.example");
}

test("P10.3 Turnstile's yes counts for a host of ours alone", async () => {
  expect(await verdictOn({ success: true, hostname: "chat.example" })).toBe("passed");
  expect(await verdictOn({ success: true, hostname: "evil.example" })).toBe("failed");
  expect(await verdictOn({ success: true })).toBe("failed");
});

test("P10.3 Turnstile's no is the guest's fault, unless it is about us", async () => {
  expect(await verdictOn({ success: false, "error-codes": ["timeout-or-duplicate"] })).toBe("failed");
  expect(await verdictOn({ success: false, "error-codes": ["invalid-input-secret"] })).toBe("unavailable");
  expect(await verdictOn("no object")).toBe("unavailable");
});
