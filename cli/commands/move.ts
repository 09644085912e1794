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
server then, or go back with --undo: the new server deletes its copy, and the old
room opens. Ctrl+C during a move gives it up.`,
  args: [ROOM_ARGUMENT],
  options: {
    ...PLACE_OPTIONS,
    to: { type: "string", value: "<address>", help: "The new server, such as https://chat.example.org." },
    undo: { type: "boolean", default: false, help: "Deletes the new room, and opens the old one again." },
    force: {
      type: "boolean",
      default: false,
      help: "With --undo: also if people have written in the new room, or its server is gone.",
    },
  },
  examples: ["parley move garden --to https://parley.example.workers.dev", "parley move garden --undo"],
  run: async ({ force, to, undo, ...place }, [named]) => {
    const from = ownedRoom(place, named);
    const token = process.env.TO_OWNER_TOKEN || from.token;
    const target =
      to === undefined ? undefined : { url: readServer(to), room: from.room, token, tokenFrom: "TO_OWNER_TOKEN" };
    if (undo) {
      await undoMove(from, target, { isForced: force, token });
      process.stderr.write(`${from.room} is open at ${from.url.origin}.\n`);
      return;
    }
    if (target === undefined) throw new UsageError("A move needs --to.");
    const { files, head } = await untilInterrupted((signal) => moveRoom(from, target, { signal }));
    process.stderr.write(
      `${from.room} is at ${target.url.origin} now, with ${count(head, "event")} and ${count(files, "file")}.\n` +
        `At ${from.url.origin} it stays closed. Point its name at the new server, and everyone comes back there.\n`,
    );
  },
});

/** Runs something that a first Ctrl+C or SIGTERM gives up in order. A second one ends the program. */
async function untilInterrupted<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const stop = () => {
    process.stderr.write("Giving the move up …\n");
    interrupt.abort();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    return await run(interrupt.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
