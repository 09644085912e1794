import type { LogCommand, MessageCommand } from "../../protocol/commands.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A number that tells whether a command with an id that was used before is the same command again (P4.3). FNV-1a over
 * UTF-16 units: it protects a client from its own mistake, one in 2³² of which goes unseen; it protects from no one.
 *
 * The name that a message carries is not part of what it says.
 */
export function commandDigest(command: LogCommand): number {
  const { id: _, ...said } = command;
  const text = JSON.stringify(said.type === "message" && said.username !== undefined ? unnamed(said) : said);
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return hash >>> 0;
}

function unnamed({ username: _, ...said }: Omit<MessageCommand, "id">): object {
  return said;
}
