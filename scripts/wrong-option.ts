/** Whether an error is that of `parseArgs`, about an option that there is not or that lacks its value. */
export function isWrongOption(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
