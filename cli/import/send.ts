import type { ImportedMessage } from "../../src/capabilities/import/batch.ts";
import { ApiError, callRoom, type RoomAccess } from "../room-api.ts";

/** Messages of one request, at most. */
const BATCH_MESSAGES = 500;

/** UTF-16 units of one request's messages, at most: a quarter of the bytes that the server takes. */
const BATCH_LENGTH = 1_000_000;

/** A message and the program that it comes from. */
export interface Sourced {
  readonly source: string;
  readonly message: ImportedMessage;
}

/** What became of an import. */
export interface ImportResult {
  readonly stored: number;
  /** Messages that the room had already. */
  readonly known: number;
}

/**
 * Sends messages to a room, batch by batch.
 *
 * @param messages in the order of time
 * @param progress receives how many are done
 * @throws ApiError; a repetition goes on where this one ended
 */
export async function sendImport(
  access: RoomAccess,
  messages: readonly Sourced[],
  progress: (done: number) => void = () => {},
): Promise<ImportResult> {
  let result: ImportResult = { stored: 0, known: 0 };
  const batches = batchesOf(messages);
  let done = 0;
  for (const [index, batch] of batches.entries()) {
    const body = { ...batch, last: index === batches.length - 1 };
    const response = await callRoom(access, "/import", { method: "POST", body });
    const { known, stored } = (await response.json()) as ImportResult;
    result = { stored: result.stored + stored, known: result.known + known };
    done += batch.messages.length;
    progress(done);
  }
  if (result.stored + result.known !== messages.length)
    throw new ApiError("http", "The server lost count of the messages.");
  return result;
}

interface Batch {
  readonly source: string;
  readonly messages: readonly ImportedMessage[];
}

/** Messages of one source each. */
function batchesOf(all: readonly Sourced[]): Batch[] {
  const batches: { source: string; messages: ImportedMessage[]; length: number }[] = [];
  for (const { message, source } of all) {
    const last = batches.at(-1);
    const length = JSON.stringify(message).length;
    const fits = last !== undefined && last.source === source && last.messages.length < BATCH_MESSAGES;
    if (fits && last.length + length <= BATCH_LENGTH) {
      last.messages.push(message);
      last.length += length;
    } else batches.push({ source, messages: [message], length });
  }
  return batches.map(({ messages, source }) => ({ source, messages }));
}
