/** The parsed text of a message. Anything that is not markup is text as typed. */
export type MarkupBlock =
  | { readonly kind: "text"; readonly children: readonly MarkupInline[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly children: readonly MarkupBlock[] }
  | {
      readonly kind: "list";
      /** The first number of an ordered list. */
      readonly start?: number;
      readonly items: readonly (readonly MarkupBlock[])[];
    };

/** Markup within a line. */
export type MarkupInline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "emphasis"; readonly children: readonly MarkupInline[] }
  | {
      readonly kind: "code";
      readonly text: string;
      /** Whether this is not the author's text, but the host or mailbox of the link before it. */
      readonly isPlace?: true;
    }
  | {
      readonly kind: "link";
      readonly href: string;
      readonly isBare: boolean;
      readonly children: readonly MarkupInline[];
    }
  | { readonly kind: "mention"; readonly uid: string; readonly text: string };
