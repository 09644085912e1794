/** A line of the log, as it is shown. */
export type Line = MessageLine | NoteLine;

/** Who said what, and when. */
export interface MessageLine {
  readonly kind: "message";
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly uid: string;
  readonly username: string;
  readonly text: string;
}

/** What the room, or the page itself, has to say in between. */
export interface NoteLine {
  readonly kind: "note";
  readonly key: string;
  readonly text: string;
}

/** Lines that belong together: one person's, said in one go; or a note; or the beginning of a day. */
export type Block =
  | { readonly kind: "messages"; readonly key: string; readonly lines: readonly [MessageLine, ...MessageLine[]] }
  | { readonly kind: "note"; readonly key: string; readonly text: string }
  | { readonly kind: "day"; readonly key: string; readonly at: number };

/** Lines that the page keeps. More makes it slow and is read by nobody; the room has them all. */
const MAX_LINES = 500;

/** Milliseconds between two messages of one person that still read as said in one go. */
const ONE_GO_MS = 5 * 60 * 1000;

/** The lines with one more, and the oldest let go past `MAX_LINES`. */
export function appendLine(lines: readonly Line[], line: Line): readonly Line[] {
  return [...lines.slice(1 - MAX_LINES), line];
}

/** Puts together what belongs together, and marks where a day (of the reader's calendar) begins. */
export function blocksOf(lines: readonly Line[]): readonly Block[] {
  const blocks: Block[] = [];
  let day: string | undefined;
  for (const line of lines) {
    if (line.kind === "note") {
      blocks.push(line);
      continue;
    }
    const today = new Date(line.at).toDateString();
    if (today !== day) blocks.push({ kind: "day", key: `day-${line.key}`, at: line.at });
    day = today;
    const last = blocks.at(-1);
    if (last?.kind === "messages" && follows(last.lines, line)) {
      blocks[blocks.length - 1] = { ...last, lines: [...last.lines, line] };
    } else {
      blocks.push({ kind: "messages", key: line.key, lines: [line] });
    }
  }
  return blocks;
}

/** Names may be shared and may change, so both name and `uid` must agree. */
function follows(lines: readonly MessageLine[], next: MessageLine): boolean {
  const last = lines.at(-1);
  return (
    last !== undefined && last.uid === next.uid && last.username === next.username && next.at - last.at < ONE_GO_MS
  );
}
