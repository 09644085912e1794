/** What sending the draft does: a new message, a reply, or an edit. */
export type ComposerMode =
  | { readonly kind: "none" }
  | { readonly kind: "reply"; readonly seq: number }
  | {
      readonly kind: "edit";
      readonly seq: number;
      /** The draft from before the edit, restored after it. */
      readonly aside: string;
    };

export const NEW_MESSAGE: ComposerMode = { kind: "none" };

/** The draft that outlives an edit: the text from before the edit, or else the draft itself. */
export function underlyingDraft(mode: ComposerMode, draft: string): string {
  return mode.kind === "edit" ? mode.aside : draft;
}
