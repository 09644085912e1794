import type { LogCommand } from "../../protocol/commands.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A number that tells whether a command with an id that was used before is the same command again (P4.3). FNV-1a over
 * UTF-16 units: it protects a client from its own mistake, one in 2³² of which goes unseen; it protects from no one.
 *
 * The name that a message carries is not part of what it says.
 */
export function commandDigest(command: LogCommand): number {
  const text = JSON.stringify({
    ...command,
    id: undefined,
    ...(command.type === "message" ? { username: undefined } : {}),
  });
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return hash >>> 0;
}
