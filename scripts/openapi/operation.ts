import type * as v from "valibot";

/** A body: a schema for JSON, or other media types. */
export type Body = v.GenericSchema | { readonly types: readonly string[]; readonly description: string };

/** One method of one address. */
export interface Operation {
  readonly method: "get" | "post" | "patch" | "put" | "delete";
  /** With its parameters in braces. */
  readonly path: string;
  /** Unique; clients that are generated name their function by it. */
  readonly id: string;
  readonly summary: string;
  /** Rules of PROTOCOL.md. */
  readonly rules?: string;
  readonly description?: string;
  /** Whose request it may be: `read` takes no token in an open room. */
  readonly access: "read" | "token" | "address";
  readonly query?: v.ObjectSchema<v.ObjectEntries, undefined>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** Answers by their status. All others are errors. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Errors in another form. */
  readonly failure?: Answer;
}

export interface Answer {
  readonly description: string;
  readonly body?: Body;
}

/** The operations of one part of the document. */
export interface Part {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Operation[];
}

/** One JSON object on each line. */
export const JSON_LINES = { types: ["application/jsonl"], description: "A JSON object on each line." } as const;
