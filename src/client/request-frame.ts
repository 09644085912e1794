import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { parseV1 } from "../protocol/parse-v1.ts";
import { invalid } from "./command-frame.ts";
import { RoomError } from "./room-error.ts";

/**
 * The frame of a request, validated with the server's own parser.
 *
 * @throws RoomError with the code that the server would send
 */
export function frameOf(command: object): string {
  let frame: string;
  try {
    frame = JSON.stringify(command);
  } catch (cause) {
    throw new RoomError("bad_command", undefined, { cause });
  }
  const read = parseV1(frame, DEFAULT_LIMITS);
  if (!read.ok) throw invalid(read.error);
  return frame;
}
