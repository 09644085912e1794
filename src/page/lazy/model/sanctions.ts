import type { ModerationOutcome } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { durationText } from "../../i18n/time-text.ts";
import { type BeforeOutcome, moderate, type Person } from "./dialogs-state.ts";
import type { ModeratedRoom } from "./moderated-room.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Durations that are offered for a mute. */
export const MUTE_FOR_MS = [10 * MINUTE_MS, HOUR_MS, DAY_MS];

/** Durations that are offered for a ban; 0 is permanent. */
export const BAN_FOR_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 0];

/** The duration that the dialogs of both suggest. */
export const SUGGESTED_MS = DAY_MS;

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
  chat: ModeratedRoom,
  { uid, username }: Person,
  { address = false, ms, reason }: BanOptions,
  take?: BeforeOutcome,
): Promise<boolean> {
  const action = {
    action: "ban",
    uid,
    ...(address ? { address } : {}),
    ...(ms === 0 ? {} : { for: ms }),
    ...(reason.trim() === "" ? {} : { reason }),
  } as const;
  const success = ({ moderation }: AllWords, result: ModerationOutcome) => {
    if (!address || result.address === undefined) return moderation.didBan(username);
    return result.address ? moderation.didBanAddress(username) : moderation.didBanNoAddress(username);
  };
  return moderate(chat, action, success, take);
}

/** Mutes a person, and says whether their IP address was muted as well. */
export function mute(chat: ModeratedRoom, { uid, username }: Person, ms: number, address = false): Promise<boolean> {
  const action = { action: "mute", uid, for: ms, ...(address ? { address } : {}) } as const;
  return moderate(chat, action, (strings, result) => {
    const { moderation } = strings;
    const time = durationText(strings, ms);
    if (!address || result.address === undefined) return moderation.didMute(username, time);
    return result.address ? moderation.didMuteAddress(username, time) : moderation.didMuteNoAddress(username, time);
  });
}
