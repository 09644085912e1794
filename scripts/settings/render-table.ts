import type { Setting, SettingGroup } from "../../src/worker/config/setting.ts";
import { SETTINGS } from "../../src/worker/config/settings.ts";

/** The page with the tables. */
export const SETTINGS_PAGE = new URL("../../docs/configuration.md", import.meta.url);

/** The command that writes them. */
export const COMMAND = "node scripts/settings-table.ts";

const TABLES = new RegExp(`(<!-- (\\w+): written by ${COMMAND}, from here -->\\n\\n).*?(<!-- to here -->)`, "gs");

/** Fills the tables of docs/configuration.md, each between its markers. */
export function renderSettings(page: string): string {
  return page.replace(TABLES, (_, begin: string, group: SettingGroup, end: string) => {
    const settings: readonly Setting[] = SETTINGS.filter((setting) => setting.group === group);
    return `${begin}${renderTable(settings)}\n\n${end}`;
  });
}

function renderTable(settings: readonly Setting[]): string {
  const isSecret = settings.every((setting) => setting.default === undefined);
  const head = isSecret ? "| secret | |\n|---|---|" : "| variable | default | |\n|---|---|---|";
  const rows = settings.map(({ about, default: empty, name }) =>
    isSecret ? `| \`${name}\` | ${about} |` : `| \`${name}\` | ${empty} | ${about} |`,
  );
  return [head, ...rows].join("\n");
}
