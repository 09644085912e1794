import { type PathRule, pathRule } from "./path-rule.ts";

interface HeaderRule {
  readonly path: PathRule;
  readonly set: readonly (readonly [name: string, value: string])[];
  readonly unset: readonly string[];
}

/** Adds the headers of a `_headers` file to a response. */
export type HeaderRules = (path: string, headers: Headers) => void;

/**
 * Reads a `_headers` file as Cloudflare does: a path, and below it headers, or `! Name` to leave one out that an earlier rule
 * added.
 */
export function readHeaderRules(text: string): HeaderRules {
  const rules: { path: PathRule; set: [string, string][]; unset: string[] }[] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const rule = rules.at(-1);
    const colon = line.indexOf(":");
    if (line.startsWith("/")) rules.push({ path: pathRule(line), set: [], unset: [] });
    else if (line.startsWith("!")) rule?.unset.push(line.slice(1).trim());
    else if (colon !== -1) rule?.set.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return (path, headers) => applyRules(rules, path, headers);
}

function applyRules(rules: readonly HeaderRule[], path: string, headers: Headers): void {
  const added = new Set<string>();
  for (const { path: rule, set, unset } of rules) {
    if (rule.match(path) === undefined) continue;
    for (const name of unset) {
      headers.delete(name);
      added.delete(name.toLowerCase());
    }
    for (const [name, value] of set) {
      // The first rule replaces what the server would say; a later one adds to it.
      if (added.has(name.toLowerCase())) headers.append(name, value);
      else headers.set(name, value);
      added.add(name.toLowerCase());
    }
  }
}
