import type { ModerationAction, ModerationOutcome, RoomError } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import type { Chat } from "../../model/chat.ts";
import { createStore } from "../../model/store.ts";

/** The person that an action is about. */
export interface Person {
  readonly uid: string;
  readonly username: string;
}

/** A dialog to open: for an action that cannot be undone, or that needs more input. */
export type DialogRequest =
  | { readonly kind: "kick" | "mute" | "ban" | "shadow" | "clear" | "makeOwner" | "stepDown"; readonly person: Person }
  | { readonly kind: "report"; readonly seq: number }
  | { readonly kind: "commands" };

/** Looks up what was done in the current language. */
export type Success = (strings: AllWords) => string;

export type Outcome =
  | { readonly kind: "done"; readonly text: Success }
  | { readonly kind: "failed"; readonly error: RoomError };

interface DialogsState {
  readonly dialog: DialogRequest | undefined;
  readonly outcome: Outcome | undefined;
  readonly isPanelOpen: boolean;
  /** Counts actions, so that lists reload after each. */
  readonly changes: number;
}

const dialogs = createStore<DialogsState>({ dialog: undefined, outcome: undefined, isPanelOpen: false, changes: 0 });

/** The open dialog and the last outcome, shared by menus, commands and panels. */
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
 * Runs a moderation action and shows its outcome.
 *
 * @param success what was done; "Done" by default
 * @returns whether it succeeded
 */
export function moderate(
  chat: Chat,
  action: ModerationAction,
  success: (strings: AllWords, result: ModerationOutcome) => string = ({ moderation }) => moderation.done,
): Promise<boolean> {
  return reportOutcome(chat.room.moderate(action), success);
}

/**
 * Shows the outcome of a request.
 *
 * @returns whether it succeeded
 */
export async function reportOutcome<T>(
  request: Promise<T>,
  success: (strings: AllWords, result: T) => string,
): Promise<boolean> {
  const outcome = await request.then(
    (result): Outcome => ({ kind: "done", text: (strings) => success(strings, result) }),
    // The client rejects with nothing else.
    (error: RoomError): Outcome => ({ kind: "failed", error }),
  );
  dialogs.set({ ...dialogs.value, outcome, changes: dialogs.value.changes + 1 });
  return outcome.kind === "done";
}
