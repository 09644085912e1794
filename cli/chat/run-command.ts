import {
  findMentions,
  MAX_MENTIONS,
  type Mention,
  type RoomClient,
  RoomError,
  type RoomState,
} from "../../src/client/index.ts";
import { emojiOf } from "../import/shortcodes.ts";
import { timeText } from "../text/log-text.ts";
import { safeLine } from "../text/safe-text.ts";
import { type ChatCommand, COMMAND_HELP, MODERATOR_HELP, nearestCommand, readCommand } from "./commands.ts";

/** What a person reads after a command. */
export type Outcome =
  | { readonly kind: "said"; readonly text: string; readonly isError?: true }
  | { readonly kind: "list"; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: "quit" };

const KEYS = [
  ["Enter", "Sends. Alt+Enter or Ctrl+J starts a new line."],
  ["↑", "Chooses a message: r replies, + reacts, e edits, d deletes."],
  ["Page Up, Page Down", "Scroll, and load older messages at the start; so does the mouse wheel."],
  ["Tab", "Completes a @name or a /command."],
  ["Esc", "Cancels, and takes the mark of what is new away."],
  ["Ctrl+Z", "Suspends the program, until `fg` in the shell."],
  ["Ctrl+C, Ctrl+D", "Leave, Ctrl+D only if nothing is written. Unsent messages are sent the next time."],
] as const;

/**
 * Runs a command.
 *
 * @param typed starts with `/`
 * @param replyTo the message that the person is replying to
 * @returns rejects with a RoomError
 */
export async function runCommand(
  client: RoomClient,
  typed: string,
  replyTo: number | undefined,
): Promise<Outcome | undefined> {
  const read = readCommand(typed, peopleOf(client.state));
  if (!read.ok) return wrong(read.message);
  return execute(client, read.command, replyTo);
}

async function execute(
  client: RoomClient,
  command: ChatCommand,
  replyTo: number | undefined,
): Promise<Outcome | undefined> {
  const { state } = client;
  switch (command.kind) {
    case "text":
      await client.send(command.text, sendOptions(state, command.text, replyTo));
      return undefined;
    case "help":
      return { kind: "list", title: "Commands and keys", lines: helpLines() };
    case "name":
      if (state.status.state === "refused") client.retryAs(command.name);
      else await client.rename(command.name);
      return undefined;
    case "reply": {
      const seq = command.seq ?? state.messages.at(-1)?.seq;
      if (seq === undefined) return wrong("There is no message to reply to.");
      await client.send(command.text, sendOptions(state, command.text, seq));
      return undefined;
    }
    case "edit":
    case "delete": {
      const seq = command.seq ?? newestOwn(state);
      if (seq === undefined) return wrong("You have no message here.");
      await (command.kind === "edit" ? client.edit(seq, command.text) : client.delete(seq));
      return undefined;
    }
    case "react": {
      const seq = command.seq ?? replyTo ?? state.messages.at(-1)?.seq;
      if (seq === undefined) return wrong("There is no message to react to.");
      await client.toggleReaction(seq, emojiNamed(command.emoji));
      return undefined;
    }
    case "who":
      return { kind: "list", title: `${state.count} here`, lines: peopleLines(state) };
    case "search": {
      const { hits } = await client.search(command.query);
      const lines = hits.map(
        ({ message, snippet }) =>
          `${timeText(message.at)} ${safeLine(message.username)}: ${safeLine(snippet)}  #${message.seq}`,
      );
      return lines.length === 0
        ? said("Nothing was found.")
        : { kind: "list", title: `Found for ${safeLine(command.query)}`, lines };
    }
    case "older": {
      if (!state.more) return said("There are no older messages.");
      const { messages } = await client.loadOlder();
      return said(`${messages.length} older messages.`);
    }
    case "block":
    case "unblock": {
      const person = peopleOf(state).find(({ username }) => isCalled(username, command.name));
      if (person === undefined) return wrong(`Nobody here is called ${safeLine(command.name)}.`);
      await client.block(person.uid, command.kind === "block");
      return said(`${safeLine(person.username)} is ${command.kind === "block" ? "blocked" : "no longer blocked"}.`);
    }
    case "retry":
    case "discard": {
      const failed = state.pending.filter((one) => one.state === "failed");
      for (const { id } of failed) {
        if (command.kind === "discard") client.discard(id);
        // Its error is shown beside the message.
        else client.retry(id).catch(() => {});
      }
      return failed.length === 0 ? said("Everything is sent.") : undefined;
    }
    case "quit":
      return { kind: "quit" };
    case "report":
      if (replyTo === undefined) return wrong("Choose a message first: ↑, r, and then /report.");
      await client.report(replyTo, command.reason === "" ? undefined : command.reason);
      return said("Reported to the moderators.");
    case "pin":
    case "unpin":
      if (replyTo === undefined) return wrong(`Choose a message first: ↑, r, and then /${command.kind}.`);
      await client.moderate({ action: "pin", target: replyTo, on: command.kind === "pin" });
      return said(command.kind === "pin" ? "Pinned." : "Unpinned.");
    case "lock":
    case "unlock":
      await client.moderate({
        action: "settings",
        settings: { write: command.kind === "lock" ? "moderators" : "everyone" },
      });
      return said(command.kind === "lock" ? "Only moderators can write now." : "Everyone can write now.");
    case "slow":
      await client.moderate({ action: "settings", settings: { slowMode: command.seconds } });
      return said(command.seconds === 0 ? "Slow mode is off." : `Slow mode: ${command.seconds} seconds.`);
    case "mute":
    case "unmute":
      await client.moderate({ action: "mute", uid: command.person.uid, for: command.kind === "mute" ? command.ms : 0 });
      return said(`${safeLine(command.person.username)} is ${command.kind === "mute" ? "muted" : "no longer muted"}.`);
    case "kick":
    case "clear":
      await client.moderate({ action: command.kind, uid: command.person.uid });
      return said(command.kind === "kick" ? "Removed." : "Their newest messages are deleted.");
    case "ban": {
      const { ms = 0, person, reason } = command;
      await client.moderate({
        action: "ban",
        uid: person.uid,
        ...(ms === 0 ? {} : { for: ms }),
        ...(reason.trim() === "" ? {} : { reason }),
      });
      return said(`${safeLine(person.username)} is banned.`);
    }
    case "unban":
      return unban(client, command.name);
    case "room":
      return runRoomCommand(client, command.name, command.text);
  }
}

