import { checkSettings, settingOf } from "../../src/worker/config/check-settings.ts";
import type { Setting } from "../../src/worker/config/setting.ts";
import { SETTINGS } from "../../src/worker/config/settings.ts";
import type { Values } from "./read-settings.ts";

/** Shown instead of a secret. */
const HIDDEN = "(set)";

/**
 * Says which settings the Worker would refuse, for a person at a terminal.
 *
 * @param hidden whether secrets may be set elsewhere
 * @returns nothing if all are valid
 */
export function describeProblems(values: Values, hidden: "secrets" | "none" = "none"): string | undefined {
  const problems = checkSettings(values, hidden);
  if (problems.length === 0) return undefined;
  return problems.map(({ example, message }) => `${message}\n  For example: ${example}`).join("\n");
}

/** Names of wrangler's own variables, which may stand in the same files. */
const WRANGLERS = /^(CLOUDFLARE|CF|WRANGLER)_/;

/** Names that are no setting, each with the one that may be meant. */
export function describeUnknown(names: readonly string[]): string[] {
  return names
    .filter((name) => settingOf(name) === undefined && !WRANGLERS.test(name))
    .map((name) => {
      const near = SETTINGS.find((setting) => isNear(setting.name, name));
      return `Unknown setting ${name}.${near === undefined ? "" : ` Did you mean ${near.name}?`}`;
    });
}

/** Names of the environment that are almost one of a setting. The environment has many others, so they are no errors. */
export function describeMisspelled(environment: readonly string[]): string[] {
  return describeUnknown(environment).filter((line) => line.includes("Did you mean"));
}

/** What `npm run doctor` prints about the settings. */
export function describeSettings(values: Values, hidden: "secrets" | "none"): string {
  const settings: readonly Setting[] = SETTINGS;
  const isSet = ({ name }: Setting) => (values[name] ?? "") !== "";
  const set = settings
    .filter(isSet)
    .map(({ group, name }) => `${name} = ${group === "secrets" ? HIDDEN : `"${values[name]}"`}`);
  const unsafe = settings.flatMap(({ group, name, unsafe }) => {
    if (group === "secrets" && hidden === "secrets") return [];
    const reason = unsafe?.(values[name] ?? "");
    return reason === undefined ? [] : [`${name}: ${reason}`];
  });
  const lasting = settings.flatMap(({ lasting, name }) => (lasting === undefined ? [] : [`${name}: ${lasting}`]));
  const costs = settings.flatMap(({ cost, name }) => (cost === undefined ? [] : [`${name}: ${plain(cost)}`]));
  const problems = describeProblems(values, hidden)?.split("\n") ?? [];
  return [
    section("Invalid", problems, "nothing"),
    section("Unknown", describeUnknown(Object.keys(values)), "nothing"),
    section("Set", set, "nothing: every setting has its default"),
    section("Unsafe for a public room", unsafe, "nothing"),
    section("Can't be changed later", lasting, "nothing"),
    section("What settings cost", costs, "nothing"),
    ...(hidden === "secrets"
      ? ["Secrets are on Cloudflare: `npx wrangler secret list` names those that are set."]
      : []),
  ].join("\n\n");
}

function section(title: string, lines: readonly string[], none: string): string {
  return [title, ...(lines.length === 0 ? [none] : lines).map((line) => `  ${line}`)].join("\n");
}

/** Markdown as plain text. */
function plain(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
}

/** Whether one letter was added, left out or changed, or the case is another. */
function isNear(name: string, typed: string): boolean {
  const given = typed.toUpperCase();
  if (Math.abs(name.length - given.length) > 1) return false;
  const [short, long] = name.length <= given.length ? [name, given] : [given, name];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  const rest = short.length === long.length ? same + 1 : same;
  return short.slice(rest) === long.slice(same + 1);
}
