import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isVoidRun } from "../machine/disturbance.ts";
import type { Run } from "./run-record.ts";

const folder = new URL("../results/", import.meta.url);

/** Saves a run as JSON, and returns its path. */
export function saveRun(run: Run): string {
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${new Date().toISOString().replaceAll(/[:.]/g, "-")}.json`, folder);
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return `saved in ${fileURLToPath(file)}`;
}

/** Writes the ratios and what they were made of, for other programs. */
export function writeJson(file: string, { disturbed, figures, ratios, ...run }: Run): void {
  writeFileSync(file, `${JSON.stringify({ ratios, isVoid: isVoidRun(disturbed), figures, ...run }, null, 2)}\n`);
}

/** @param file written by `saveRun` */
export function loadRun(file: string): Run {
  // Our own file, which only a user could have changed.
  return JSON.parse(readFileSync(file, "utf8")) as Run;
}
