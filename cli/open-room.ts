import { type ConnectOptions, connect, type RoomClient, RoomError, type RoomState } from "../src/client/index.ts";
import { ApiError, callRoom } from "./room-api.ts";
import type { Target } from "./target.ts";
import { safeLine } from "./text/safe-text.ts";

/** Opens a room over a socket. */
export function openRoom({ invite, room, url }: Target, options: ConnectOptions): RoomClient {
  const address = new URL(`/ws/${room}`, url);
  return connect(address, { ...(invite === undefined ? {} : { invite }), ...options });
}

/** An error of the client library, as commands report them. */
export function asApiError(error: unknown, { url }: Target): unknown {
  if (!(error instanceof RoomError)) return error;
  if (error.code === "unreachable") return unreachable(url, error);
  return new ApiError(error.code, `${safeLine(error.message)} [${safeLine(error.code)}]`, { cause: error });
}

/** Whether nothing has happened in a room: one that exists only since now, perhaps for a mistyped name. */
export function isEmpty({ messages, more }: Pick<RoomState, "messages" | "more">): boolean {
  return messages.length === 0 && !more;
}

/**
 * Waits until a room is usable.
 *
 * @throws ApiError if the room refuses, or can't be reached
 */
export async function entered(client: RoomClient, target: Target): Promise<void> {
  let stop = (): void => {};
  const failure = new Promise<never>((_, reject) => {
    const stopErrors = client.on("error", (error) => {
      // Others are said again by what failed, or the client mends them.
      if (error.code === "unreachable") void whyUnreachable(target, error).then(reject);
    });
    const stopStatus = client.on("status", (status) => {
      if (status.state === "refused") reject(asApiError(status.error, target));
      if (status.state === "failed") reject(asApiError(status.error ?? closedWith(status), target));
    });
    stop = () => {
      stopErrors();
      stopStatus();
    };
  });
  const online = new Promise<void>((resolve) => {
    if (client.state.status.state === "online") resolve();
    const stopOnline = client.on("status", ({ state }) => {
      if (state !== "online") return;
      stopOnline();
      resolve();
    });
  });
  try {
    await Promise.race([online, failure]);
  } finally {
    stop();
  }
}

/** The reason why sockets don't open, which a socket's error lacks: the room may be moving (P7.18), or a proxy has no server. */
async function whyUnreachable(target: Target, cause: unknown): Promise<unknown> {
  const { room, url } = target;
  try {
    await callRoom({ room, url, token: target.token }, "", { isPatient: false, isRepeatable: false });
  } catch (error) {
    // A server that answers was reached.
    if (error instanceof ApiError && error.code !== "unreachable") return error;
  }
  return asApiError(cause, target);
}

function closedWith({ code, reason }: { readonly code: number; readonly reason: string }): RoomError {
  return new RoomError("closed", reason === "" ? `The server closed the connection with ${code}.` : reason);
}

function unreachable(url: URL, cause: unknown): ApiError {
  return new ApiError("unreachable", `${url.origin} could not be reached.`, { cause });
}
