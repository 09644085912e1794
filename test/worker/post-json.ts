import { exports } from "cloudflare:workers";
import { CLOUDFLARE } from "./test-socket.ts";

export interface Answered {
  readonly status: number;
  /** The JSON of the response; `{}` if it has no body. */
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** Sends a request below `/api/rooms` with a JSON body and a bearer. */
export async function send(
  method: string,
  path: string,
  token: unknown,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await exports.default.fetch(`https://chat.example/api/rooms/${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cf: CLOUDFLARE,
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text), headers: response.headers };
}

/** Matches an error. */
export const failed = (status: number, code: string) => ({ status, body: { error: { code } } });
