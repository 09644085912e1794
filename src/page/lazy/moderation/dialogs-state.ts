import type { ModerationAction, RoomError } from "../../../client/index.ts";
import type { Chat } from "../../model/chat.ts";
import { createStore } from "../../model/store.ts";

/** A person whom something is about. */
export interface Person {
  readonly uid: string;
  readonly username: string;
}

/** What is asked before it is done: it cannot be undone, or wants to know more. */
export type DialogRequest =
  | { readonly kind: "kick" | "ban" | "shadow" | "clear" | "makeOwner" | "stepDown"; readonly person: Person }
  | { readonly kind: "report"; readonly seq: number }
  | { readonly kind: "commands" };

/** What came of something. */
export type Outcome =
  | { readonly kind: "done" | "reported" | "owned" }
  | { readonly kind: "failed"; readonly error: RoomError };

interface DialogsState {
  readonly dialog: DialogRequest | undefined;
  readonly outcome: Outcome | undefined;
  /** Whether the moderators' panel is in front of the page. */
  readonly isPanelOpen: boolean;
  /** Counts what was done, so that what shows lists of it knows to ask anew. */
  readonly changes: number;
}

const dialogs = createStore<DialogsState>({ dialog: undefined, outcome: undefined, isPanelOpen: false, changes: 0 });

/** What is asked, and what came of it: menus, commands and panels ask here, and one place shows it. */
export const dialogsState: Pick<typeof dialogs, "value" | "subscribe"> = dialogs;

export function openDialog(dialog: DialogRequest | undefined): void {
  dialogs.set({ ...dialogs.value, dialog });
}

export function openPanel(isPanelOpen: boolean): void {
  dialogs.set({ ...dialogs.value, isPanelOpen });
}

export function showOutcome(outcome: Outcome | undefined): void {
  dialogs.set({ ...dialogs.value, outcome });
}

/**
 * Does what a moderator may, and tells what came of it.
 *
 * @returns whether it was done
 */
export function moderate(chat: Chat, action: ModerationAction): Promise<boolean> {
  return reportOutcome(chat.room.moderate(action), "done");
}

/** Tells what comes of something that was asked of the room. @returns whether it was done */
export async function reportOutcome(order: Promise<unknown>, kind: "done" | "reported" | "owned"): Promise<boolean> {
  const error = await order.then(
    () => undefined,
    // The client rejects with nothing else.
    (reason: RoomError) => reason,
  );
  const outcome: Outcome = error === undefined ? { kind } : { kind: "failed", error };
  dialogs.set({ ...dialogs.value, outcome, changes: dialogs.value.changes + 1 });
  return error === undefined;
}
