import type { Chat } from "../../model/chat.ts";
import { durationText } from "../ui/time-text.ts";
import { moderate, type Person } from "./dialogs-state.ts";

/** The scope of a ban. */
export interface BanOptions {
  /** 0 is permanent. */
  readonly ms: number;
  /** Whether the person's recent IP address is banned as well. */
  readonly address?: boolean;
  readonly reason: string;
}

/** Bans a person, and says whether their IP address was banned as well. */
export function ban(
  chat: Chat,
  { uid, username }: Person,
  { address = false, ms, reason }: BanOptions,
): Promise<boolean> {
  const action = {
    action: "ban",
    uid,
    ...(address ? { address } : {}),
    ...(ms === 0 ? {} : { for: ms }),
    ...(reason.trim() === "" ? {} : { reason }),
  } as const;
  return moderate(chat, action, ({ moderation }, result) => {
    if (!address || result.address === undefined) return moderation.didBan(username);
    return result.address ? moderation.didBanAddress(username) : moderation.didBanNoAddress(username);
  });
}

/** Mutes a person, and says whether their IP address was muted as well. */
export function mute(chat: Chat, { uid, username }: Person, ms: number, address = false): Promise<boolean> {
  const action = { action: "mute", uid, for: ms, ...(address ? { address } : {}) } as const;
  return moderate(chat, action, (strings, result) => {
    const { moderation } = strings;
    const time = durationText(strings, ms);
    if (!address || result.address === undefined) return moderation.didMute(username, time);
    return result.address ? moderation.didMuteAddress(username, time) : moderation.didMuteNoAddress(username, time);
  });
}
