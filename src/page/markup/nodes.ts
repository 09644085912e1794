/** What a message's text is made of, for `MessageText` to show. Whatever is none of it is text, as it was typed. */
export type MarkupBlock =
  | { readonly kind: "text"; readonly children: readonly MarkupInline[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly children: readonly MarkupBlock[] }
  | {
      readonly kind: "list";
      /** The first number; absent where the items have none. */
      readonly start?: number;
      readonly items: readonly (readonly MarkupBlock[])[];
    };

/** What stands within a line. */
export type MarkupInline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "emphasis"; readonly children: readonly MarkupInline[] }
  | { readonly kind: "code"; readonly text: string }
  | {
      readonly kind: "link";
      readonly href: string;
      readonly isBare: boolean;
      readonly children: readonly MarkupInline[];
    }
  | { readonly kind: "mention"; readonly uid: string; readonly text: string };
