import { withPackages } from "../packages.ts";
import { print } from "../text/print.ts";
import { safeJson, safeLine } from "../text/safe-text.ts";

/** Prints a value as a line of JSON. */
export function printJson(value: object): void {
  process.stdout.write(`${safeJson(value)}\n`);
}

/** Prints rows in columns, each as wide as its widest cell. Nothing in a cell moves the cursor. */
export async function printTable(head: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  const { widthOf } = await withPackages(() => import("../text/width.ts"));
  const lines = [head, ...rows].map((row) => row.map(safeLine));
  const widths = head.map((_, column) => Math.max(...lines.map((row) => widthOf(row[column] ?? ""))));
  for (const row of lines) {
    const cells = row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)));
    print(cells.join("  ").trimEnd());
  }
}

/** A time to the minute, in UTC. */
export function time(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? "never" : `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** A size with its unit. */
export function size(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}

export function number(value: number): string {
  return value.toLocaleString("en");
}
