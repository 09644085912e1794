/** Exit codes of every command. */
export const EXIT = {
  done: 0,
  /** The server refused, or something else went wrong that another attempt would meet again. */
  failed: 1,
  /** The command line is wrong. */
  misused: 2,
  /** The server could not be reached, or the connection was lost for good: try again later. */
  unreachable: 3,
  /** Ctrl+C, as shells count it. */
  interrupted: 130,
} as const;
