import { MIRRORED, makeDocument } from "./document.ts";
import type { JsonSchema } from "./schema.ts";

const INTRO = `# HTTP reference

<!-- Written by \`npm run openapi\`. -->

Every address of the HTTP side. Each server has the same as an [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.1.html)
document at \`/openapi.json\` ([in this repository](../public/openapi.json)), from which programs make clients. It is made
from the schemas that parse the requests, and a test compares it with what the server answers. [The HTTP API](api.md) has a
line of \`curl\` for most of it, and [PROTOCOL.md](../src/protocol/PROTOCOL.md#http) has the rules.

Requests marked 🔑 need \`Authorization: Bearer\`; those marked 👁 need it only if the room is not open. All other answers
than those listed are [errors](#error). A field that may be absent is marked with \`?\` or "(optional)".
`;

const MARKS: Readonly<Record<string, string>> = { 0: "", 1: " 🔑", 2: " 👁" };

/** The document as it is served. */
export function renderDocument(): string {
  return `${JSON.stringify(makeDocument(), undefined, 2)}\n`;
}

/** The document as a page. */
export function renderReference(): string {
  const { components, paths, tags } = makeDocument();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as OperationObject })),
  );
  const parts = tags
    .filter(({ name }) => name !== MIRRORED)
    .map(({ description, name }) => {
      const own = operations.filter(({ operation }) => operation.tags.includes(name));
      return [`## ${name}`, description, ...own.map(renderOperation)].join("\n\n");
    });
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `### ${name}\n\n${renderSchema(schema)}`);
  return `${[INTRO.trim(), ...parts, "## Objects", ...schemas].join("\n\n")}\n`;
}

/** An operation of the document, as far as the page shows it. */
interface OperationObject {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

function renderOperation({ method, operation, path }: { method: string; operation: OperationObject; path: string }) {
  const { description, parameters = [], requestBody, responses, security, summary } = operation;
  const asked = parameters.filter((parameter) => parameter.in !== "path");
  const rows = asked.map(({ description: meaning = "", in: place, name, required, schema }) => {
    const where = place === "header" ? "header" : "query";
    return [`\`${name}\`${required ? "" : " (optional)"}`, where, typeOf(schema), meaning];
  });
  const { default: _, ...answers } = responses;
  const answerRows = Object.entries(answers).map(([status, { content, description: meaning = "" }]) => [
    status,
    content === undefined ? "" : typesIn(content),
    meaning,
  ]);
  return [
    `### ${summary}${MARKS[security.length] ?? ""}`,
    `\`${method.toUpperCase()} ${path}\``,
    description,
    ...(rows.length === 0 ? [] : [table(["parameter", "in", "type", "meaning"], rows)]),
    ...(requestBody === undefined ? [] : [renderBody(requestBody.content)]),
    table(["status", "body", "meaning"], answerRows),
  ].join("\n\n");
}

function renderBody(content: Content): string {
  const json = content["application/json"]?.schema;
  const isTyped = json !== undefined && Object.keys(content).length === 1;
  return isTyped ? `The body:\n\n${renderSchema(json)}` : `The body: ${typesIn(content)}`;
}

function typesIn(content: Content): string {
  return Object.entries(content)
    .map(([type, { schema }]) =>
      type === "application/json" && schema.type !== undefined ? typeOf(schema) : nameOf(type, schema),
    )
    .join(", ");
}

function nameOf(type: string, schema: JsonSchema): string {
  return "$ref" in schema || "anyOf" in schema || "oneOf" in schema ? typeOf(schema) : `\`${type}\``;
}

/** A table of an object's fields; of alternatives, one after the other. */
function renderSchema(schema: JsonSchema): string {
  const alternatives = alternativesOf(schema);
  if (alternatives !== undefined) return alternatives.map(renderSchema).join("\n\nor\n\n");
  const fields = propertiesOf(schema);
  if (fields === undefined) return typeOf(schema);
  const required = new Set(requiredOf(schema));
  const rows = fields.map(([name, field]) => [
    `\`${name}\`${required.has(name) ? "" : " (optional)"}`,
    typeOf(field),
    String(field.description ?? ""),
  ]);
  return table(["field", "type", "meaning"], rows);
}

/** A type in words. */
function typeOf(schema: JsonSchema): string {
  const alternatives = alternativesOf(schema);
  if (alternatives !== undefined) return alternatives.map(typeOf).join(" or ");
  if (typeof schema.$ref === "string") return linkTo(schema.$ref);
  if ("const" in schema) return `\`${JSON.stringify(schema.const)}\``;
  if (Array.isArray(schema.enum)) return namesIn(schema.enum);
  if (schema.type === "array") return isSchema(schema.items) ? `array of ${typeOf(schema.items)}` : "array";
  const fields = propertiesOf(schema);
  if (fields !== undefined) {
    const required = new Set(requiredOf(schema));
    return `{${fields.map(([name, field]) => `\`${name}${required.has(name) ? "" : "?"}\`: ${typeOf(field)}`).join(", ")}}`;
  }
  return typeof schema.type === "string" ? schema.type : "any";
}

/** Codes are too many for a table. */
const MAX_NAMES = 20;

function namesIn(values: readonly unknown[]): string {
  return values.length > MAX_NAMES ? "string" : values.map((value) => `\`${value}\``).join(" or ");
}

function linkTo(reference: string): string {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return `[${name}](#${name.toLowerCase()})`;
}

function alternativesOf({ allOf, anyOf, oneOf }: JsonSchema): JsonSchema[] | undefined {
  // An intersection here is a choice with fields that all of its parts may have.
  const list = anyOf ?? oneOf ?? (Array.isArray(allOf) ? allOf.slice(0, 1) : undefined);
  return Array.isArray(list) ? list.filter(isSchema) : undefined;
}

function propertiesOf({ properties }: JsonSchema): [string, JsonSchema][] | undefined {
  if (!isSchema(properties)) return undefined;
  return Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

function requiredOf({ required }: JsonSchema): readonly string[] {
  return Array.isArray(required) ? required : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
