import * as v from "valibot";
import type { SearchHit, SearchPage } from "../../protocol/http.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { CapabilityRoom, HttpAnswer, PlugIn } from "../../room/capability/capability.ts";
import { seqSince } from "../../room/log/seq-since.ts";
import { MODERATOR_VIEWER, type Viewer } from "../../room/log/visibility.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { err, ok } from "../../room/model/result.ts";
import { viewerOf } from "../../room/model/session.ts";
import { blockOf } from "./blocks.ts";
import { matchExpression } from "./match-expression.ts";
import { matches, parseQuery, type Query, type Term } from "./query.ts";
import type { Range } from "./ranges.ts";
import type { SqlSearchIndex } from "./sql-search-index.ts";

/** Messages that one request looks at: not each one that the index gives is found by this person. */
const MAX_CANDIDATES = 500;
const CANDIDATES_AT_ONCE = 100;

/** Blocks of the log that one turn searches: a million messages. */
const BLOCKS_AT_ONCE = 64;

/** Blocks of one turn in which terms are combined. Each takes 15 to 35 ms if all of them are common. */
const COMBINED_AT_ONCE = 2;

/** Milliseconds between two slices of the index, in which the room does everything else. */
const SLICE_AFTER_MS = 50;

const INDEX = "search.index";

/** Deleted words leave the file within a day: merging the index for each delete would write all of it each time. */
const ERASE_AFTER_MS = 24 * 60 * 60 * 1_000;

const ERASE = "search.erase";

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

/** What a turn of the room found. The Worker adds the snippets. */
export interface Found extends Omit<SearchPage, "hits"> {
  readonly hits: readonly Pick<SearchHit, "message">[];
}