/** Lifts the bans of everyone with a name. */
async function unban(client: RoomClient, name: string): Promise<Outcome> {
  let count = 0;
  for (let bans = await client.list("bans"); bans.length > 0; bans = await client.list("bans", bans.at(-1)?.entry)) {
    for (const { uid, username } of bans) {
      if (!isCalled(username, name)) continue;
      await client.moderate({ action: "unban", uid });
      count += 1;
    }
  }
  return count === 0
    ? wrong(`Nobody called ${safeLine(name)} is banned.`)
    : said(`${safeLine(name)} is no longer banned.`);
}

/** Runs a command that the server of the room's owner answers (P16.20). */
async function runRoomCommand(client: RoomClient, name: string, text: string): Promise<Outcome | undefined> {
  const path = `commands/${encodeURIComponent(name)}`;
  try {
    // The room's own shape of the answer (P16.22).
    const answer = (await client.api(path, { method: "POST", body: { text } })) as
      | { readonly message?: unknown }
      | undefined;
    if (typeof answer?.message !== "string") return undefined;
    return { kind: "list", title: `/${safeLine(name)}`, lines: answer.message.split("\n").map(safeLine) };
  } catch (error) {
    if (!(error instanceof RoomError) || (error.code !== "no_command" && error.code !== "not_found")) throw error;
    const near = nearestCommand(name);
    const hint = near === undefined ? "" : ` Did you mean /${near}?`;
    return wrong(`There is no command /${safeLine(name)}.${hint} /help lists them.`);
  }
}

/** The people who can be named: authors, newest first, and everyone here. */
export function peopleOf({ members, messages, self }: RoomState): readonly Mention[] {
  const people = new Map<string, Mention>();
  for (const { uid, username } of messages.toReversed()) {
    if (!people.has(uid)) people.set(uid, { uid, username: members.get(uid)?.username ?? username });
  }
  for (const { uid, username } of members.values()) if (!people.has(uid)) people.set(uid, { uid, username });
  if (self !== undefined) people.delete(self.uid);
  return [...people.values()];
}

/** The options of a message: what it replies to, and whom it mentions (P2.10). */
export function sendOptions(state: RoomState, text: string, replyTo: number | undefined) {
  const found = text.includes("@") ? findMentions(text, peopleOf(state)).map(({ mention }) => mention) : [];
  const mentions = [...new Map(found.map(({ uid, username }) => [uid, { uid, username }])).values()];
  return {
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(mentions.length === 0 ? {} : { extra: { mentions: mentions.slice(0, MAX_MENTIONS) } }),
  };
}

/** The emoji of `:name:` or a bare name; anything else stays, and the room decides. */
export function emojiNamed(text: string): string {
  const name = /^:?([\w+-]+):?$/.exec(text.trim())?.[1];
  return (name === undefined ? undefined : emojiOf(name.toLowerCase())) ?? text.trim();
}

export function newestOwn({ messages, self }: RoomState): number | undefined {
  return messages.findLast(({ deleted, uid }) => uid === self?.uid && deleted !== true)?.seq;
}

function helpLines(): string[] {
  const rows = [...COMMAND_HELP, ["", "", ""], ["Moderators", "", ""], ...MODERATOR_HELP] as const;
  const commands = rows.map(([name, args, text]) => (text === "" ? name : `${`/${name} ${args}`.padEnd(28)}${text}`));
  return [...commands, "", "Keys", ...KEYS.map(([key, text]) => `${key.padEnd(28)}${text}`)];
}

function peopleLines({ count, members, self }: RoomState): string[] {
  if (members.size === 0 && count > 0) return ["There are too many to list."];
  return [...members.values()].map(({ bot, role, signedIn, uid, username }) => {
    const notes = [...(uid === self?.uid ? ["you"] : []), ...(bot ? ["bot"] : []), ...(role === "guest" ? [] : [role])];
    return `${safeLine(username)}${signedIn ? " ✓" : ""}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
  });
}

function isCalled(username: string, name: string): boolean {
  return username.toLowerCase() === name.trim().toLowerCase();
}

function said(text: string): Outcome {
  return { kind: "said", text };
}

function wrong(text: string): Outcome {
  return { kind: "said", text, isError: true };
}
