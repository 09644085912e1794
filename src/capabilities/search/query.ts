import type { Message } from "../../protocol/events.ts";
import { parseTime } from "../../protocol/parse-time.ts";
import { isLongerThan } from "../../protocol/text.ts";
import type { Result } from "../../room/model/result.ts";
import { type Word, wordsOf } from "./words.ts";

/** Longest query, in characters (code points). */
export const MAX_QUERY_LENGTH = 256;

/** Words, phrases and operators of a query: each is a list that SQLite reads. */
const MAX_TERMS = 20;

/** UTF-16 units from which on a word also finds those that begin with it: `deploy` finds `deployment`. */
const MIN_PREFIX_LENGTH = 3;

/** The things that a message may have besides its words. */
export const FACETS = ["link", "file"] as const;
export type Facet = (typeof FACETS)[number];

/** Words that follow each other. */
export interface Phrase {
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly isPrefix: boolean;
}

/** One condition of a query. */
export type Term = { readonly isNegated: boolean } & (
  | { readonly type: "text"; readonly phrase: Phrase }
  | { readonly type: "author"; readonly phrase: Phrase; readonly uid: string }
  | { readonly type: "facet"; readonly facet: Facet }
);

/** A query as it is asked. All of its terms hold for a message that it finds. */
export interface Query {
  readonly terms: readonly Term[];
  /** Messages from this time on, in milliseconds since 1970. */
  readonly after?: number;
  /** Messages before this time, in milliseconds since 1970. */
  readonly before?: number;
}

/** The parameters of a request. */
export interface QueryParameters {
  readonly q?: string;
  readonly from?: string;
  readonly has?: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * `-from:"Ada Lovelace"`: a minus, an operator, and a phrase or a word. A quote that is not closed reaches to the end. Each
 * part can be empty, so that an operator without a value is seen.
 */
const TERM = /(?<minus>-?)(?:(?<operator>from|before|after|has):)?(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]*))/giu;
const QUOTES = /[“”„‟«»＂]/gu;

/** Why a query can't be answered (P14.17). */
export interface QueryFault {
  /** The parameter or the operator that is wrong. */
  readonly field: keyof QueryParameters;
  /** What it takes, as a sentence. */
  readonly message: string;
}

const FAULTS: Readonly<Record<keyof QueryParameters, string>> = {
  q: `The search needs a word, a phrase or an operator that doesn't exclude, in at most ${MAX_QUERY_LENGTH} characters and ${MAX_TERMS} parts.`,
  from: "from takes a name or a uid.",
  has: `has takes ${FACETS.join(" or ")}.`,
  before: "before takes a day such as 2026-11-27, or a time with its zone such as 2026-11-27T09:30:00Z, and no minus.",
  after: "after takes a day such as 2026-11-27, or a time with its zone such as 2026-11-27T09:30:00Z, and no minus.",
};

