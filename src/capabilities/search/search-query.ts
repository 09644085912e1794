import * as v from "valibot";

/** Hits of a page, at most. Each is a message with all its fields. */
const MAX_HITS = 50;

const Count = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number), v.minValue(1));
const Text = v.exactOptional(v.string());
/** The query of a search. */
export const SearchQuery = v.object({
  q: Text,
  from: Text,
  has: Text,
  before: Text,
  after: Text,
  limit: v.optional(
    v.pipe(
      Count,
      v.transform((limit) => Math.min(limit, MAX_HITS)),
    ),
    "20",
  ),
  cursor: v.exactOptional(Count),
});
