import type { LogCommand, MessageCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { isAtLeast, type Role, type RoomSettings } from "../../protocol/moderation.ts";
import type { PlugIn } from "../../room/capability/capability.ts";
import { allTexts } from "../../room/commands/all-texts.ts";
import type { Author } from "../../room/model/author.ts";
import { err, ok } from "../../room/model/result.ts";
import { hostsIn, isWithin } from "./links.ts";
import { Repeats } from "./repeats.ts";
import { isShouted, isUnreadable } from "./shouting.ts";

/** Refuses messages and edits by what their text is like: links, repeats and shouting (P9.22–P9.24); casts by their links. */
export const plugInFilters: PlugIn = (room) => {
  const repeats = new Repeats(room.log);
  return {
    before: (author, command, { now }) => {
      const code = judge(room.settings(), repeats, author, command, now);
      return code === undefined ? ok(command) : err({ code });
    },
    cast: ({ role }, data) =>
      mayLink(room.settings(), role, () => allTexts(data)) ? undefined : { code: "links_not_allowed" },
  };
};

function judge(
  settings: RoomSettings,
  repeats: Repeats,
  author: Author,
  command: LogCommand,
  now: number,
): ErrorCode | undefined {
  if (command.type !== "message" && command.type !== "edit") return undefined;
  const { message } = command;
  // A client may show any field of a message (P9.33).
  const texts = () => (command.type === "message" ? allTexts([message, command.extra, altsOf(command)]) : message);
  if (!mayLink(settings, author.role, texts)) return "links_not_allowed";
  if (isAtLeast(author.role, "moderator")) return undefined;
  if (settings.shouting && isUnreadable(message)) return "unreadable";
  if (settings.shouting && isShouted(message)) return "shouting";
  return settings.repeats && message !== "" && repeats.isRepeat(author, message, now) ? "repeated" : undefined;
}

/** The texts of a message about its files. */
function altsOf({ files = [] }: MessageCommand): string[] {
  return files.map(({ alt = "" }) => alt);
}

/** Whether a person of this role may post the links of texts, which are read only if that depends on them. */
function mayLink({ linkDomains = [], links = "everyone" }: RoomSettings, role: Role, texts: () => string): boolean {
  switch (links) {
    case "everyone":
      return true;
    case "members":
      if (isAtLeast(role, "member")) return true;
      break;
    case "moderators":
      if (isAtLeast(role, "moderator")) return true;
      break;
    case "nobody":
      break;
  }
  return hostsIn(texts()).every((host) => isWithin(host, linkDomains));
}
