import { charactersOf, widthOf } from "../text/width.ts";

/** A text that is being written. The cursor is an index in `text`, and never within a character. */
export interface Editor {
  readonly text: string;
  readonly cursor: number;
}

export type EditorAction =
  | { readonly type: "insert"; readonly text: string }
  | { readonly type: "move"; readonly to: "left" | "right" | "wordLeft" | "wordRight" | "lineStart" | "lineEnd" }
  | { readonly type: "erase"; readonly what: "left" | "right" | "wordLeft" | "toLineStart" | "toLineEnd" };

export const EMPTY: Editor = { text: "", cursor: 0 };

/** An editor with a text, and the cursor at its end. */
export function editorOf(text: string): Editor {
  return { text, cursor: text.length };
}

/** Applies an action. */
export function edited(editor: Editor, action: EditorAction): Editor {
  const { cursor, text } = editor;
  switch (action.type) {
    case "insert": {
      const before = text.slice(0, cursor) + action.text;
      return { text: before + text.slice(cursor), cursor: before.length };
    }
    case "move":
      return { text, cursor: TARGETS[action.to](editor) };
    case "erase": {
      const { from, to } = erasedBy(editor, action.what);
      return { text: text.slice(0, from) + text.slice(to), cursor: from };
    }
  }
}

/** Where each movement goes. */
const TARGETS = {
  left: ({ cursor, text }: Editor) => cursor - (charactersOf(text.slice(0, cursor)).at(-1)?.length ?? 0),
  right: ({ cursor, text }: Editor) => cursor + (charactersOf(text.slice(cursor))[0]?.length ?? 0),
  wordLeft: ({ cursor, text }: Editor) => cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0),
  wordRight: ({ cursor, text }: Editor) => cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0),
  lineStart: ({ cursor, text }: Editor) => text.lastIndexOf("\n", cursor - 1) + 1,
  lineEnd: ({ cursor, text }: Editor) => {
    const end = text.indexOf("\n", cursor);
    return end < 0 ? text.length : end;
  },
};

function erasedBy(
  editor: Editor,
  what: Extract<EditorAction, { readonly type: "erase" }>["what"],
): { readonly from: number; readonly to: number } {
  const { cursor } = editor;
  switch (what) {
    case "left":
    case "wordLeft":
      return { from: TARGETS[what](editor), to: cursor };
    case "right":
      return { from: cursor, to: TARGETS.right(editor) };
    case "toLineStart":
      return { from: cursor === 0 ? 0 : TARGETS.lineStart(editor), to: cursor };
    case "toLineEnd":
      return { from: cursor, to: TARGETS.lineEnd(editor) };
  }
}

/** A text as lines of the screen, and the place of the cursor in them. */
export interface EditorLines {
  readonly lines: readonly string[];
  readonly row: number;
  readonly column: number;
}

/** Lays a text out. Lines break anywhere, so that each column is a place of the cursor. */
export function layOut({ cursor, text }: Editor, columns: number): EditorLines {
  const lines = [""];
  let [width, index, row, column] = [0, 0, 0, 0];
  const place = () => {
    if (index === cursor) [row, column] = [lines.length - 1, width];
  };
  for (const character of charactersOf(text)) {
    const own = character === "\n" ? 0 : widthOf(character);
    if (width + own > columns) {
      lines.push("");
      width = 0;
    }
    place();
    index += character.length;
    if (character === "\n") {
      lines.push("");
      width = 0;
    } else {
      lines[lines.length - 1] += character;
      width += own;
    }
  }
  // Behind a full line, the cursor is on a new one.
  if (width >= columns) {
    lines.push("");
    width = 0;
  }
  place();
  return { lines, row, column };
}
