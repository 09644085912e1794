import { type CommandFault, parseCommand, type TypedCommand } from "../../src/page/lazy/commands/parse-command.ts";
import type { Person } from "../../src/page/lazy/model/dialogs-state.ts";

/** A command of the terminal client, or one that the page has as well. */
export type ChatCommand =
  | TypedCommand
  | { readonly kind: "reply" | "edit"; readonly seq: number | undefined; readonly text: string }
  | { readonly kind: "delete"; readonly seq: number | undefined }
  | { readonly kind: "react"; readonly seq: number | undefined; readonly emoji: string }
  | { readonly kind: "block" | "unblock"; readonly name: string }
  | { readonly kind: "search"; readonly query: string }
  | { readonly kind: "who" | "older" | "quit" | "retry" | "discard" }
  /** Perhaps one that the room's owner made (P16.20). */
  | { readonly kind: "room"; readonly name: string; readonly text: string };

export type ReadCommand =
  | { readonly ok: true; readonly command: ChatCommand }
  | { readonly ok: false; readonly message: string };

/** The commands, with their arguments and what they do. */
export const COMMAND_HELP = [
  ["help", "", "Lists the commands and keys."],
  ["name", "<name>", "Changes your name."],
  ["reply", "[#] <text>", "Replies to a message; to the newest without a number."],
  ["edit", "[#] <text>", "Edits your message; your newest without a number."],
  ["delete", "[#]", "Deletes your message; your newest without a number."],
  ["react", "[#] <emoji>", "Adds or takes back a reaction: an emoji or :name:."],
  ["who", "", "Lists who is here."],
  ["search", "<words>", "Searches the room."],
  ["older", "", "Loads older messages."],
  ["report", "[reason]", "Reports the message that you are replying to."],
  ["block", "<name>", "Hides the messages of a person from you."],
  ["unblock", "<name>", "Shows them again."],
  ["retry", "", "Sends again what could not be sent."],
  ["discard", "", "Drops what could not be sent."],
  ["quit", "", "Leaves."],
] as const;

/** The commands of moderators. */
export const MODERATOR_HELP = [
  ["pin", "", "Pins the message that you are replying to."],
  ["unpin", "", "Takes it down."],
  ["mute", "<name> [10m]", "Mutes a person."],
  ["unmute", "<name>", "Ends a mute."],
  ["kick", "<name>", "Removes a person, who can come back."],
  ["ban", "<name> [7d] [reason]", "Bans a person."],
  ["unban", "<name>", "Lifts a ban."],
  ["clear", "<name>", "Deletes the newest messages of a person."],
  ["slow", "<seconds|off>", "Sets the slow mode."],
  ["lock", "", "Lets only moderators write."],
  ["unlock", "", "Lets everyone write."],
] as const;

export const COMMAND_NAMES: readonly string[] = [...COMMAND_HELP, ...MODERATOR_HELP].map(([name]) => name);

/** Commands of other programs, and what to do instead. */
const MISSING: Readonly<Record<string, string>> = {
  me: "write it as a message",
  msg: "everyone in the room reads everything",
  query: "everyone in the room reads everything",
  whisper: "everyone in the room reads everything",
  join: "leave with /quit, and start `parley chat` with the other room",
  part: "/quit leaves",
};

/** A command that someone who typed another name may have meant. */
export function nearestCommand(typed: string): string | undefined {
  return COMMAND_NAMES.find((name) => isNear(typed.toLowerCase(), name));
}

/** Whether two words differ by one letter that is missing, added, wrong, or in the place of the next. */
function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one.length < 3) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

/**
 * Reads a command.
 *
 * @param typed starts with `/`
 * @param people can be addressed by their names
 */
export function readCommand(typed: string, people: readonly Person[]): ReadCommand {
  const [, called = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(typed.trim()) ?? [];
  const name = called.toLowerCase();
  if (name === "nick") return readCommand(`/name ${rest}`, people);
  if (Object.hasOwn(MISSING, name)) return { ok: false, message: `There is no /${name} here: ${MISSING[name]}.` };
  const [, number, after = ""] = /^#?(\d{1,15})(?:\s+(.*))?$/s.exec(rest) ?? [];
  const seq = number === undefined ? undefined : Number(number);
  const text = number === undefined ? rest : after;
  switch (name) {
    case "reply":
    case "edit":
      return text === "" ? missing(name, "a text") : { ok: true, command: { kind: name, seq, text } };
    case "delete":
      return { ok: true, command: { kind: "delete", seq } };
    case "react":
      return text === "" ? missing(name, "an emoji") : { ok: true, command: { kind: "react", seq, emoji: text } };
    case "block":
    case "unblock":
      return rest === ""
        ? missing(name, "a name")
        : { ok: true, command: { kind: name, name: rest.replace(/^@/, "") } };
    case "search":
      return rest === "" ? missing(name, "words") : { ok: true, command: { kind: "search", query: rest } };
    case "who":
    case "older":
    case "quit":
    case "retry":
    case "discard":
      return { ok: true, command: { kind: name } };
    default: {
      const read = parseCommand(typed, people);
      if (read.ok) return read;
      if (read.fault === "unknown_command") return { ok: true, command: { kind: "room", name, text: rest } };
      return { ok: false, message: faultText(read.fault, read.about) };
    }
  }
}

function missing(name: string, what: string): ReadCommand {
  return { ok: false, message: `/${name} needs ${what}. /help lists the commands.` };
}

function faultText(fault: CommandFault, about: string): string {
  switch (fault) {
    case "unknown_command":
      return `There is no command ${about}. /help lists them.`;
    case "command_person":
      return `${about} needs a name.`;
    case "command_nobody":
      return `Nobody here is called ${about}.`;
    case "command_several":
      return `Several people are called ${about}.`;
    case "command_time":
      return `"${about}" is not a duration such as 30s, 10m, 1h or 7d.`;
    case "command_seconds":
      return `"${about}" is not a number of seconds, or off.`;
    case "command_name":
      return "Names have 1 to 32 characters on one line.";
  }
}