/** Finds messages by their words (P14). Nothing is stored for it before the first search. */
export function plugInSearch(index: SqlSearchIndex, isOn: boolean): PlugIn {
  return (room) => {
    if (!isOn) return {};
    const search = new Search(room, index);
    return {
      ask: (author, request, turn) => search.ask(author, request, turn),
      jobs: { [INDEX]: (turn) => search.indexMore(turn), [ERASE]: (turn) => search.eraseMore(turn) },
      after: (events, turn) => {
        if (events.some(({ event }) => event.type === "delete" || event.type === "edit")) search.eraseLater(turn);
        return [];
      },
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

  ask(author: Author, sent: JsonObject, turn: TurnContext): HttpAnswer | undefined {
    const request = v.safeParse(Request, sent);
    if (!request.success) return undefined;
    const { now } = turn;
    const refusal = this.#room.accessRefusal(author, now);
    if (refusal !== undefined) return { effects: [], result: err(refusal.code) };
    const { cursor, limit, type: _, ...parameters } = request.output;
    const query = parseQuery(parameters);
    if (!query.ok) return { effects: [], result: err("bad_query") };
    const { jobs } = this.#room;
    const isDone = this.#index.catchUp(this.#log(), this.#room.log.head());
    if (!isDone && !jobs.isScheduled(INDEX)) jobs.schedule(INDEX, now + SLICE_AFTER_MS);
    // Pruned messages have no event that says so.
    this.eraseLater(turn);
    return { effects: [], result: ok(this.#find(query.value, viewerOf(author), limit, cursor)) };
  }

  /** Indexes the next slice, until everything is that there was when the room was last searched. */
  indexMore({ now }: TurnContext): [] {
    if (!this.#index.catchUp(this.#log())) this.#room.jobs.schedule(INDEX, now + SLICE_AFTER_MS);
    return [];
  }

  /** Has deleted words removed from the file, if there are any. */
  eraseLater({ now }: TurnContext): void {
    const { jobs } = this.#room;
    if (this.#index.hasErased() && !jobs.isScheduled(ERASE)) jobs.schedule(ERASE, now + ERASE_AFTER_MS);
  }

  /** Removes the next deleted words from the file. */
  eraseMore(turn: TurnContext): [] {
    if (!this.#index.merge()) this.#room.jobs.schedule(ERASE, turn.now + SLICE_AFTER_MS);
    else this.eraseLater(turn);
    return [];
  }

  #find(query: Query, viewer: Viewer, limit: number, cursor: number | undefined): Found {
    const { log } = this.#room;
    const from = query.after === undefined ? log.oldest() : seqSince(log, query.after);
    let to = Math.min(
      query.before === undefined ? log.head() : seqSince(log, query.before) - 1,
      (cursor ?? Infinity) - 1,
    );
    const rarest = rarestFirst(query);
    if (rarest.length === 0) return this.#scan(query, viewer, { from, to }, limit);
    const hits: Found["hits"][number][] = [];
    let [blocks, combined, seen] = [0, 0, 0];
    // One more hit than asked for tells whether there is another page.
    while (to >= from && hits.length <= limit) {
      if (blocks === BLOCKS_AT_ONCE || combined === COMBINED_AT_ONCE || seen >= MAX_CANDIDATES) break;
      const block = blockOf(to);
      const range = { from: Math.max(from, block.from), to };
      const [probe] = rarest.length > 1 ? rarest : [];
      const isThere = probe === undefined || this.#isThere(probe, block.mark, range);
      const candidates = isThere
        ? this.#index.find(matchExpression(query, viewer, block.mark), range, CANDIDATES_AT_ONCE)
        : [];
      for (const seq of candidates) {
        to = seq - 1;
        seen += 1;
        const [message] = log.page({ after: seq - 1, before: seq + 1, limit: 1 }, viewer);
        if (message === undefined || !matches(query, message)) continue;
        hits.push({ message });
        if (hits.length > limit) break;
      }
      if (candidates.length === CANDIDATES_AT_ONCE) continue;
      to = block.from - 1;
      blocks += 1;
      if (probe === undefined || !isThere) continue;
      combined += 1;
      // Another term may be the rare one.
      if (candidates.length === 0) rarest.push(...rarest.splice(0, 1));
    }
    return this.#page(hits, { from, to }, limit);
  }

  /** Finds messages by their time alone (P14.18): no word leads to them, so the log is read from its newest on. */
  #scan(query: Query, viewer: Viewer, { from, to }: Range, limit: number): Found {
    const hits: Found["hits"][number][] = [];
    let seen = 0;
    while (to >= from && hits.length <= limit && seen < MAX_CANDIDATES) {
      const candidates = this.#room.log.page({ before: to + 1, limit: CANDIDATES_AT_ONCE }, viewer);
      for (const message of candidates.toReversed()) {
        to = message.seq - 1;
        if (message.seq < from) break;
        if (matches(query, message)) hits.push({ message });
        if (hits.length > limit) break;
      }
      seen += candidates.length;
      if (candidates.length === 0) to = from - 1;
    }
    return this.#page(hits, { from, to }, limit);
  }

  /** @param rest what is left to search */
  #page(hits: Found["hits"], rest: Range, limit: number): Found {
    const next = hits.length > limit ? hits[limit - 1]?.message.seq : rest.to + 1;
    return {
      hits: hits.slice(0, limit),
      ...(next !== undefined && next > rest.from ? { next } : {}),
      indexed: this.#index.share(this.#log()),
    };
  }

  /** Whether any message of a block may have a term. */
  #isThere(term: Term, mark: string, range: Range): boolean {
    return this.#index.find(matchExpression({ terms: [term] }, MODERATOR_VIEWER, mark), range, 1).length > 0;
  }

  #log(): Range {
    const { log } = this.#room;
    return { from: log.oldest(), to: log.head() };
  }
}

/** The terms that a message has to have, the longest first: a block without one of them needs no look at the others. */
function rarestFirst({ terms }: Query): Term[] {
  const length = (term: Term) => (term.type === "facet" ? 0 : term.phrase.words.join("").length);
  return terms.filter(({ isNegated }) => !isNegated).sort((a, b) => length(b) - length(a));
}
