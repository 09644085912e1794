import type { Viewer } from "../../room/log/visibility.ts";
import type { Phrase, Query, Term } from "./query.ts";
import { wordsOf } from "./words.ts";

/** Facet of a message that is hidden from all but its author and moderators (P9.9). */
export const HIDDEN = "hidden";

/** Facet of a message with a hidden edit: different people see different texts of it. */
export const SEVERAL_TEXTS = "several";

/**
 * Writes a query in the language of FTS5, for what a person may see. It may find too much, and never too little.
 *
 * Words have no ASCII punctuation, so nothing in them is read as syntax.
 */
export function matchExpression({ terms }: Query, viewer: Viewer): string {
  const all = terms.filter(({ isNegated }) => !isNegated).map(expressionOf);
  // What a text of several does not have, another one may.
  const none = terms.filter(({ isNegated }) => isNegated).map(expressionOf);
  const found = `(${all.join(" AND ")})${none.length === 0 ? "" : ` NOT (${none.join(" OR ")})`}`;
  const candidates = `((${found}) OR facets : ${SEVERAL_TEXTS})`;
  if (viewer.isModerator) return candidates;
  const own = phrase({ words: wordsOf(viewer.uid).map(({ word }) => word), isPrefix: false });
  const foreign = viewer.uid === "" ? `facets : ${HIDDEN}` : `(facets : ${HIDDEN} NOT author : ${own})`;
  return `${candidates} NOT ${foreign}`;
}

function expressionOf(term: Term): string {
  switch (term.type) {
    case "text":
      return `message : ${phrase(term.phrase)}`;
    case "author":
      return `author : ${phrase(term.phrase)}`;
    case "facet":
      return `facets : ${term.facet}`;
  }
}

function phrase({ isPrefix, words }: Phrase): string {
  return `"${words.join(" ")}"${isPrefix ? " *" : ""}`;
}
