import type { Fault } from "./fault.ts";
import { patchesIn, testsIn } from "./places.ts";

const inUnit = testsIn("unit", "test/unit/search");
const inWorker = testsIn("worker", "test/worker");
const inSearch = patchesIn("src/capabilities/search");

const SCAN =
  "P14.13 after any sequence of messages, edits, deletes, hides and prunes, the index finds what a scan finds";

const BLOCKS = "P14.13 a search goes on over all blocks of a long log, however few messages have all of its words";

/** Mistakes in the search of a room's log. */
export const SEARCH_FAULTS: readonly Fault[] = [
  {
    name: "a pruned message stays in the index",
    isBasic: true,
    patches: [
      inSearch(
        "sql-search-index",
        "DELETE FROM search_words WHERE rowid = old.seq;\n          DELETE FROM search_stale",
        "DELETE FROM search_stale",
      ),
    ],
    caughtBy: inWorker(
      "search",
      "P14.4 what is deleted, edited, erased or pruned is gone from the index in the same turn",
    ),
  },
  {
    name: "an edited message is not found by its new text",
    patches: [inSearch("sql-search-index", "INSERT OR IGNORE INTO search_stale (seq) VALUES (old.seq);", "")],
    caughtBy: inWorker("search-model", SCAN),
  },
  {
    name: "a search finds a hidden edit",
    isBasic: true,
    patches: [inSearch("search", "limit: 1 }, viewer)", 'limit: 1 }, { uid: "", isModerator: true })')],
    caughtBy: inWorker("search", "P14.11 hidden messages are found by their author and moderators alone"),
  },
  {
    name: "a minus word that only moderators see keeps a message from everybody",
    patches: [inSearch("match-expression", ") OR facets : ", ") NOT facets : ")],
    caughtBy: inWorker("search", "P14.11 hidden messages are found by their author and moderators alone"),
  },
  {
    name: "everybody can search a room for members",
    patches: [inSearch("search", "if (refusal !== undefined)", "if (false && refusal !== undefined)")],
    caughtBy: inWorker(
      "search",
      "P14.10 a room that is not for everyone is searched with the token of a person who may read it",
    ),
  },
  {
    name: "a room has the tables of the search before anybody searches",
    patches: [inSearch("capability", "plugInSearch(new SqlSearchIndex(sql)", "plugInSearch(opened(sql)")].concat(
      inSearch(
        "capability",
        "/** Finds messages",
        "function opened(sql: SqlStorage) {\n  const index = new SqlSearchIndex(sql);\n  index.open();\n  return index;\n}\n\n/** Finds messages",
      ),
    ),
    caughtBy: inWorker("search", "P14.2 a room that nobody searched has no table for it"),
  },
  {
    name: "a long log is indexed in one turn",
    patches: [inSearch("sql-search-index", "INDEXED_AT_ONCE = 250", "INDEXED_AT_ONCE = 1_000_000")],
    caughtBy: inWorker(
      "search",
      "P14.3, P14.14 a long log is indexed from its newest messages on, in slices, and the answer tells how far",
    ),
  },
  {
    name: "the words of a phrase may stand anywhere",
    patches: [inSearch("query", "words[index + offset]?.word", "words[offset === 0 ? index : words.length - 1]?.word")],
    caughtBy: inUnit("query", "P14.6 a phrase has its words in sequence, and a minus takes messages away"),
  },
  {
    name: "deleted words stay in the file",
    isBasic: true,
    patches: [inSearch("sql-search-index", "!this.#mergePages(isFirst ? -MERGED_AT_ONCE : MERGED_AT_ONCE)", "true")],
    caughtBy: inWorker(
      "search",
      "P14.16 words of a deleted message, and of the earlier text of an edited one, leave the file as well",
    ),
  },
  {
    name: "February 31st is March 3rd",
    patches: [
      patchesIn("src/protocol")(
        "parse-time",
        "new Date(Date.parse(day)).getUTCDate() !== Number(day.slice(-2))",
        "false",
      ),
    ],
    caughtBy: inUnit("query", "P14.9 after: is from a day or a time on, before: is until it"),
  },
  {
    name: "a search ends with the newest block",
    patches: [inSearch("search", "to = block.from - 1;", "to = from - 1;")],
    caughtBy: inWorker("search-model", BLOCKS),
  },
  {
    name: "a snippet shows markup",
    patches: [
      inSearch("hit", "readableText(message.message, readMentions(message.mentions))", "message.message"),
      inSearch("hit", 'import { readableText } from "../../markup/parse-markup.ts";\n', ""),
    ],
    caughtBy: inUnit("query", "P14.17 a snippet is text as people read it: bold in the **bold** word"),
  },
  {
    name: "an error of a search doesn't say what is wrong",
    patches: [inSearch("routes", "error: { code: found, ...query.error }", "error: { code: found }")],
    caughtBy: inWorker("search", "P14.12 a query that cannot be read is 400, and none is 500"),
  },
];
