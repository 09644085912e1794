import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMAND, renderLicenses } from "../../scripts/licenses/third-party.ts";

test(`THIRD_PARTY_LICENSES.md has the license of every bundled package; if not, run \`${COMMAND}\``, async () => {
  const page = readFileSync(new URL("../../THIRD_PARTY_LICENSES.md", import.meta.url), "utf8");
  expect(page).toBe(await renderLicenses());
});
