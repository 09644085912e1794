import type { RoomState } from "../../src/client/index.ts";
import { COMMAND_NAMES } from "./commands.ts";
import { type Editor, edited } from "./editor.ts";

/**
 * Completes the command or the name before the cursor.
 *
 * @returns `undefined` if nothing or more than one thing fits
 */
export function completed(editor: Editor, { members, self }: RoomState): Editor | undefined {
  const before = editor.text.slice(0, editor.cursor);
  const command = /^\/(\S*)$/.exec(before)?.[1];
  if (command !== undefined) {
    return withRest(
      editor,
      command,
      COMMAND_NAMES.filter((name) => name.startsWith(command.toLowerCase())),
      "",
    );
  }
  const at = before.lastIndexOf("@");
  if (at < 0 || /[\p{L}\p{N}]$/u.test(before.slice(0, at))) return undefined;
  const typed = before.slice(at + 1);
  const folded = typed.toLowerCase();
  const names = [...members.values()].flatMap(({ uid, username }) =>
    uid !== self?.uid && username.toLowerCase().startsWith(folded) ? [username] : [],
  );
  return withRest(editor, typed, names, "@");
}

/** Replaces what was typed by what the candidates have in common. */
function withRest(editor: Editor, typed: string, names: readonly string[], start: string): Editor | undefined {
  const [first, ...others] = names;
  if (first === undefined) return undefined;
  let length = first.length;
  for (const other of others) {
    while (length > 0 && other.slice(0, length).toLowerCase() !== first.slice(0, length).toLowerCase()) length -= 1;
  }
  const common = others.length === 0 ? `${first} ` : first.slice(0, length);
  if (common.length <= typed.length) return undefined;
  const from = editor.cursor - typed.length - start.length;
  const without = { text: editor.text.slice(0, from) + editor.text.slice(editor.cursor), cursor: from };
  return edited(without, { type: "insert", text: start + common });
}
