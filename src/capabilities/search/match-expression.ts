import type { Viewer } from "../../room/log/visibility.ts";
import type { Phrase, Query, Term } from "./query.ts";
import { wordsOf } from "./words.ts";

/** Facet of a message that is hidden from all but its author and moderators (P9.9). */
export const HIDDEN = "hidden";

/** Facet of a message with a hidden edit: different people see different texts of it. */
export const SEVERAL_TEXTS = "several";

/**
 * Writes a query in the language of FTS5, for a block of the log and for what a person may see. It may find too much, and
 * never too little.
 *
 * Words have no ASCII punctuation, so nothing in them is read as syntax.
 *
 * @param mark begins the words of the block
 */
export function matchExpression({ terms }: Query, viewer: Viewer, mark: string): string {
  const all = terms.filter(({ isNegated }) => !isNegated).map((term) => expressionOf(term, mark));
  // What a text of several does not have, another one may.
  const none = terms.filter(({ isNegated }) => isNegated).map((term) => expressionOf(term, mark));
  const found = `(${all.join(" AND ")})${none.length === 0 ? "" : ` NOT (${none.join(" OR ")})`}`;
  const candidates = `((${found}) OR facets : ${mark}${SEVERAL_TEXTS})`;
  if (viewer.isModerator) return candidates;
  const hidden = `facets : ${mark}${HIDDEN}`;
  const own = phrase({ words: wordsOf(viewer.uid).map(({ word }) => word), isPrefix: false }, mark);
  return `${candidates} NOT ${viewer.uid === "" ? hidden : `(${hidden} NOT author : ${own})`}`;
}

function expressionOf(term: Term, mark: string): string {
  switch (term.type) {
    case "text":
      return `message : ${phrase(term.phrase, mark)}`;
    case "author":
      return `author : ${phrase(term.phrase, mark)}`;
    case "facet":
      return `facets : ${mark}${term.facet}`;
  }
}

function phrase({ isPrefix, words }: Phrase, mark: string): string {
  return `"${words.map((word) => mark + word).join(" ")}"${isPrefix ? " *" : ""}`;
}
