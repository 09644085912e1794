/** A file as the room stores it. */
export interface StoredFile {
  /** Unguessable: 128 random bits in base64url. */
  readonly id: string;
  readonly name: string;
  /** Media type, by the bytes. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, in base64url. */
  readonly hash: string;
  /** Pixels; of pictures only. */
  readonly width?: number;
  readonly height?: number;
}

const ID = /^[\w-]{22}$/;
const ID_BYTES = 16;

/** Whether a text can be the id of a file. */
export function isFileId(text: string): boolean {
  return ID.test(text);
}

/** Generates the id of a file. */
export function newFileId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return base64Url(bytes);
}

export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The path at which a file is served (P12.6). Its name is there for people; the id is all that counts. */
export function pathOf(room: string, { id, name }: Pick<StoredFile, "id" | "name">): string {
  return `/files/${room}/${id}/${encodeURIComponent(name)}`;
}
