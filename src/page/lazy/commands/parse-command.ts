import { MAX_SLOW_MODE_SECONDS } from "../../../protocol/limits.ts";
import { normalizeUsername } from "../../../protocol/normalize-name.ts";
import { parseDuration } from "../../i18n/time-text.ts";
import type { Person } from "../model/dialogs-state.ts";

/** A parsed command, or a message that starts with `/`. */
export type TypedCommand =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "help" | "lock" | "unlock" }
  | { readonly kind: "pin" | "unpin" }
  | { readonly kind: "report"; readonly reason: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "slow"; readonly seconds: number }
  | { readonly kind: "mute"; readonly person: Person; readonly ms: number }
  | { readonly kind: "ban"; readonly person: Person; readonly ms: number | undefined; readonly reason: string }
  | { readonly kind: "unmute" | "kick" | "clear"; readonly person: Person }
  /** By name: banned people are not in the member list, so the room's list of bans identifies them. */
  | { readonly kind: "unban"; readonly name: string };

export type CommandFault =
  | "unknown_command"
  | "command_person"
  | "command_nobody"
  | "command_several"
  | "command_time"
  | "command_seconds"
  | "command_name";

export type ParsedCommand =
  | { readonly ok: true; readonly command: TypedCommand }
  /** `about` is the part of the command that is wrong, as typed. */
  | { readonly ok: false; readonly fault: CommandFault; readonly about: string };

/** The default duration of a mute: ten minutes. */
const MUTE_MS = 10 * 60 * 1_000;

/**
 * Parses a command.
 *
 * @param typed starts with `/`
 * @param people can be addressed by their names
 */
export function parseCommand(typed: string, people: readonly Person[]): ParsedCommand {
  const text = typed.trim();
  if (text.startsWith("//")) return { ok: true, command: { kind: "text", text: text.slice(1) } };
  const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? [];
  switch (name.toLowerCase()) {
    case "help":
      return { ok: true, command: { kind: "help" } };
    case "lock":
      return { ok: true, command: { kind: "lock" } };
    case "unlock":
      return { ok: true, command: { kind: "unlock" } };
    case "pin":
      return { ok: true, command: { kind: "pin" } };
    case "unpin":
      return { ok: true, command: { kind: "unpin" } };
    case "report":
      return { ok: true, command: { kind: "report", reason: rest } };
    case "name":
      return normalizeUsername(rest) === undefined
        ? { ok: false, fault: "command_name", about: rest }
        : { ok: true, command: { kind: "name", name: rest } };
    case "slow":
      return slow(rest);
    case "unban":
      return rest === ""
        ? { ok: false, fault: "command_person", about: "/unban" }
        : { ok: true, command: { kind: "unban", name: rest.replace(/^@/, "") } };
    case "unmute":
      return withPerson("/unmute", rest, people, (person) => ({ ok: true, command: { kind: "unmute", person } }));
    case "kick":
      return withPerson("/kick", rest, people, (person) => ({ ok: true, command: { kind: "kick", person } }));
    case "clear":
      return withPerson("/clear", rest, people, (person) => ({ ok: true, command: { kind: "clear", person } }));
    case "mute":
      return withPerson("/mute", rest, people, mute);
    case "ban":
      return withPerson("/ban", rest, people, ban);
    default:
      return { ok: false, fault: "unknown_command", about: `/${name}` };
  }
}

function slow(rest: string): ParsedCommand {
  if (rest.toLowerCase() === "off") return { ok: true, command: { kind: "slow", seconds: 0 } };
  const seconds = /^\d{1,6}$/.test(rest) ? Number(rest) : (parseDuration(rest) ?? Number.NaN) / 1_000;
  if (!(seconds <= MAX_SLOW_MODE_SECONDS)) return { ok: false, fault: "command_seconds", about: rest };
  return { ok: true, command: { kind: "slow", seconds } };
}

function mute(person: Person, rest: string): ParsedCommand {
  const ms = rest === "" ? MUTE_MS : parseDuration(rest);
  return ms === undefined
    ? { ok: false, fault: "command_time", about: rest }
    : { ok: true, command: { kind: "mute", person, ms } };
}

function ban(person: Person, rest: string): ParsedCommand {
  const [first = "", ...others] = rest.split(/\s+/);
  const ms = parseDuration(first);
  const reason = ms === undefined ? rest : others.join(" ");
  return { ok: true, command: { kind: "ban", person, ms, reason } };
}

/** Splits the leading name from the arguments after it. The longest matching name wins. */
function withPerson(
  command: string,
  rest: string,
  people: readonly Person[],
  go: (person: Person, rest: string) => ParsedCommand,
): ParsedCommand {
  const typed = rest.replace(/^@/, "");
  if (typed === "") return { ok: false, fault: "command_person", about: command };
  const folded = typed.toLowerCase();
  const called = people.filter(({ username }) => {
    const name = username.toLowerCase();
    return folded === name || (folded.startsWith(name) && /\s/.test(folded.charAt(name.length)));
  });
  const longest = Math.max(...called.map(({ username }) => username.length));
  const [person, ...namesakes] = called.filter(({ username }) => username.length === longest);
  if (person === undefined) return { ok: false, fault: "command_nobody", about: typed };
  if (namesakes.length > 0) return { ok: false, fault: "command_several", about: person.username };
  return go(person, typed.slice(person.username.length).trim());
}
