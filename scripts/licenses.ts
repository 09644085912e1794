// `node scripts/licenses.ts`: writes THIRD_PARTY_LICENSES.md, the licenses of all packages inside our bundles.
import { writeFileSync } from "node:fs";
import { renderLicenses } from "./licenses/third-party.ts";

writeFileSync(new URL("../THIRD_PARTY_LICENSES.md", import.meta.url), await renderLicenses());
