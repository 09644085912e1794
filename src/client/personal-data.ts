import { authorization, type Fetch } from "./fetch-history.ts";
import { RoomError } from "./room-error.ts";

/** Requests about the user's own data, by the last part of their URL. */
const METHODS = { export: {}, erase: { method: "POST" } } as const;

/**
 * Downloads or erases everything that the room stores about the user (P11.3).
 *
 * @param url of the user (`ServerUrls.person`)
 * @param token authenticates the user (P8.8)
 * @returns the body of the response; rejects with the server's code, or with `http` if there was no valid response
 */
export async function requestPersonalData(
  fetch: Fetch,
  url: string,
  what: keyof typeof METHODS,
  signal: AbortSignal,
  token: string | undefined,
): Promise<string> {
  let error: RoomError | undefined;
  try {
    const response = await fetch(`${url}/${what}`, { ...METHODS[what], signal, ...authorization(token) });
    const body = await response.text();
    if (response.ok) return body;
    error = errorIn(body);
  } catch (cause) {
    throw new RoomError("http", undefined, { cause });
  }
  throw error ?? new RoomError("http");
}

/** The error of a response (P7.3). */
function errorIn(body: string): RoomError | undefined {
  const { error }: { error?: { code?: unknown; message?: unknown } } = JSON.parse(body);
  return typeof error?.code === "string" ? new RoomError(error.code, String(error.message)) : undefined;
}
