// `node scripts/settings-table.ts`: writes the settings of src/worker/config to docs/configuration.md.
import { readFileSync, writeFileSync } from "node:fs";
import { renderSettings, SETTINGS_PAGE } from "./settings/render-table.ts";

writeFileSync(SETTINGS_PAGE, renderSettings(readFileSync(SETTINGS_PAGE, "utf8")));
