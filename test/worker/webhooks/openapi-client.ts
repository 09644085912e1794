import { exports } from "cloudflare:workers";
import { type Schema, Validator } from "@cfworker/json-schema";
import { expect } from "vitest";
import document from "../../../public/openapi.json";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { CLOUDFLARE } from "../test-socket.ts";

type Content = Readonly<Record<string, { readonly schema: object }>>;

/** An operation of the document. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters?: readonly (Named | Reference)[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Described | Reference>>;
}

interface Named {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}
interface Described {
  readonly content?: Content;
}
interface Reference {
  readonly $ref: string;
}

/** The operations of the document, with their methods and paths. */
export const OPERATIONS = Object.entries(document.paths).flatMap(([path, methods]) =>
  // Imported JSON has the type of its values.
  Object.entries(methods as unknown as Record<string, Operation>).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
  })),
);

/** What to call an operation with. */
export interface Call {
  /** Values of path and query parameters, and of headers. */
  readonly with?: Readonly<Record<string, string | number>>;
  /** JSON, unless it is bytes. */
  readonly body?: object;
  /** Instead of the owner's. */
  readonly token?: string;
}

export interface Called {
  readonly status: number;
  /** The JSON of the answer; `{}` if it has none. */
  readonly body: Record<string, unknown>;
}

/** Ids of the operations that were called and answered with success. */
export const called = new Set<string>();

/** Calls an operation as the document says, and checks the request and the answer against the document. */
export async function call(id: string, { body, token = OWNER_TOKEN, with: values = {} }: Call = {}): Promise<Called> {
  const found = OPERATIONS.find(({ operation }) => operation.operationId === id);
  if (found === undefined) throw new Error(`the document has no operation ${id}`);
  const { method, operation, path } = found;
  const parameters = (operation.parameters ?? []).filter((parameter) => "name" in parameter);
  expect(Object.keys(values), id).toSatisfy((names: string[]) =>
    names.every((name) => parameters.some((parameter) => parameter.name === name)),
  );
  const url = new URL(
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name]))),
    "https://chat.example",
  );
  const headers = new Headers(operation.security.length === 0 ? {} : { authorization: `Bearer ${token}` });
  for (const { in: place, name } of parameters) {
    const value = values[name];
    if (value === undefined) continue;
    if (place === "query") url.searchParams.set(name, String(value));
    if (place === "header") headers.set(name, String(value));
  }
  const isBytes = body instanceof Uint8Array;
  if (body !== undefined && !isBytes) {
    headers.set("content-type", "application/json");
    const schema = operation.requestBody?.content["application/json"]?.schema;
    expect(schema && problemsOf(schema, body), `${id}: request`).toEqual([]);
  }
  const sent = body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) };
  const response = await exports.default.fetch(url.href, { method, headers, ...sent, cf: CLOUDFLARE });
  return compare(id, operation, response);
}

/** Compares an answer with the document. */
async function compare(id: string, { responses }: Operation, response: Response): Promise<Called> {
  const { status } = response;
  const isError = status >= 400;
  const documented = resolve(responses[isError ? "default" : status]);
  expect(documented, `${id}: status ${status}`).toBeDefined();
  if (!isError) called.add(id);
  const type = response.headers.get("content-type")?.split(";")[0];
  const { content } = documented ?? {};
  if (content === undefined || type === undefined) {
    expect(await response.text(), id).toBe("");
    expect(content === undefined, `${id}: a body`).toBe(true);
    return { status, body: {} };
  }
  const [, { schema } = { schema: {} }] =
    Object.entries(content).find(([pattern]) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(type)) ?? [];
  expect(Object.keys(content).join(" "), `${id}: ${type}`).toMatch(new RegExp(`${type}|\\*/\\*`));
  if (type === "text/event-stream") {
    await response.body?.cancel();
    return { status, body: {} };
  }
  if (type !== "application/json") {
    await response.text();
    return { status, body: {} };
  }
  const body: Record<string, unknown> = await response.json();
  expect(problemsOf(closed(schema), body), `${id}: ${JSON.stringify(body)}`).toEqual([]);
  return { status, body };
}

function resolve(described: Described | Reference | undefined): Described | undefined {
  if (described === undefined || !("$ref" in described)) return described;
  return described.$ref === "#/components/responses/Error" ? document.components.responses.Error : undefined;
}

const COMPONENTS = closed(document.components);

function problemsOf(schema: object, value: unknown): string[] {
  const whole: Schema = { ...schema, components: COMPONENTS };
  const { errors, valid } = new Validator(whole, "2020-12", false).validate(value);
  return valid ? [] : errors.map(({ error, instanceLocation }) => `${instanceLocation} ${error}`);
}

/** A schema whose objects have no other fields than it says: an answer with a new field is one that the document lacks. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]));
  const isOpen = !("properties" in schema && "type" in schema) || "additionalProperties" in schema;
  return (isOpen ? parts : { ...parts, additionalProperties: false }) as T;
}
