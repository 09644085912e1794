import { type Ban, type ModerationAction, RoomError } from "../../../client/index.ts";
import { rememberName } from "../../join/username.ts";
import type { Chat } from "../../model/chat.ts";
import { peopleToMention } from "../../model/picked-mentions.ts";
import { moderate, openDialog, reportOutcome } from "../model/dialogs-state.ts";
import { ban, mute } from "../model/sanctions.ts";
import { runRoomCommand } from "../webhooks/room-commands.ts";
import { parseCommand, type TypedCommand } from "./parse-command.ts";

/**
 * Runs the draft as a command. An unknown command stays in the composer and is not sent; `//` sends it as a message.
 */
export async function runCommand(chat: Chat): Promise<void> {
  const { view } = chat;
  // A person picked from the suggestions takes precedence over others with the same name.
  const meant = view.pickedMentions.filter(({ username }) => view.draft.includes(`@${username}`));
  const people = peopleToMention(view).filter(
    ({ uid, username }) => !meant.some((one) => one.username === username && one.uid !== uid),
  );
  const read = parseCommand(view.draft, people);
  if (!read.ok && read.fault !== "unknown_command") {
    chat.showError(new RoomError(read.fault, read.about));
    return;
  }
  const fault = read.ok ? await execute(chat, read.command) : await runRoomCommand(chat, view.draft);
  if (fault !== undefined) {
    chat.showError(fault);
    return;
  }
  if (read.ok && read.command.kind === "text") return;
  chat.endMode();
  chat.type("");
}

/** @returns an error if the command was not run */
async function execute(chat: Chat, command: TypedCommand): Promise<RoomError | undefined> {
  const { mode } = chat.view;
  const order = (action: ModerationAction): undefined => {
    void moderate(chat, action);
  };
  switch (command.kind) {
    case "text":
      chat.type(command.text);
      chat.send();
      return undefined;
    case "help":
      openDialog({ kind: "commands" });
      return undefined;
    case "name": {
      const outcome = await chat.rename(command.name);
      if (outcome.ok) rememberName(command.name);
      return outcome.ok || outcome.fault === undefined
        ? undefined
        : new RoomError(`name_${outcome.fault}`, command.name);
    }
    case "lock":
      return order({ action: "settings", settings: { write: "moderators" } });
    case "unlock":
      return order({ action: "settings", settings: { write: "everyone" } });
    case "slow":
      return order({ action: "settings", settings: { slowMode: command.seconds } });
    case "pin":
    case "unpin":
      if (mode.kind !== "reply") return new RoomError("command_message", `/${command.kind}`);
      return order({ action: "pin", target: mode.seq, on: command.kind === "pin" });
    case "report":
      if (mode.kind !== "reply") return new RoomError("command_message", "/report");
      void reportOutcome(
        chat.room.report(mode.seq, command.reason === "" ? undefined : command.reason),
        ({ moderation }) => moderation.reported,
      );
      return undefined;
    case "mute":
      void mute(chat, command.person, command.ms);
      return undefined;
    case "unmute":
      return order({ action: "mute", uid: command.person.uid, for: 0 });
    case "kick":
      return order({ action: "kick", uid: command.person.uid });
    case "clear":
      openDialog({ kind: "clear", person: command.person });
      return undefined;
    case "ban":
      void ban(chat, command.person, { ms: command.ms ?? 0, reason: command.reason });
      return undefined;
    case "unban":
      return unban(chat, command.name);
  }
}

/** Unbans everyone with a name. */
async function unban(chat: Chat, name: string): Promise<RoomError | undefined> {
  const called: Ban[] = [];
  try {
    for (
      let bans = await chat.room.list("bans");
      bans.length > 0;
      bans = await chat.room.list("bans", bans.at(-1)?.entry)
    ) {
      called.push(...bans.filter(({ username }) => username.toLowerCase() === name.toLowerCase()));
    }
  } catch (error) {
    if (error instanceof RoomError) return error;
    throw error;
  }
  if (called.length === 0) return new RoomError("command_nobody", name);
  for (const { uid, username } of called) {
    void moderate(chat, { action: "unban", uid }, ({ did }) => did.unban(username));
  }
  return undefined;
}
