import type { Engine } from "./engine.ts";
import { errorIn } from "./error-in.ts";
import { authorization } from "./fetch-history.ts";
import { RoomError } from "./room-error.ts";
import type { FileAccess } from "./uploaded-file.ts";

/** Asks for the limits of uploads, and for a pass to what can be read (P12.11). */
export async function fileAccess({ address, ending, fetch, identity }: Engine): Promise<FileAccess> {
  try {
    const response = await fetch(`${address.api}/files`, { signal: ending, ...authorization(identity.token) });
    const body = await response.text();
    const error = errorIn(body);
    if (error !== undefined) throw error;
    const access: Partial<FileAccess> = JSON.parse(body);
    if (typeof access.maxBytes !== "number") throw new Error(`The server responded with ${response.status}.`);
    return { types: [], ...access, maxBytes: access.maxBytes };
  } catch (cause) {
    throw cause instanceof RoomError ? cause : new RoomError("http", undefined, { cause });
  }
}
