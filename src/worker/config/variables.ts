import type { SETTINGS } from "./settings.ts";

/** The name of a setting: a variable, or a secret. */
export type SettingName = (typeof SETTINGS)[number]["name"];

/** The values of a deployment's settings. An empty one counts as not set. */
export type Variables = { readonly [name in SettingName]?: string };
