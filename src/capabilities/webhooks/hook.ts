import * as v from "valibot";
import { normalizeUsername } from "../../protocol/normalize-name.ts";
import { isVisible } from "../../protocol/text.ts";

/** Hooks of a room, outgoing ones and commands together. Each event costs a request per hook that wants it. */
export const MAX_HOOKS = 20;

/** UTF-16 units of a URL. Longer ones don't survive all servers. */
const MAX_URL_LENGTH = 2_048;

/** UTF-16 units of a filter. */
const MAX_FILTER_LENGTH = 200;

const MAX_DESCRIPTION_LENGTH = 100;

/** Milliseconds for which the previous secret signs too, after a new one was made. */
export const ROTATION_MS = 24 * 60 * 60 * 1_000;

/** Events that a hook can have (P16.2). */
export const HOOK_EVENTS = ["message", "edit", "delete", "file", "join", "report", "moderation"] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty());

const Filter = v.object({
  /** Only messages and edits with this text in them, in whatever case. */
  text: v.exactOptional(v.pipe(Text, v.maxLength(MAX_FILTER_LENGTH))),
  /** Only messages that mention the person or bot of this name. */
  mention: v.exactOptional(v.pipe(Text, v.maxLength(MAX_FILTER_LENGTH))),
});
export type HookFilter = Readonly<v.InferOutput<typeof Filter>>;

const Name = v.pipe(
  v.string(),
  v.transform((name) => normalizeUsername(name)),
  v.string(),
);
const Url = v.pipe(Text, v.maxLength(MAX_URL_LENGTH));
const Events = v.pipe(
  v.array(v.picklist(HOOK_EVENTS)),
  v.nonEmpty(),
  v.transform((events) => HOOK_EVENTS.filter((event) => events.includes(event))),
);

/** A webhook that tells another server what happens in the room (P16.1). */
const Outgoing = v.object({
  kind: v.literal("outgoing"),
  /** Without one, its answers are posted under "Webhook", which is no one's own. */
  name: v.exactOptional(Name),
  url: Url,
  events: Events,
  filter: v.optional(Filter, {}),
});

/** A slash command that another server answers (P16.20). */
const Command = v.object({
  kind: v.literal("command"),
  name: v.exactOptional(Name),
  url: Url,
  command: v.pipe(v.string(), v.toLowerCase(), v.regex(/^[a-z\d][a-z\d_-]{0,31}$/)),
  description: v.pipe(Text, v.maxLength(MAX_DESCRIPTION_LENGTH), v.check(isVisible)),
});

/** The body of a command's run. */
export const CommandArgument = v.object({ text: v.optional(v.string(), "") });

export const NewHook = v.variant("kind", [Outgoing, Command]);
export type NewHook = Readonly<v.InferOutput<typeof NewHook>>;

/** Changes to a hook; absent fields stay. */
export const HookChange = v.object({
  name: v.exactOptional(Name),
  url: v.exactOptional(Url),
  events: v.exactOptional(Events),
  filter: v.exactOptional(Filter),
  description: v.exactOptional(Command.entries.description),
  /** `true` starts a hook again that was disabled; `false` stops one. */
  enabled: v.exactOptional(v.boolean()),
});
export type HookChange = Readonly<v.InferOutput<typeof HookChange>>;

/** The part of a hook that its owner decides, with its secrets. */
export interface HookSettings {
  readonly kind: NewHook["kind"];
  /** The name under which its answers are posted. */
  readonly name: string;
  readonly url: string;
  readonly events: readonly HookEvent[];
  readonly filter: HookFilter;
  readonly command?: string;
  readonly description?: string;
  readonly secret: string;
  /** The secret before, until it ends. */
  readonly previous?: { readonly secret: string; readonly until: number };
}

/** Why a hook delivers nothing any more (P16.8). */
export type Disabled = "gone" | "failing" | "off";

export interface Hook extends HookSettings {
  readonly id: string;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  /** The newest event of the log that it has delivered or passed over. */
  readonly cursor: number;
  /** The same for occurrences. */
  readonly seen: number;
  /** Failed attempts of the delivery that is next. */
  readonly attempts: number;
  /** When the first of them failed. */
  readonly failingSince?: number;
  /** When the next attempt is due. */
  readonly due: number;
  readonly disabled?: Disabled;
}

/** Secrets that sign now: the previous one too, while the receiver changes to the new one (P16.6). */
export function secretsOf({ previous, secret }: HookSettings, now: number): string[] {
  return previous !== undefined && previous.until > now ? [secret, previous.secret] : [secret];
}

/** The settings of a new hook. */
export function settingsOf(hook: NewHook, secret: string): HookSettings {
  if (hook.kind === "outgoing") return { ...hook, name: hook.name ?? "Webhook", secret };
  return { ...hook, name: hook.name ?? hook.command, events: [], filter: {}, secret };
}
