import { type ModerationAction, parseAction } from "../protocol/moderation-action.ts";
import { invalid } from "./command-frame.ts";

/**
 * Validates a moderation action with the server's own parser.
 *
 * @throws RoomError with the code that the server would send
 */
export function checkAction(action: ModerationAction): void {
  const read = parseAction(JSON.parse(JSON.stringify(action)));
  if (!read.ok) throw invalid(read.error.code);
}
