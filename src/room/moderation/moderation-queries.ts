import type { ListAnswer } from "../../protocol/lists.ts";
import type { ListName } from "../../protocol/moderation.ts";
import type { ListRange } from "./list-range.ts";
import type { ModerationStore } from "./moderation-store.ts";

/** Dependencies of {@link queryList}. */
export interface QueryPorts {
  readonly moderationStore: ModerationStore;
}

/**
 * Reads a moderation list (P9.11). The caller has already checked permissions.
 *
 * @param now milliseconds since 1970
 */
export function queryList({ moderationStore }: QueryPorts, what: ListName, range: ListRange, now: number): ListAnswer {
  switch (what) {
    case "bans":
      return { what, items: moderationStore.members.bans(range, now) };
    case "muted":
      return { what, items: moderationStore.members.muted(range, now) };
    case "reports":
    case "resolved":
      // The reports capability answers this if it is on.
      return { what, items: [] };
    case "audit":
      return { what, items: moderationStore.audit.list(range) };
    case "invitations":
      return { what, items: moderationStore.invitations.list(range, now) };
    case "words":
      return { what, items: [moderationStore.rules.get().words] };
  }
}
