import * as v from "valibot";
import { integer, MessageText, matching, sized, True } from "./fields.ts";
import { MAX_ALT_LENGTH, MAX_MESSAGE_FILES, MAX_VOICE_MS, MAX_VOICE_PEAKS } from "./limits.ts";

// Files of messages (P12). Apart from the rest, because a client can show its first messages before it knows files.

const SentVoice = v.object({
  /** Length in milliseconds. */
  ms: integer(1, MAX_VOICE_MS),
  /** Loudness of equal parts, a hexadecimal digit each. */
  peaks: v.pipe(v.string(), sized(1, MAX_VOICE_PEAKS), matching(/^[0-9a-f]+$/)),
});
/** P12.26: the length and the waveform of a voice message, as its sender measured them. */
export type Voice = Readonly<v.InferOutput<typeof SentVoice>>;

const SentFile = v.object({
  /** From the upload. */
  id: v.string(),
  /** Says to people who can't see it what a picture shows. */
  alt: v.exactOptional(v.pipe(MessageText, sized(1, MAX_ALT_LENGTH))),
  /** Covered until a reader chooses to see it. */
  spoiler: True,
  /** Of a voice message only. */
  voice: v.exactOptional(SentVoice),
});
/** The files that a message names. */
export const SentFiles = v.pipe(v.array(SentFile), sized(1, MAX_MESSAGE_FILES));
/** P12.4: a file that its author has uploaded. */
export type SentFile = Readonly<v.InferOutput<typeof SentFile>>;

export const MessageFile = v.object({
  id: v.string(),
  /** The name that its sender gave it. */
  name: v.string(),
  /** Media type, by its bytes. */
  type: v.string(),
  /** Bytes. */
  size: v.number(),
  /** Pixels; of pictures only. */
  width: v.exactOptional(v.number()),
  height: v.exactOptional(v.number()),
  /** Says what a picture shows. */
  alt: v.exactOptional(v.string()),
  /** Covered until a reader chooses to see it. */
  spoiler: True,
  /** Of a voice message only (P12.26). */
  voice: v.exactOptional(v.object({ ms: v.number(), peaks: v.string() })),
  /** Path on the server that has it. A room that not everyone may read needs a pass as well (P12.11). */
  url: v.string(),
});
/** P12.5: a file of a message. */
export type MessageFile = v.InferOutput<typeof MessageFile>;

const { alt: _, spoiler: __, url: ___, voice: ____, ...ownFields } = MessageFile.entries;
export const UploadedFile = v.object(ownFields);
/** P12.2: a file that was uploaded, as `file` of the answer. */
export type UploadedFile = Readonly<v.InferOutput<typeof UploadedFile>>;

export const FilesAnswer = v.object({
  /** Bytes of a file, at most. */
  maxBytes: v.number(),
  /** Media types that are accepted. */
  types: v.array(v.string()),
  /** Opens the files of a room that not everyone may read. */
  pass: v.exactOptional(v.string()),
  /** When the pass ends, in milliseconds since 1970. */
  until: v.exactOptional(v.number()),
});
/** P12.11: what may be sent to a room, and a pass for what may be read. */
export type FilesAnswer = Readonly<v.InferOutput<typeof FilesAnswer>>;
