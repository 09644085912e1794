import * as v from "valibot";
import type { SearchHit, SearchPage } from "../../protocol/http.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { CapabilityRoom, HttpAnswer, PlugIn } from "../../room/capability/capability.ts";
import { seqSince } from "../../room/log/seq-since.ts";
import type { Viewer } from "../../room/log/visibility.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { err, ok } from "../../room/model/result.ts";
import { viewerOf } from "../../room/model/session.ts";
import { matchExpression } from "./match-expression.ts";
import { marksOf, matches, parseQuery, type Query } from "./query.ts";
import type { Range } from "./ranges.ts";
import { snippetOf } from "./snippet.ts";
import type { SqlSearchIndex } from "./sql-search-index.ts";

/** Messages that one request looks at: not each one that the index gives is found by this person. */
const MAX_CANDIDATES = 500;
const CANDIDATES_AT_ONCE = 100;

/** Milliseconds between two slices of the index, in which the room does everything else. */
const SLICE_AFTER_MS = 200;

const INDEX = "search.index";

const Text = v.exactOptional(v.string());
const Request = v.object({
  type: v.literal("search.find"),
  q: Text,
  from: Text,
  has: Text,
  before: Text,
  after: Text,
  limit: v.number(),
  cursor: v.exactOptional(v.number()),
});

/** Finds messages by their words (P14). Nothing is stored for it before the first search. */
export function plugInSearch(index: SqlSearchIndex, isOn: boolean): PlugIn {
  return (room) => {
    if (!isOn) return {};
    const search = new Search(room, index);
    return {
      ask: (author, request, turn) => search.ask(author, request, turn),
      jobs: { [INDEX]: (turn) => search.indexMore(turn) },
    };
  };
}

class Search {
  readonly #room: CapabilityRoom;
  readonly #index: SqlSearchIndex;

  constructor(room: CapabilityRoom, index: SqlSearchIndex) {
    this.#room = room;
    this.#index = index;
  }

  ask(author: Author, sent: JsonObject, { now }: TurnContext): HttpAnswer | undefined {
    const request = v.safeParse(Request, sent);
    if (!request.success) return undefined;
    const refusal = this.#room.accessRefusal(author, now);
    if (refusal !== undefined) return { effects: [], result: err(refusal.code) };
    const { cursor, limit, type: _, ...parameters } = request.output;
    const query = parseQuery(parameters);
    if (query === undefined) return { effects: [], result: err("bad_query") };
    const { jobs } = this.#room;
    const isDone = this.#index.catchUp(this.#log(), this.#room.log.head());
    if (!isDone && !jobs.isScheduled(INDEX)) jobs.schedule(INDEX, now + SLICE_AFTER_MS);
    return { effects: [], result: ok(this.#find(query, viewerOf(author), limit, cursor)) };
  }

  /** Indexes the next slice, until everything is that there was when the room was last searched. */
  indexMore({ now }: TurnContext): [] {
    if (!this.#index.catchUp(this.#log())) this.#room.jobs.schedule(INDEX, now + SLICE_AFTER_MS);
    return [];
  }

  #find(query: Query, viewer: Viewer, limit: number, cursor: number | undefined): SearchPage {
    const { log } = this.#room;
    const expression = matchExpression(query, viewer);
    const from = query.after === undefined ? log.oldest() : seqSince(log, query.after);
    let to = Math.min(
      query.before === undefined ? log.head() : seqSince(log, query.before) - 1,
      (cursor ?? Infinity) - 1,
    );
    const hits: SearchHit[] = [];
    let isMore = true;
    for (let seen = 0; isMore && seen < MAX_CANDIDATES; ) {
      const candidates = this.#index.find(expression, { from, to }, CANDIDATES_AT_ONCE);
      isMore = candidates.length === CANDIDATES_AT_ONCE;
      for (const [index, seq] of candidates.entries()) {
        to = seq - 1;
        seen += 1;
        const [message] = log.page({ after: seq - 1, before: seq + 1, limit: 1 }, viewer);
        if (message === undefined || !matches(query, message)) continue;
        hits.push({ message, ...snippetOf(message.message, marksOf(query, message.message)) });
        if (hits.length < limit) continue;
        isMore ||= index < candidates.length - 1;
        seen = MAX_CANDIDATES;
        break;
      }
    }
    return { hits, ...(isMore ? { next: to + 1 } : {}), indexed: this.#index.share(this.#log()) };
  }

  #log(): Range {
    const { log } = this.#room;
    return { from: log.oldest(), to: log.head() };
  }
}
