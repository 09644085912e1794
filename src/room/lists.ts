import type { ListAnswer, ListName } from "../protocol/moderation.ts";
import type { History } from "./history.ts";
import type { ListRange, Standings } from "./standing.ts";
import { EVERYTHING, messageFor } from "./visibility.ts";

/** What lists are made of. */
export interface ListPorts {
  readonly history: History;
  readonly standings: Standings;
}

/**
 * The items of a list (P9.11). That whoever asks may see them is settled.
 *
 * @param now milliseconds since 1970
 */
export function listItems(
  { history, standings }: ListPorts,
  what: ListName,
  range: ListRange,
  now: number,
): ListAnswer {
  switch (what) {
    case "bans":
      return { what, items: standings.bans(range, now) };
    case "muted":
      return { what, items: standings.muted(range, now) };
    case "reports": {
      const items = standings.reports(range).map((report) => {
        const kept = history.message(report.target);
        const message = kept && messageFor(kept, EVERYTHING);
        return message === undefined ? report : { ...report, message };
      });
      return { what, items };
    }
    case "audit":
      return { what, items: standings.entries(range) };
    case "invitations":
      return { what, items: standings.invitations(range, now) };
    case "words":
      return { what, items: [standings.rules().words] };
  }
}
