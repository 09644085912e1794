import * as v from "valibot";
import { ClaimLink, RoomDeletion } from "../../src/protocol/operator.ts";
import { defineCommand } from "../command.ts";
import { ROOM_ARGUMENT } from "../room-options.ts";
import { print, tell } from "../text/print.ts";
import { safeJson } from "../text/safe-text.ts";
import { UsageError } from "../usage-error.ts";
import { act, NAMED_ROOM, OPERATED_OPTIONS, operatedRoom, operateRoom } from "./operator.ts";
import { printJson, time } from "./print.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

function say(text: string): void {
  tell(text);
}

function writeRule(summary: string, about: string, write: string, done: string) {
  return defineCommand({
    summary,
    about,
    args: [ROOM_ARGUMENT],
    options: OPERATED_OPTIONS,
    run: async (values, [named]) => {
      const access = operatedRoom(values, named);
      await act(access, { action: "settings", settings: { write } });
      say(`${access.room} ${done}`);
    },
  });
}

export const OPEN = writeRule(
  "Open a room: everyone can write.",
  "Lets everyone write in a room. Who can read stays as it is.",
  "everyone",
  "is open.",
);

export const CLOSE = writeRule(
  "Close a room: only moderators can write.",
  "Keeps everyone but moderators from writing in a room. Who can read stays as it is.",
  "moderators",
  "is closed.",
);

/** Changes settings: any that the action `settings` takes (P9.4). */
export const SET = defineCommand({
  summary: "Change settings of a room, such as its title or who can read.",
  about: `Changes settings of a room: name=value, as many as you like. A value is a number, true, false, a list in JSON, or a
text. An empty title or topic removes it.`,
  args: [NAMED_ROOM, { name: "settings", isRest: true, help: "Such as title=Garden, read=members or slowMode=10." }],
  options: OPERATED_OPTIONS,
  examples: [
    'parley admin set garden "title=The garden" topic=Roses',
    "parley admin set garden read=members slowMode=10",
  ],
  run: async (values, [named, ...pairs]) => {
    const settings = Object.fromEntries(
      pairs.map((pair) => {
        const [, name, value] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
        if (name === undefined || value === undefined) throw new UsageError(`"${pair}" is not name=value.`);
        return [name, readValue(value)];
      }),
    );
    const access = operatedRoom(values, named);
    await act(access, { action: "settings", settings });
    say(`${access.room} is changed.`);
  },
});

/** A number, a truth value or a list as JSON has them; any other value is text. */
function readValue(text: string): unknown {
  return /^(?:\d+|true|false|\[.*\])$/s.test(text) ? JSON.parse(text) : text;
}

/** Prints the log with what is hidden. */
export const LOG = defineCommand({
  summary: "Print the newest messages of a room, hidden ones included.",
  about: "Prints messages as JSON, the oldest first: those that are hidden from others too.",
  args: [ROOM_ARGUMENT],
  options: {
    ...OPERATED_OPTIONS,
    limit: { type: "string", value: "<number>", default: "50", help: "How many, 50 by default." },
    before: { type: "string", value: "<number>", help: "Only messages before this number." },
  },
  run: async (values, [named]) => {
    const { before, limit } = values;
    const page = await operateRoom(operatedRoom(values, named), "/messages", { query: { limit, before } });
    const { messages } = v.parse(v.object({ messages: v.array(v.looseObject({})) }), await page.json());
    for (const message of messages) process.stdout.write(`${safeJson(message)}\n`);
  },
});

export const ERASE = defineCommand({
  summary: "Erase a person: messages, names and everything stored about them.",
  about: "Erases a person in a room. It cannot be undone.",
  args: [NAMED_ROOM, { name: "uid", help: "The person's uid." }],
  options: OPERATED_OPTIONS,
  run: async (values, [named, uid = ""]) => {
    const access = operatedRoom(values, named);
    await operateRoom(access, `/people/${encodeURIComponent(uid)}/erase`, { method: "POST" });
    say(`${uid} is erased. If they wrote much, the rest follows within minutes.`);
  },
});

export const PRUNE = defineCommand({
  summary: "Delete everything in a room before a time.",
  about: "Deletes every message of a room before a time. It cannot be undone.",
  args: [ROOM_ARGUMENT],
  options: {
    ...OPERATED_OPTIONS,
    before: { type: "string", value: "<time>", help: "2026-01-01, or 2026-01-01T12:30:00+01:00." },
  },
  examples: ["parley admin prune garden --before 2026-01-01"],
  run: async (values, [named]) => {
    const { before } = values;
    if (before === undefined) throw new UsageError("Say which: --before 2026-01-01");
    const access = operatedRoom(values, named);
    await operateRoom(access, "/messages", { method: "DELETE", query: { before } });
    say(`${access.room} has nothing from before ${before} any more.`);
  },
});

