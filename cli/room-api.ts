import { setTimeout as sleep } from "node:timers/promises";
import { safeLine } from "./text/safe-text.ts";

/** The server refused a request, or could not be reached. */
export class ApiError extends Error {
  /** The server's code; `unreachable` if there was no response, `http` if it was not one of ours. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A server, and the token of those who act there. */
export interface ServerAccess {
  /** Such as `https://chat.example.org`. */
  readonly url: URL;
  readonly token: string | undefined;
  /** The variable that has the token, for those who set a wrong one. */
  readonly tokenFrom?: string;
  /** The platform's by default. */
  readonly fetch?: typeof fetch;
}

/** A room, and the token of those who act in it. */
export interface RoomAccess extends ServerAccess {
  readonly room: string;
}

/** Times that a request is repeated which the server had no time for, or which did not arrive. */
const MAX_ATTEMPTS = 6;

/** Milliseconds before the first repetition; each doubles them. */
const BACKOFF_MS = 500;

/** Seconds that a server may ask to wait. */
const MAX_WAIT_SECONDS = 60;

export interface ApiRequest {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  /** Whether doing it twice is the same as once, so that a lost answer is no reason to give up. */
  readonly isRepeatable?: boolean;
  /** Whether to try again later if the server asks for it; so by default. */
  readonly isPatient?: boolean;
}

/**
 * Sends a request about a room, and again if the server asks to wait.
 *
 * @param path after `/api/rooms/<room>`, such as `/messages`
 * @throws ApiError
 */
export function callRoom(access: RoomAccess, path: string, request: ApiRequest = {}): Promise<Response> {
  return callServer(access, `/api/rooms/${encodeURIComponent(access.room)}${path}`, request);
}

/**
 * Sends a request, and again if the server asks to wait.
 *
 * @throws ApiError
 */
export async function callServer(access: ServerAccess, path: string, request: ApiRequest = {}): Promise<Response> {
  const { body, isPatient = true, isRepeatable = true, method = "GET", query = {} } = request;
  const url = new URL(path, access.url);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  const headers: Record<string, string> = {
    ...(access.token === undefined ? {} : { authorization: `Bearer ${access.token}` }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === MAX_ATTEMPTS;
    try {
      const response = await (access.fetch ?? fetch)(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.ok) return response;
      const wait = isPatient ? waitOf(response) : undefined;
      const error = await errorOf(response);
      // The old server has it no more, however long one waits.
      if (wait === undefined || isLast || error.code === "room_moved") throw error;
      await sleep(wait);
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (isLast || !isRepeatable) {
        throw new ApiError("unreachable", `${url.origin} could not be reached.`, { cause: error });
      }
      await sleep(BACKOFF_MS * 2 ** (attempt - 1));
    }
  }
}

/** @returns milliseconds to wait before another attempt; `undefined` if there is no use in one */
function waitOf({ headers, status }: Response): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const seconds = Number(headers.get("retry-after") ?? 1);
  return Number.isFinite(seconds) && seconds <= MAX_WAIT_SECONDS ? Math.max(seconds, 0.1) * 1_000 : undefined;
}

async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown; field?: unknown } };
    if (typeof error?.code === "string") {
      const field = typeof error.field === "string" ? ` (${safeLine(error.field)})` : "";
      return new ApiError(error.code, `${safeLine(String(error.message))}${field} [${safeLine(error.code)}]`);
    }
  } catch {
    // Not an answer of Parley: a proxy's, or another server's.
  }
  return new ApiError("http", `${new URL(response.url).origin} answered with status ${response.status}.`);
}
