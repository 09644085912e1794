import * as v from "valibot";
import { RoomError } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { createStore, type Store } from "../../model/store.ts";
import { openDialog } from "../model/dialogs-state.ts";

const RoomCommand = v.object({ name: v.string(), description: v.string() });
/** A command of the room that its owner's server answers (P16.20). */
export type RoomCommand = v.InferOutput<typeof RoomCommand>;

const Answer = v.object({ commands: v.array(RoomCommand) });

const NONE: readonly RoomCommand[] = [];

/** The commands of the room that was asked last. */
const known: Store<{ readonly room: string; readonly commands: readonly RoomCommand[] }> = createStore({
  room: "",
  commands: NONE,
});

export const roomCommands: Pick<typeof known, "value" | "subscribe"> = known;

/** Loads the commands of the room. Without an answer, as from a server of an earlier version, there are none. */
export async function loadRoomCommands({ room, view }: Chat): Promise<readonly RoomCommand[]> {
  try {
    const { commands } = v.parse(Answer, await room.api("commands"));
    known.set({ room: view.room, commands });
    return commands;
  } catch {
    return NONE;
  }
}

/**
 * Runs a command of the room. An answer for all comes as a message; one for this person alone is shown in a dialog (P16.22).
 *
 * @param typed starts with `/`
 * @returns why it was not run; `undefined` if it was
 */
export async function runRoomCommand(chat: Chat, typed: string): Promise<RoomError | undefined> {
  const [, name = "", text = ""] = /^\/(\S*)\s*(.*)$/s.exec(typed.trim()) ?? [];
  const commands = await loadRoomCommands(chat);
  if (!commands.some((command) => command.name === name.toLowerCase())) {
    return new RoomError("unknown_command", `/${name}`);
  }
  try {
    const body = { text };
    const path = `commands/${encodeURIComponent(name.toLowerCase())}`;
    const answer = (await chat.room.api(path, { method: "POST", body })) as { message?: string; private?: true };
    if (answer.message !== undefined) openDialog({ kind: "answer", command: `/${name}`, text: answer.message });
    return undefined;
  } catch (error) {
    // The client rejects with nothing else.
    return error as RoomError;
  }
}
