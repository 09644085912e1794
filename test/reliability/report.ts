import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, platform } from "node:os";
import * as v from "valibot";

const Package = v.object({ version: v.string() });

/** The environment on which the figures depend. */
export function describeMachine(): string {
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const file = fromWrangler.resolve("workerd/package.json");
  const { version } = v.parse(Package, JSON.parse(readFileSync(file, "utf8")));
  return `workerd ${version}, Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores`;
}

/** Prints figures, one per line. */
export function printFigures(figures: Readonly<Record<string, string | number>>): void {
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  for (const [name, value] of Object.entries(figures)) {
    print(`${name.padEnd(width)}  ${typeof value === "number" ? value.toLocaleString("en") : value}`);
  }
}

/** Prints the violations, or that there are none. */
export function printVerdict(broken: readonly string[]): void {
  for (const line of broken) print(`BROKEN  ${line}`);
  print(broken.length === 0 ? "No promise is broken.\n" : "");
}

/** Shows progress, on a terminal only. */
export function showProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(done >= of ? "\r\x1b[K" : `\r${done} of ${of}`);
}

/**
 * The highest failure probability that is consistent with this many trials without a failure, at 95 % confidence: the
 * rule of three.
 *
 * @returns in words
 */
export function ruleOfThree(trials: number): string {
  return `below ${(300 / trials).toPrecision(2)} % (95 %, 3/${trials.toLocaleString("en")})`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(0)} MB`;
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
