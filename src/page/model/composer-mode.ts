/** What becomes of what is typed: a message, an answer, or an own message written anew. */
export type ComposerMode =
  | { readonly kind: "none" }
  | { readonly kind: "reply"; readonly seq: number }
  | {
      readonly kind: "edit";
      readonly seq: number;
      /** The draft that was there before, for when the edit is over. */
      readonly aside: string;
    };

/** Just a message. */
export const NEW_MESSAGE: ComposerMode = { kind: "none" };

/** What belongs in the composer once an edit is over: what was there before it. Anything else leaves the draft alone. */
export function underlyingDraft(mode: ComposerMode, draft: string): string {
  return mode.kind === "edit" ? mode.aside : draft;
}
