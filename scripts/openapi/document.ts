import type { Answer, Body, Operation, Part } from "./operation.ts";
import { content } from "./operations/content.ts";
import { bots, hooks, incoming } from "./operations/machines.ts";
import { moderating } from "./operations/moderating.ts";
import { operating } from "./operations/operating.ts";
import { posting } from "./operations/posting.ts";
import { reading } from "./operations/reading.ts";
import { componentSchemas, type JsonSchema, jsonSchemaOf } from "./schema.ts";

const PARTS: readonly Part[] = [reading, posting, moderating, bots, hooks, incoming, content, operating];

/** Where the HTTP API of the rooms is, and where it is once more with an operator's authority (P18.2). */
const ROOMS = "/api/rooms/{room}/";
const OPERATOR_ROOMS = "/api/operator/rooms/{room}/";

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  room: "Name of the room.",
  seq: "Number of the message in the log.",
  emoji: "A single emoji, percent-encoded.",
  id: "The id that was answered when it was made.",
  uid: "The uid of a person, or `me`.",
  name: "The file's name; only the id counts.",
  key: "The `key` of the ban.",
  number: "The `number` of the delivery.",
  command: "Name of the command, without the slash.",
  secret: "The secret of the webhook.",
  version: "Discord's version, such as `v10`.",
};

/** The tag of operations that are there once more for operators. */
export const MIRRORED = "Operating rooms";

const SECURITY = { token: [{ bearer: [] }], read: [{}, { bearer: [] }], address: [] } as const;

/** Makes the document. */
export function makeDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { name, operations } of PARTS) {
    for (const operation of operations) {
      paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, name) };
      if (!operation.path.startsWith(ROOMS)) continue;
      const path = operation.path.replace(ROOMS, OPERATOR_ROOMS);
      const id = `operator${operation.id.charAt(0).toUpperCase()}${operation.id.slice(1)}`;
      const mirrored = { ...operation, path, id, access: "token" } as const;
      paths[path] = { ...paths[path], [operation.method]: describe(mirrored, MIRRORED) };
    }
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Parley",
      version: "1",
      summary: "The HTTP side of a Parley server",
      description: "Rules such as P7.6 are those of src/protocol/PROTOCOL.md. docs/api.md has a line of curl for each.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [
      ...PARTS.map(({ description, name }) => ({ name, description })),
      { name: MIRRORED, description: "What a room's owner can do, with the operator's authority (P18.2)." },
    ],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A bot's token, a JWT of the owner's site, a room's own token, or `OWNER_TOKEN` (P8.8).",
        },
      },
      responses: {
        Error: {
          description: "An error (P7.3). `Retry-After` is in seconds.",
          headers: { "Retry-After": { schema: { type: "integer" } } },
          content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
        },
      },
      schemas: componentSchemas(),
    },
  };
}

function describe(operation: Operation, tag: string) {
  const { access, answers, body, description, failure, id, rules, summary } = operation;
  const responses = Object.entries(answers).map(([status, answer]) => [status, response(answer)]);
  const parameters = parametersOf(operation);
  return {
    tags: [tag],
    operationId: id,
    summary,
    description: [description, rules && `Rules: ${rules}.`].filter(Boolean).join(" "),
    security: SECURITY[access],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      ...Object.fromEntries(responses),
      default: failure === undefined ? { $ref: "#/components/responses/Error" } : response(failure),
    },
  };
}

function parametersOf({ headers = {}, path, query }: Operation): object[] {
  const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: PATH_PARAMETERS[name],
    schema: { type: "string" },
  }));
  const { properties = {}, required = [] } = query === undefined ? {} : (jsonSchemaOf(query) as QuerySchema);
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    ...(required.includes(name) ? { required: true } : {}),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
  const inHeaders = Object.entries(headers).map(([name, description]) => ({
    name,
    in: "header",
    description,
    schema: { type: "string" },
  }));
  return [...inPath, ...inQuery, ...inHeaders];
}

/** The schema of an object. */
type QuerySchema = { readonly properties?: Record<string, JsonSchema>; readonly required?: readonly string[] };

function response({ body, description }: Answer) {
  return { description, ...(body === undefined ? {} : { content: contentOf(body) }) };
}

function contentOf(body: Body): Record<string, object> {
  if (!("types" in body)) return { "application/json": { schema: jsonSchemaOf(body) } };
  return Object.fromEntries(body.types.map((type) => [type, { schema: { description: body.description } }]));
}