/** Reads a query (P14.5–P14.9). It may ask for nothing, or for more than is answered. */
export function parseQuery({ q = "", ...parameters }: QueryParameters): Result<Query, QueryFault> {
  if (isLongerThan(q, MAX_QUERY_LENGTH)) return fault("q");
  const parts = Array.from(q.replace(QUOTES, '"').matchAll(TERM)).filter(([part]) => part !== "");
  const found = parts.map(({ groups = {} }) => ({
    isNegated: groups.minus === "-",
    operator: groups.operator?.toLowerCase(),
    value: groups.phrase ?? groups.word ?? "",
    isPhrase: groups.phrase !== undefined,
  }));
  for (const operator of ["from", "has", "before", "after"] as const) {
    const value = parameters[operator];
    if (value !== undefined) found.push({ isNegated: false, operator, value, isPhrase: true });
  }
  if (found.length > MAX_TERMS) return fault("q");
  const terms: Term[] = [];
  const times: { after?: number; before?: number } = {};
  for (const { isNegated, isPhrase, operator, value } of found) {
    if (operator === "before" || operator === "after") {
      const time = parseTime(value);
      if (time === undefined || isNegated) return fault(operator);
      const narrower = operator === "after" ? Math.max : Math.min;
      times[operator] = narrower(time, times[operator] ?? time);
    } else if (operator === "has") {
      const facet = FACETS.find((one) => one === value.toLowerCase());
      if (facet === undefined) return fault(operator);
      terms.push({ type: "facet", facet, isNegated });
    } else if (operator === "from") {
      const phrase = phraseOf(value, false);
      if (phrase === undefined || isLongerThan(value, MAX_QUERY_LENGTH)) return fault(operator);
      terms.push({ type: "author", phrase, uid: value, isNegated });
    } else {
      const phrase = phraseOf(value, !isPhrase && !isNegated);
      if (phrase !== undefined) terms.push({ type: "text", phrase, isNegated });
    }
  }
  const isBounded = times.after !== undefined || times.before !== undefined;
  if (!isBounded && terms.every(({ isNegated }) => isNegated)) return fault("q");
  return { ok: true, value: { terms, ...times } };
}

function fault(field: keyof QueryParameters): { readonly ok: false; readonly error: QueryFault } {
  return { ok: false, error: { field, message: FAULTS[field] } };
}

/** @returns `undefined` if the text has no words */
function phraseOf(text: string, isOpen: boolean): Phrase | undefined {
  const words = wordsOf(text);
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const isRun = last.firstEnd !== undefined;
  // A text may go on where a run of the query ends: its last character is asked for by the pair before it.
  const hasPair = isRun && words.at(-2)?.end === last.end;
  const kept = hasPair ? words.slice(0, -1) : words;
  const isPrefix = isRun ? !hasPair : isOpen && last.word.length >= MIN_PREFIX_LENGTH;
  return { words: kept.map(({ word }) => word), isPrefix };
}

/** Whether a query finds a message, as a person sees it. */
export function matches({ after = 0, before = Number.POSITIVE_INFINITY, terms }: Query, message: Message): boolean {
  if (message.deleted || message.at < after || message.at >= before) return false;
  const words = wordsOf(message.message);
  return terms.every((term) => matchesTerm(term, message, words) !== term.isNegated);
}

/** The places in a text that a query found, in UTF-16 units and in order. */
export function marksOf({ terms }: Query, text: string): [start: number, end: number][] {
  const words = wordsOf(text);
  const marks = terms
    .flatMap((term) => (term.type === "text" && !term.isNegated ? placesOf(term.phrase, words) : []))
    .sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [start, end] of marks) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** The things that a message has besides its words (P14.8). */
export function facetsOf({ files, message }: Message): Facet[] {
  const hasLink = /\b(?:https?:\/\/|www\.)\S/i.test(message);
  return [
    ...(hasLink ? (["link"] as const) : []),
    ...(files !== undefined && files.length > 0 ? (["file"] as const) : []),
  ];
}

function matchesTerm(term: Term, message: Message, words: readonly Word[]): boolean {
  switch (term.type) {
    case "text":
      return placesOf(term.phrase, words).length > 0;
    case "author":
      return message.uid === term.uid || placesOf(term.phrase, wordsOf(message.username)).length > 0;
    case "facet":
      return facetsOf(message).includes(term.facet);
  }
}

function placesOf({ isPrefix, words: wanted }: Phrase, words: readonly Word[]): [start: number, end: number][] {
  return words.flatMap((first, index): [number, number][] => {
    const isThere = wanted.every((word, offset) => {
      const there = words[index + offset]?.word;
      return isPrefix && offset === wanted.length - 1 ? there?.startsWith(word) : there === word;
    });
    const last = words[index + wanted.length - 1];
    if (!isThere || last === undefined) return [];
    // Of a pair that begins with the character that was asked for, only that one.
    return [[first.start, (isPrefix ? last.firstEnd : undefined) ?? last.end]];
  });
}
