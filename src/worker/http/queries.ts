import * as v from "valibot";
import { MAX_PAGE_MESSAGES } from "../../protocol/limits.ts";
import { LISTS } from "../../protocol/moderation.ts";

const Seq = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
/** The query of a page of messages. */
export const MessagesQuery = v.object({
  before: v.exactOptional(Seq),
  after: v.exactOptional(Seq),
  limit: v.optional(
    v.pipe(
      Seq,
      v.minValue(1),
      v.transform((limit) => Math.min(limit, MAX_PAGE_MESSAGES)),
    ),
    "50",
  ),
});

/** The query of a moderation list. */
export const ListQuery = v.object({ what: v.picklist(LISTS), before: v.exactOptional(Seq) });
