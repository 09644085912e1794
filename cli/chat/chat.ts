import { createInterface } from "node:readline/promises";
import type { RoomClient } from "../../src/client/index.ts";
import type { RoomStorage } from "../../src/client/room-storage.ts";
import { EXIT } from "../exit-codes.ts";
import { asApiError, entered, isEmpty, openRoom } from "../open-room.ts";
import { Guests, isKnown } from "../state/guests.ts";
import type { Target } from "../target.ts";
import { tell } from "../text/print.ts";
import { safeLine } from "../text/safe-text.ts";
import { CommandFailed } from "../usage-error.ts";
import { showFullScreen } from "./full-screen.ts";
import { showPlain } from "./plain.ts";

export interface ChatRequest {
  readonly target: Target;
  /** `undefined` for a guest. */
  readonly token: string | undefined;
  /** `undefined` for the name of the last time. */
  readonly name: string | undefined;
  /** Whether to show lines instead of a screen. */
  readonly isPlain: boolean;
  readonly hasColor: boolean;
  readonly hasMouse: boolean;
}

/** Where the state has `seq` of the last message that was seen. No name of a room begins like this. */
const READ_KEY = "#read";

/** Lets a person take part in a room, until they leave. */
export async function chat(request: ChatRequest): Promise<void> {
  const { hasColor, hasMouse, isPlain, target, token } = request;
  const guests = new Guests(target);
  const last = token === undefined && request.name === undefined ? guests.last() : undefined;
  const isNew = token === undefined && last === undefined;
  const username = request.name ?? (isNew ? await askedName(isPlain) : undefined);
  const guest = token === undefined ? (last ?? guests.named(username)) : undefined;
  const storage = guest?.storage ?? guests.signedIn();
  const wasKnown = isKnown(storage);
  const client = openRoom(target, {
    storage,
    ...(token === undefined ? {} : { token }),
    ...(username === undefined ? {} : { username }),
    maxMessages: 2_000,
  });
  try {
    tell(`Connecting to ${safeLine(target.room)} at ${target.url.host} …`);
    await entered(client, target);
    if (guest !== undefined) guests.setLast(guest);
    if (isEmpty(client.state)) tell(`Nobody has written in ${target.room} yet.`);
    if (wasKnown && username !== undefined && username !== client.state.self?.username) await client.rename(username);
    if (target.claim !== undefined) await client.claim(target.claim);
    const readTo = client.state.readTo ?? Number(storage.get(READ_KEY) ?? Number.NaN);
    const { refused, seen } = isPlain
      ? await showPlain(client, target.url)
      : {
          refused: 0,
          seen: await showFullScreen(client, {
            url: target.url,
            hasColor,
            hasMouse,
            // A mark at the very end would mark nothing.
            readTo: readTo < (client.state.messages.at(-1)?.seq ?? 0) ? readTo : undefined,
          }),
        };
    leave(client, storage, seen);
    // A script can't read what a person would.
    if (refused > 0 && !process.stdin.isTTY) {
      throw new CommandFailed(`Refused lines: ${refused}.`, EXIT.failed);
    }
  } catch (error) {
    throw asApiError(error, target);
  } finally {
    client.close();
  }
}

/** Remembers what was seen, and says what a screen that is gone can't say any more. */
function leave(client: RoomClient, storage: RoomStorage, seen: number | undefined): void {
  const { pending, readTo, status } = client.state;
  if (seen !== undefined) storage.set(READ_KEY, String(seen));
  // For the user's other devices.
  if (seen !== undefined && readTo !== undefined && readTo < seen) client.read(seen);
  if (status.state === "failed") {
    throw new CommandFailed(status.error?.message ?? `The room closed the connection: ${status.reason}`, EXIT.failed);
  }
  const unsent = pending.filter(({ state }) => state === "sending").length;
  if (unsent > 0) tell(`${unsent} unsent. The next \`parley chat\` in this room sends them.`);
}

/** The name that a person wants; `undefined` for one that the room makes, and if nobody can be asked. */
async function askedName(isPlain: boolean): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  // As a terminal, it would move the cursor.
  const prompt = createInterface({ input: process.stdin, output: process.stderr, terminal: !isPlain });
  try {
    return (await prompt.question("Your name (empty for one that the room makes): ")).trim() || undefined;
  } finally {
    prompt.close();
  }
}
