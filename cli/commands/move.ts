import { defineCommand } from "../command.ts";
import { moveRoom, undoMove } from "../owner/move-room.ts";
import { ownedRoom, PLACE_OPTIONS, ROOM_ARGUMENT } from "../room-options.ts";
import { readServer } from "../target.ts";
import { UsageError } from "../usage-error.ts";

/** Moves a room to another server. */
export const MOVE = defineCommand({
  summary: "Move a room to another server, with everything that it is.",
  about: `Moves a room to another server, with its messages, files, members, guests, bots,
bans and settings. Everyone keeps their token, and clients that come back to the
new server go on where they were. Needs OWNER_TOKEN of the old server, and in
TO_OWNER_TOKEN that of the new one, if it is another. The room's keys go from the
one to the other, and are written to no disk here.

The old room sends everyone away and stays closed. Point its name at the new
server then, or go back with --undo.`,
  args: [ROOM_ARGUMENT],
  options: {
    ...PLACE_OPTIONS,
    to: { type: "string", value: "<address>", help: "The new server, such as https://chat.example.org." },
    undo: { type: "boolean", default: false, help: "Opens the old room again, if the new one is not used." },
  },
  examples: ["parley move garden --to https://parley.example.workers.dev", "parley move garden --undo"],
  run: async ({ to, undo, ...place }, [named]) => {
    const from = ownedRoom(place, named);
    if (undo) {
      await undoMove(from);
      process.stderr.write(`${from.room} is open again at ${from.url.origin}.\n`);
      return;
    }
    if (to === undefined) throw new UsageError("A move needs --to.");
    const url = readServer(to);
    const token = process.env.TO_OWNER_TOKEN || from.token;
    const { files, head } = await moveRoom(from, { url, room: from.room, token });
    process.stderr.write(
      `${from.room} is at ${url.origin} now, with ${head.toLocaleString("en")} events and ${files.toLocaleString("en")} files.\n` +
        `At ${from.url.origin} it stays closed. Point its name at the new server, and everyone comes back there.\n`,
    );
  },
});
