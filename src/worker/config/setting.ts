/** Parts of docs/configuration.md. */
export type SettingGroup = "connect" | "rooms" | "limits" | "accounts" | "guests" | "secrets";

/** One setting of a deployment, for people: the check's messages, `npm run doctor` and docs/configuration.md come from it. */
export interface Setting {
  readonly name: string;
  readonly group: SettingGroup;
  /** What an empty value means, in Markdown. Absent for secrets. */
  readonly default?: string;
  /** In Markdown, with links relative to docs/. */
  readonly about: string;
  /** A valid value. */
  readonly example: string;
  /** The command that makes a value, for a new secret. */
  readonly madeBy?: string;
  /** Why a value is unsafe for a room that is open to everyone; `undefined` if it isn't. */
  readonly unsafe?: (value: string) => string | undefined;
  /** What can't be changed later, said before it is set. */
  readonly lasting?: string;
  /** What the setting saves or costs. */
  readonly cost?: string;
}
