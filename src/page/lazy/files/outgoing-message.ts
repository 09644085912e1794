import type { RoomError, SendOptions, SentFile } from "../../../client/index.ts";
import type { Voice } from "../../../protocol/files.ts";

/** A message with files that the room has not stored yet. */
export interface OutgoingMessage {
  /** The command's id (P3.2). */
  readonly id: string;
  readonly room: string;
  /** Milliseconds since 1970, by the local clock. */
  readonly at: number;
  readonly text: string;
  /** The message it replies to, and its mentions. */
  readonly options: SendOptions;
  readonly files: readonly OutgoingFile[];
  /** All files are uploaded, and the client's outbox has the message. */
  readonly isHandedOver: boolean;
}

export interface OutgoingFile {
  readonly key: string;
  readonly name: string;
  readonly blob: Blob;
  readonly alt: string;
  readonly isSpoiler: boolean;
  /** Of a voice message only. */
  readonly voice?: Voice;
  /** Its id in the room, once it is uploaded. */
  readonly id?: string;
}

/** The step of an outgoing message. Not kept: a reload starts again. */
export interface Progress {
  /** The file that is being uploaded, and the part of it that is sent, from 0 to 1. */
  readonly upload?: { readonly key: string; readonly part: number };
  /** Why it stopped. The user can retry. */
  readonly error?: RoomError;
}

/** The first file that is not uploaded yet. */
export function nextUpload({ files }: OutgoingMessage): OutgoingFile | undefined {
  return files.find(({ id }) => id === undefined);
}

/** The files as the message names them (P12). */
export function sentFiles({ files }: OutgoingMessage): readonly SentFile[] {
  return files.flatMap(({ alt, id, isSpoiler, voice }): SentFile[] => {
    if (id === undefined) return [];
    return [{ id, ...(alt !== "" && { alt }), ...(isSpoiler && { spoiler: true as const }), ...(voice && { voice }) }];
  });
}

/** How far a file is, from 0 to 1; `undefined` if it waits. */
export function partOf({ id, key }: OutgoingFile, { upload }: Progress): number | undefined {
  if (id !== undefined) return 1;
  return upload?.key === key ? upload.part : undefined;
}

/** Messages that wait with their files, and the bytes of all these: more than anyone sends from a tunnel. */
const MAX_WAITING = 20;
const MAX_WAITING_BYTES = 100_000_000;

/** Whether the browser keeps one more message. */
export function hasRoomFor(waiting: readonly OutgoingMessage[], message: OutgoingMessage): boolean {
  const bytes = [...waiting, message].flatMap(({ files }) => files).reduce((sum, { blob }) => sum + blob.size, 0);
  return waiting.length < MAX_WAITING && (bytes <= MAX_WAITING_BYTES || waiting.length === 0);
}

const AGAIN: ReadonlySet<string> = new Set(["http", "internal", "rate_limited", "scan_unavailable"]);

/** Attempts in a row until the user has to retry. */
const MAX_ATTEMPTS = 6;

const FIRST_WAIT_MS = 1_000;

/**
 * Milliseconds to wait before a failed upload is tried again.
 *
 * @param attempts that failed, from 1
 * @returns `undefined` if the user has to decide
 */
export function waitBeforeRetry({ code, retryAfter }: RoomError, attempts: number): number | undefined {
  if (!AGAIN.has(code) || attempts >= MAX_ATTEMPTS) return undefined;
  return Math.max(retryAfter ?? 0, FIRST_WAIT_MS * 2 ** (attempts - 1));
}
