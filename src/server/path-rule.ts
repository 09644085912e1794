/** A path of `_headers`, `_redirects` or `run_worker_first`, with `*` and `:placeholders`. */
export interface PathRule {
  /** @returns the text of each placeholder, `*` being `splat`; `undefined` if the path does not match */
  match(path: string): Readonly<Record<string, string>> | undefined;
}

/** Parts of a rule that stand for any text. */
const VARIABLE = /\*|:([A-Za-z]\w*)/g;

/** Reads a path rule as Cloudflare does. */
export function pathRule(rule: string): PathRule {
  const literals = rule.split(/\*|:[A-Za-z]\w*/).map((text) => text.replace(/[.+?^${}()|[\]\\/-]/g, "\\$&"));
  const names = Array.from(rule.matchAll(VARIABLE), ([, name]) => name ?? "splat");
  const pattern = literals.map((text, index) => {
    const name = names[index];
    if (name === undefined) return text;
    return `${text}${name === "splat" ? "(.*)" : "([^/]+)"}`;
  });
  const expression = new RegExp(`^${pattern.join("")}$`);
  return {
    match(path) {
      const found = expression.exec(path);
      return found === null
        ? undefined
        : Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""]));
    },
  };
}
