import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { Emoji, Id, MessageText, Seq, SeqOrZero, Username } from "../../src/protocol/fields.ts";
import { MAX_ID_LENGTH, MAX_USERNAME_CHARACTERS } from "../../src/protocol/limits.ts";
import { COMPONENTS } from "./answers.ts";
import { FIELD_NOTES } from "./field-notes.ts";

/** A JSON Schema (2020-12), as OpenAPI 3.1 has them. */
export type JsonSchema = { [keyword: string]: unknown };

type Schema = v.GenericSchema;

/** Schemas of fields that are written inline. Their limits are functions, which the converter can't read. */
const FIELDS = { Id, Username, MessageText, Emoji, Seq, SeqOrZero };
const FIELD_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Id: { type: "string", minLength: 1, maxLength: MAX_ID_LENGTH },
  Username: { type: "string", minLength: 1, maxLength: MAX_USERNAME_CHARACTERS },
  MessageText: { type: "string", minLength: 1 },
  Emoji: { type: "string" },
  Seq: { type: "integer", minimum: 1 },
  SeqOrZero: { type: "integer", minimum: 0 },
};
const FIELD_REF = "#/fields/";

const CONVERSION = {
  target: "draft-2020-12",
  // What a client sends, and what it is sent: both before they are parsed.
  typeMode: "input",
  // The other checks are functions of our own: PROTOCOL.md describes them.
  errorMode: "ignore",
  // `integer` of `fields.ts` is a number with a check.
  overrideAction: ({ jsonSchema, valibotAction }) =>
    valibotAction.type === "check" && jsonSchema.type === "number" ? { ...jsonSchema, type: "integer" } : undefined,
  // Says of an object with fields of others that it has them, as those that say nothing have none.
  overrideSchema: ({ jsonSchema, valibotSchema }) =>
    valibotSchema.type === "loose_object" ? { ...jsonSchema, additionalProperties: true } : undefined,
  overrideRef: ({ referenceId }) =>
    referenceId in FIELDS ? FIELD_REF + referenceId : `#/components/schemas/${referenceId}`,
} satisfies ConversionConfig;
const SCHEMAS = { ...FIELDS, ...COMPONENTS };

/** Converts a schema that parses requests or answers. */
export function jsonSchemaOf(schema: Schema): JsonSchema {
  const { $defs: _, $schema: __, ...converted } = toJsonSchema(schema, { ...CONVERSION, definitions: SCHEMAS });
  return withNotes(converted);
}

/** The schemas that have names. */
export function componentSchemas(): Record<string, JsonSchema> {
  const schemas = Object.entries(toJsonSchemaDefs(SCHEMAS, CONVERSION)).filter(([name]) => name in COMPONENTS);
  return Object.fromEntries(schemas.map(([name, schema]) => [name, withNotes({ ...schema })]));
}

/** Says of each field what its name means, and leaves out empty keywords. */
function withNotes(value: JsonSchema): JsonSchema {
  const { $ref, ...others } = value;
  const field = typeof $ref === "string" ? FIELD_SCHEMAS[$ref.replace(FIELD_REF, "")] : undefined;
  if (field !== undefined) return { ...field, ...others };
  const entries = Object.entries(value).flatMap(([keyword, part]): [string, unknown][] => {
    if (keyword === "required" && Array.isArray(part) && part.length === 0) return [];
    if (keyword !== "properties" || !isObject(part)) return [[keyword, inside(part)]];
    const properties = Object.entries(part).map(([name, schema]) => [name, noted(name, schema)]);
    return [[keyword, Object.fromEntries(properties)]];
  });
  return Object.fromEntries(entries);
}

function inside(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inside);
  return isObject(part) ? withNotes(part) : part;
}

function noted(name: string, schema: unknown): unknown {
  const converted = inside(schema);
  const note = FIELD_NOTES[name];
  if (note === undefined || !isObject(converted)) return converted;
  // A schema with a name describes itself.
  const isSaid = "description" in converted || "$ref" in converted;
  return isSaid ? converted : { ...converted, description: note };
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
