import { defineCommand } from "../command.ts";
import { withPackages } from "../packages.ts";
import { personToken, ROOM_ARGUMENT, ROOM_OPTIONS, targetOf } from "../room-options.ts";

/** Takes part in a room, in a terminal. */
export const CHAT = defineCommand({
  summary: "Take part in a room, in your terminal.",
  about: `Shows a room on the whole terminal: its history, who is here and what they write, replies and reactions. /help there lists the commands and keys, and Ctrl+C leaves.

Without a token you are a guest, and the next time the same one. With --plain, or in a terminal that can't move its cursor, the room is shown line by line, for screen readers and pipes.

An invitation or claim link works as an address as well.`,
  args: [ROOM_ARGUMENT],
  options: {
    ...ROOM_OPTIONS,
    name: { type: "string", short: "n", value: "<name>", help: "Your name; the one of the last time by default." },
    plain: { type: "boolean", default: false, help: "Shows lines, without colors and movements of the cursor." },
    "no-mouse": {
      type: "boolean",
      default: false,
      help: "Leaves the mouse to the terminal, for selecting text. With it, hold Shift.",
    },
  },
  examples: ["parley chat garden", "parley chat https://chat.example.org/r/garden --name Ada"],
  run: async (values, [named]) => {
    const target = targetOf(values, named);
    const { NO_COLOR, TERM } = process.env;
    const isScreen = process.stdin.isTTY && process.stdout.isTTY && TERM !== "dumb";
    const { chat } = await withPackages(() => import("../chat/chat.ts"));
    await chat({
      target,
      token: personToken(values, target),
      name: values.name,
      isPlain: values.plain || !isScreen,
      hasColor: !NO_COLOR,
      hasMouse: !values["no-mouse"],
    });
  },
});
