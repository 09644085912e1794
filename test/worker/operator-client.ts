import { exports } from "cloudflare:workers";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { CLOUDFLARE } from "./test-socket.ts";

export interface OperatorAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape of its answer
  readonly body: any;
}

const AS_OWNER = { authorization: `Bearer ${OWNER_TOKEN}` };

/**
 * Sends a request below `/api/operator`.
 *
 * @param headers by default those of the owner's token
 */
export async function operate(
  path: string,
  method = "GET",
  body?: object,
  headers: Record<string, string> = AS_OWNER,
): Promise<OperatorAnswer> {
  const response = await exports.default.fetch(`https://chat.example/api/operator${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    cf: CLOUDFLARE,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
}

/** The status and the error code of a request. */
export async function refusalOf(
  path: string,
  headers: Record<string, string>,
  method = "GET",
  body?: object,
): Promise<[number, string | undefined]> {
  const answer = await operate(path, method, body, headers);
  return [answer.status, answer.body.error?.code];
}
