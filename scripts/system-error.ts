/** Words for errors of the system that a user can mend, by code. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRINUSE: "another program uses that port",
  EADDRNOTAVAIL: "this machine has no such address",
  EEXIST: "it is a file",
  EFBIG: "a file became too large for the disk",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is a file",
  ENOTFOUND: "there is no such host",
  EROFS: "the disk is read-only",
};

/** Says why the system refused something, in words for the user and without a period. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return REASONS[codeOf(error) ?? ""] ?? error.message;
}

/** The code of a system error, such as `EACCES`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