/** P18.8 */
export const DELETE = defineCommand({
  summary: "Delete a room, a day from now.",
  about: `Deletes a room with all that it has, after 24 hours. Until then it works as ever, and \`parley admin keep\` undoes it. The
room's name has to be given once more with --name.`,
  args: [NAMED_ROOM],
  options: { ...OPERATED_OPTIONS, name: { type: "string", value: "<name>", help: "The room's name again." } },
  examples: ["parley admin delete garden --name garden"],
  run: async (values, [named]) => {
    const access = operatedRoom(values, named);
    if (values.name !== access.room) {
      throw new UsageError(`To delete the room, give its name once more: --name ${access.room}`);
    }
    const body = { name: values.name };
    const done = v.parse(RoomDeletion, await (await operateRoom(access, "/deletion", { method: "PUT", body })).json());
    say(`${done.room} will be deleted at ${time(done.deletesAt)}. \`parley admin keep ${done.room}\` keeps it.`);
  },
});

export const KEEP = defineCommand({
  summary: "Keep a room that was to be deleted.",
  about: "Undoes `parley admin delete`, within the day.",
  args: [ROOM_ARGUMENT],
  options: OPERATED_OPTIONS,
  run: async (values, [named]) => {
    const access = operatedRoom(values, named);
    await operateRoom(access, "/deletion", { method: "DELETE" });
    say(`${access.room} stays.`);
  },
});

export const CLAIM_LINK = defineCommand({
  summary: "Make a link whose first user owns a room.",
  about:
    "Makes a claim link on the server, so that an operator without OWNER_TOKEN can. `parley claim` makes one here.",
  args: [ROOM_ARGUMENT],
  options: OPERATED_OPTIONS,
  run: async (values, [named]) => {
    const made = await operateRoom(operatedRoom(values, named), "/claim", { method: "POST", isRepeatable: false });
    const { link, until } = v.parse(ClaimLink, await made.json());
    print(link);
    say(`The first person to open this link before ${time(until)} becomes the owner. It works once.`);
  },
});

const Invited = v.object({ invitation: v.object({ secret: v.string(), uses: v.number(), until: v.number() }) });

export const INVITE = defineCommand({
  summary: "Make an invitation to a room.",
  about: "Makes a link by which people become members of a room.",
  args: [ROOM_ARGUMENT],
  options: {
    ...OPERATED_OPTIONS,
    uses: { type: "string", value: "<number>", default: "1", help: "How many people can use it; 1 by default." },
    days: { type: "string", value: "<number>", default: "7", help: "For how many days; 7 by default." },
  },
  run: async (values, [named]) => {
    const access = operatedRoom(values, named);
    const action = { action: "invite", uses: Number(values.uses), for: Number(values.days) * DAY_MS };
    const { invitation } = v.parse(Invited, await act(access, action));
    const link = new URL(`/r/${access.room}`, access.url);
    link.hash = `invite=${invitation.secret}`;
    print(link.href);
    say(`For ${invitation.uses} people, until ${time(invitation.until)}.`);
  },
});

export const ROTATE = defineCommand({
  summary: "Sign out all guests of a room.",
  about:
    "Replaces the key that signs the room's tokens. Guests who are connected stay who they are. Those who are away come back as someone new.",
  args: [ROOM_ARGUMENT],
  options: OPERATED_OPTIONS,
  run: async (values, [named]) => {
    const access = operatedRoom(values, named);
    await act(access, { action: "rotateKey" });
    say(`Signed out all guests of ${access.room}.`);
  },
});

/** Any other action of moderators (P9.3). */
export const ACT = defineCommand({
  summary: "Carry out any action of moderators, as JSON.",
  about: "Carries out an action in a room: mute, ban, pin, role and the others of the HTTP reference.",
  args: [NAMED_ROOM, { name: "action", help: "The action as JSON." }],
  options: OPERATED_OPTIONS,
  examples: [`parley admin act garden '{"action":"mute","uid":"…","for":600000}'`],
  run: async (values, [named, text = ""]) => {
    let action: unknown;
    try {
      action = JSON.parse(text);
    } catch {
      throw new UsageError(`"${text}" is not JSON.`);
    }
    if (typeof action !== "object" || action === null) throw new UsageError(`"${text}" is not an object.`);
    printJson(await act(operatedRoom(values, named), action));
  },
});
