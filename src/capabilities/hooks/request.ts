import * as v from "valibot";
import type { JsonObject } from "../../protocol/json.ts";

/** The kinds of webhooks: the capability `incoming-hooks` answers for the first, and `webhooks` for the others. */
export const HOOK_KINDS = ["incoming", "outgoing", "command"] as const;
export type HookKind = (typeof HOOK_KINDS)[number];

/** A request of the routes that all kinds share. The capability of its kind answers it. */
export const HookRequest = v.variant("type", [
  v.object({
    type: v.literal("hooks.create"),
    kind: v.picklist(HOOK_KINDS),
    /** The origin of the server, as the owner reached it. */
    origin: v.string(),
    /** The body, of which the capability reads its own fields. */
    body: v.custom<JsonObject>((body) => typeof body === "object" && body !== null),
  }),
  /** Answered with `{hooks: […]}`, each with its `kind`. */
  v.object({ type: v.literal("hooks.list"), kind: v.picklist(HOOK_KINDS) }),
  /** A capability leaves an `id` that isn't its own to the others. */
  v.object({ type: v.literal("hooks.revoke"), id: v.string() }),
]);
export type HookRequest = v.InferOutput<typeof HookRequest>;

/** A list of webhooks, as a capability answers it. */
export interface HookList {
  readonly hooks: readonly { readonly id: string; readonly kind: HookKind }[];
}
