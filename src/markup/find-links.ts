import { LinkifyIt, REBuilder } from "linkify-it";

/** Maximum length of an address in UTF-16 units. */
const MAX_LENGTH = 2_048;

/** A bare address in a text, in UTF-16 units. */
export interface LinkPlace {
  readonly from: number;
  readonly to: number;
}

/** Finds host names with underscores as well, which browsers open. */
class HostRules extends REBuilder {
  override get_domain(): RegExp {
    const letter = this.get_pseudo_letter().source;
    this.cache.src_domain ??= new RegExp(`(?:${this.get_xn().source}|${letter}(?:(?:[-_]|${letter}){0,61}${letter})?)`);
    return this.cache.src_domain;
  }

  /** What follows `www.`. */
  wwwRest(): RegExp {
    this.cache.www_rest ??= new RegExp(
      `(?:(?:${this.get_domain().source})\\.){1,10}(?:${this.get_domain_root().source})` +
        this.get_port().source +
        this.get_host_terminator().source +
        this.get_path().source,
      "iy",
    );
    return this.cache.www_rest;
  }
}

const rules = new HostRules();

// With `urlAuth`, an address with a password is found whole, so that no part of it is taken for a mail address.
const finder = new LinkifyIt({ rebuilder: rules, maxLength: MAX_LENGTH, urlAuth: true })
  .add("ftp:", null)
  .add("//", null)
  .add("www.", {
    validate(text, position) {
      const rest = rules.wwwRest();
      rest.lastIndex = position;
      return rest.exec(text)?.[0].length ?? 0;
    },
  });

/** Marks of emphasis. */
const MARKS = /\*+|_+|~~/g;

/** Marks at the end of an address. */
const LAST_MARKS = /(?:\*+|_+|~~)$/;

/** A letter or digit, after which a mark is part of the word. */
const IN_WORD = /[\p{L}\p{N}]$/u;

/** A mark before an address, which the finder takes for a part of a word. */
const MARK_BEFORE = /[_~`](?=https?:|www\.|mailto:)/gi;

/** Finds the bare addresses in a text: `https://…`, `www.…`, and mail addresses. */
export function findLinks(text: string): readonly LinkPlace[] {
  return (finder.match(text.replace(MARK_BEFORE, " ")) ?? []).map(({ index, lastIndex }) => {
    const lineStart = text.lastIndexOf("\n", index) + 1;
    const open = marksOpenIn(text.slice(lineStart, index), text.charAt(index));
    let to = lastIndex;
    for (const mark of open) {
      // Another number of marks is part of the address, as in `__init__`.
      if (LAST_MARKS.exec(text.slice(index, to))?.[0] === mark) to -= mark.length;
    }
    return { from: index, to };
  });
}

/** The marks of emphasis that are open at the end of a text, the outermost first. They end an address that follows. */
function marksOpenIn(line: string, next: string): readonly string[] {
  const open: string[] = [];
  for (const { 0: mark, index } of line.matchAll(MARKS)) {
    // Two units, because a letter may take both.
    const before = line.slice(Math.max(0, index - 2), index);
    const after = line.charAt(index + mark.length) || next;
    const opener = open.lastIndexOf(mark);
    if (opener !== -1 && /\S$/.test(before)) open.splice(opener);
    else if (!IN_WORD.test(before) && /\S/.test(after)) open.push(mark);
  }
  return open;
}
