/**
 * The kinds of values in a message. A `?` marks a field that may be absent.
 *
 * This schema is a table and 40 lines of code, because the element that parses with it has 4 kB in all. With it, the messages of a
 * frame take 0.6 kB, gzipped; with valibot, they take 2.1 kB.
 */
type Kind = "string" | "number" | "boolean" | "strings";

/** The fields of an object, with the kind or the shape of each. */
export interface Shape {
  readonly [field: string]: Kind | `${Kind}?` | Shape;
}

/** Longest text in a message, in UTF-16 units: more than a room's longest message, and than a stored outbox in use. */
const MAX_TEXT_LENGTH = 262_144;

/** Most entries in a table of texts. */
const MAX_TEXTS = 200;

interface KindValues {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  /** A table of texts. Entries that are none are left out. */
  readonly strings: Readonly<Record<string, string>>;
}

type Value<Entry> = Entry extends keyof KindValues
  ? KindValues[Entry]
  : Entry extends `${infer Name extends Kind}?`
    ? KindValues[Name]
    : Entry extends Shape
      ? Shaped<Entry>
      : never;

/** What a shape describes. */
export type Shaped<S extends Shape> = {
  readonly [Field in keyof S as S[Field] extends `${Kind}?` ? never : Field]: Value<S[Field]>;
} & { readonly [Field in keyof S as S[Field] extends `${Kind}?` ? Field : never]?: Value<S[Field]> | undefined };

/** The messages of one direction: a shape for each type. */
export type Messages = Readonly<Record<string, Shape>>;

/** A message of a table, with its type. */
export type MessageOf<Table extends Messages> = {
  [Type in keyof Table & string]: { readonly type: Type } & Shaped<Table[Type]>;
}[keyof Table & string];

/** The version of the contract, in each message. */
export const VERSION = 1;

/**
 * Parses a message of the other side.
 *
 * @param data as posted: anything
 * @param readKind reads a value of a kind. The element receives no tables of texts, and has no room for {@link readAnyKind}
 * @returns the message with its known fields only; `undefined` for anything else, which is often another script's message
 */
export function parseMessage<Table extends Messages>(
  table: Table,
  data: unknown,
  readKind: ReadKind = readPlain,
): MessageOf<Table> | undefined {
  if (!isObject(data) || data.parley !== VERSION || typeof data.type !== "string") return undefined;
  const shape = Object.hasOwn(table, data.type) ? table[data.type] : undefined;
  const fields = shape && read(shape, data, readKind);
  // The shape of the type has been read.
  return fields && ({ ...fields, type: data.type } as MessageOf<Table>);
}

type ReadKind = (kind: string, value: unknown) => unknown;

function read(shape: Shape, given: unknown, readKind: ReadKind): object | undefined {
  if (!isObject(given)) return undefined;
  const fields: Record<string, unknown> = {};
  for (const [field, entry] of Object.entries(shape)) {
    const value = given[field];
    if (typeof entry === "string" && entry.endsWith("?") && value === undefined) continue;
    const parsed = typeof entry === "string" ? readKind(entry.replace("?", ""), value) : read(entry, value, readKind);
    if (parsed === undefined) return undefined;
    fields[field] = parsed;
  }
  return fields;
}

function readPlain(kind: string, value: unknown): unknown {
  return typeof value === kind && (kind !== "string" || isText(value)) ? value : undefined;
}

/** Reads a value of any kind, tables of texts included. */
export function readAnyKind(kind: string, value: unknown): unknown {
  return kind === "strings" ? readTexts(value) : readPlain(kind, value);
}

function readTexts(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  const texts = Object.entries(value).filter((entry): entry is [string, string] => isText(entry[1]));
  return Object.fromEntries(texts.slice(0, MAX_TEXTS));
}

/** Whether a value is a text that a message can carry. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_TEXT_LENGTH;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
