/** A file that the room has stored (P12). `send` names it by its `id` within an hour, or the room deletes it. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  /** The media type, as the room found it by the bytes. */
  readonly type: string;
  /** Bytes as stored. */
  readonly size: number;
  /** Pixels, of pictures. */
  readonly width?: number;
  readonly height?: number;
}

/** Optional parts of an upload. */
export interface UploadOptions {
  /** Defaults to the name of a `File`, or else to "file". */
  readonly name?: string;
  /** Cancels the upload: the promise rejects with `discarded`. */
  readonly signal?: AbortSignal;
  /** Called with the part that was sent, from 0 to 1. Only browsers know it. */
  readonly onProgress?: (part: number) => void;
}

/** What can be uploaded to a room, and read of it (P12.11). */
export interface FileAccess {
  /** Bytes of a file, at most. */
  readonly maxBytes: number;
  /** Media types that are accepted; `image/*` stands for all of a kind. */
  readonly types: readonly string[];
  /** Opens files that not everyone may read, until `until`. */
  readonly pass?: string;
  /** Milliseconds since 1970. */
  readonly until?: number;
}
