import { errorIn } from "../../../client/error-in.ts";
import type { ApiRequest } from "../../../client/index.ts";
import { RoomError } from "../../../client/index.ts";
import { OPERATOR_API } from "../../../protocol/operator.ts";
import { operatorToken, signOut } from "./session.ts";

/** A request to the operator's HTTP API. */
interface OperatorRequest extends ApiRequest {
  /** The operator's own by default. */
  readonly token?: string | undefined;
}

/**
 * Calls the operator's HTTP API.
 *
 * @param path after {@link OPERATOR_API}
 * @returns the answer's body. Rejects with a `RoomError`: the server's code, or `http`
 */
export async function readText(path: string, request: OperatorRequest = {}): Promise<string> {
  const { body, method = "GET", token = operatorToken() } = request;
  let text: string;
  let response: Response;
  try {
    response = await fetch(`${OPERATOR_API}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    throw new RoomError("http", undefined, { cause });
  }
  if (response.ok) return text;
  const error = errorOf(text);
  // The token was changed, or has expired. It is asked for again.
  if (response.status === 401 && request.token === undefined && token !== undefined) signOut("expired");
  throw error;
}

/** As `readText`, for an answer in JSON. Answers are this server's own, so their type is the caller's. */
export async function callServer<T>(path: string, request?: OperatorRequest): Promise<T> {
  const text = await readText(path, request);
  try {
    return (text === "" ? undefined : JSON.parse(text)) as T;
  } catch (cause) {
    throw new RoomError("http", undefined, { cause });
  }
}

function errorOf(text: string): RoomError {
  try {
    return errorIn(text) ?? new RoomError("http");
  } catch (cause) {
    return new RoomError("http", undefined, { cause });
  }
}
