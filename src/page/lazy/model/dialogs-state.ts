import type { ModerationAction, ModerationOutcome, Reaction, Role, RoomError } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { createStore } from "../../model/store.ts";
import { actionText, stillUndone, undoOf } from "./describe-action.ts";
import type { ModeratedRoom } from "./moderated-room.ts";

/** The person that an action is about. */
export interface Person {
  readonly uid: string;
  readonly username: string;
}

/** A dialog to open: for an action that cannot be undone, or that needs more input. */
export type DialogRequest =
  | ConfirmRequest
  | { readonly kind: "mute" | "ban"; readonly person: Person }
  /** The actions of a message, on touch devices. */
  | { readonly kind: "message" | "report" | "delete"; readonly seq: number }
  | {
      readonly kind: "reactors";
      readonly seq: number;
      readonly reaction: Reaction;
      /** The reaction's button. */
      readonly beside: HTMLElement;
    }
  | { readonly kind: "answer"; readonly command: string; readonly text: string }
  | { readonly kind: "rename" | "commands" | "shortcuts" };

/** A question before a moderator's action against a person. */
export type PersonRequest =
  | { readonly kind: "kick" | "shadow" | "clear" | "stepDown"; readonly person: Person }
  | { readonly kind: "role"; readonly person: Person; readonly role: Role };

/** A question before an action. */
export type ConfirmRequest =
  | PersonRequest
  | { readonly kind: "claim"; readonly secret: string }
  | { readonly kind: "leave" };

/** Words of an action's result in the current language. */
export type Success = (strings: AllWords) => string;

/** Called before an outcome is shown, with its error if there is one. Returns whether the error is shown elsewhere. */
export type BeforeOutcome = (error: RoomError | undefined) => Promise<boolean>;

export type Outcome =
  | {
      readonly kind: "done";
      readonly text: Success;
      /** Takes the action back. */
      readonly undo?: (() => void) | undefined;
    }
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

/** Says that a link leads to no message of the room. */
export function sayNoMessage(): void {
  showOutcome({ kind: "done", text: ({ actions }) => actions.noSuchMessage });
}

/**
 * Runs a moderation action, and shows its result, with a way to undo it if there is one.
 *
 * @param success the result in words, if the action alone does not tell
 * @returns whether it succeeded
 */
export function moderate(
  chat: ModeratedRoom,
  action: ModerationAction,
  success: (strings: AllWords, result: ModerationOutcome) => string = actionText(chat.view, action),
  take?: BeforeOutcome,
): Promise<boolean> {
  const opposite = undoOf(chat.view, action);
  const undo = opposite && (() => void takeBack(chat, action, opposite));
  return reportOutcome(chat.room.moderate(action), success, undo, take);
}

/** Undoes an action, except for settings that someone has changed since. */
async function takeBack(chat: ModeratedRoom, action: ModerationAction, opposite: ModerationAction): Promise<void> {
  try {
    await chat.refresh?.();
  } catch (error) {
    // It rejects with nothing else.
    showOutcome({ kind: "failed", error: error as RoomError });
    return;
  }
  const undo = stillUndone(chat.view, action, opposite);
  if (undo !== undefined) await moderate(chat, undo);
  else showOutcome({ kind: "done", text: ({ moderation }) => moderation.changedSince });
}

/**
 * Shows the outcome of a request.
 *
 * @returns whether it succeeded
 */
export async function reportOutcome<T>(
  request: Promise<T>,
  success: (strings: AllWords, result: T) => string,
  undo?: () => void,
  take?: BeforeOutcome,
): Promise<boolean> {
  const outcome = await request.then(
    (result): Outcome => ({ kind: "done", text: (strings) => success(strings, result), undo }),
    // The client rejects with nothing else.
    (error: RoomError): Outcome => ({ kind: "failed", error }),
  );
  if (await take?.(outcome.kind === "failed" ? outcome.error : undefined)) return false;
  dialogs.set({ ...dialogs.value, outcome, changes: dialogs.value.changes + 1 });
  return outcome.kind === "done";
}
