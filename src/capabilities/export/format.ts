import type { ExportPart } from "./export.ts";

/** What a format knows of the whole export. */
export interface ExportContext {
  /** The room's name. */
  readonly room: string;
  /** Where the room is, such as `https://chat.example`: paths of files become addresses. */
  readonly origin: string;
  /** Whether the file goes on from an earlier part of the same export, and has no head of its own. */
  readonly isContinued: boolean;
}

/** Writes an export as one kind of file. */
export interface ExportFormat {
  readonly contentType: string;
  /** The text before the first message. */
  readonly head: (context: ExportContext) => string;
  /** @param last the message above the first one, if there is one */
  readonly part: (
    part: ExportPart,
    last: ExportPart["messages"][number] | undefined,
    context: ExportContext,
  ) => string | Promise<string>;
  readonly foot: string;
}

export const FORMATS = ["jsonl", "csv", "html", "md"] as const;
export type FormatName = (typeof FORMATS)[number];

/** The code of a format, which most requests don't need. */
export async function loadFormat(name: FormatName): Promise<ExportFormat> {
  switch (name) {
    case "jsonl":
      return (await import("./json-lines.ts")).JSON_LINES;
    case "csv":
      return (await import("./csv.ts")).CSV;
    case "html":
      return (await import("./html.ts")).HTML;
    case "md":
      return (await import("./markdown.ts")).MARKDOWN;
  }
}
