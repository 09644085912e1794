import { pathRule } from "./path-rule.ts";

/** Status of a redirect without one. */
const FOUND = 302;

/** Status of a rule that serves another file at the address itself. */
const REWRITE = 200;

/** The target of a path. */
export interface Redirect {
  readonly to: string;
  readonly status: number;
  /** Whether the file at `to` is the answer, rather than a redirect to it. */
  readonly isRewrite: boolean;
}

/** Finds the redirect of a path. */
export type RedirectRules = (path: string) => Redirect | undefined;

/** Reads a `_redirects` file as Cloudflare does: `from to status` in each line, of which the first that matches counts. */
export function readRedirectRules(text: string): RedirectRules {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [from = "", to = "", status] = line.split(/\s+/);
      return { path: pathRule(from), to, status: status === undefined ? FOUND : Number(status) };
    });
  return (path) => {
    for (const { path: rule, status, to } of rules) {
      const parts = rule.match(path);
      if (parts === undefined) continue;
      const target = to.replace(/:([A-Za-z]\w*)/g, (text, name: string) => parts[name] ?? text);
      return { to: target, status, isRewrite: status === REWRITE };
    }
    return undefined;
  };
}
