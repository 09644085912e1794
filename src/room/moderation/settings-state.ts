import { isAtLeast, type Role } from "../../protocol/moderation.ts";
import type { RoomObject } from "../../protocol/server-objects.ts";
import type { Effect } from "../effects.ts";
import type { EventLog } from "../log/event-log.ts";
import { messageFor, PUBLIC_VIEWER } from "../log/visibility.ts";
import type { Sessions } from "../people/sessions.ts";
import type { ModerationStore, RoomRules } from "./moderation-store.ts";
import { WordFilter } from "./word-filter.ts";

/** What a board works on. */
export interface SettingsPorts {
  readonly history: EventLog;
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
}

/** What holds for everybody in a room, and how they are told (P9.4). */
export class SettingsState {
  readonly #ports: SettingsPorts;
  #words: { readonly rules: RoomRules["words"]; readonly filter: WordFilter } | undefined;

  constructor(ports: SettingsPorts) {
    this.#ports = ports;
  }

  get rules(): RoomRules {
    return this.#ports.moderationStore.rules();
  }

  /** The blocked words. */
  get words(): WordFilter {
    const { words } = this.rules;
    if (this.#words?.rules !== words) this.#words = { rules: words, filter: new WordFilter(words) };
    return this.#words.filter;
  }

  /** What holds for everybody, as somebody of this role is told it (P9.4). */
  roomFor(role: Role): Omit<RoomObject, "type"> {
    const { pinned, settings } = this.rules;
    const { history, moderationStore } = this.#ports;
    const messages = pinned.flatMap((seq) => {
      const stored = history.message(seq);
      return (stored && messageFor(stored, PUBLIC_VIEWER)) ?? [];
    });
    const reports = isAtLeast(role, "moderator") ? { reports: moderationStore.reportsWaiting() } : {};
    return { settings, pinned: messages, ...reports };
  }

  /** What holds for everybody is another than before, and everybody is told (P9.4). */
  set(rules: RoomRules): Effect[] {
    this.#ports.moderationStore.setRules(rules);
    return [{ type: "broadcast", v1: { type: "room", ...this.roomFor("guest") } }];
  }

  /** How many reports wait is another number than before. */
  notifyModerators(): Effect[] {
    const moderators = this.#ports.sessions.present.filter(
      ({ dialect, role }) => dialect === "v1" && isAtLeast(role, "moderator"),
    );
    if (moderators.length === 0) return [];
    const object = { type: "room", ...this.roomFor("moderator") } as const;
    return moderators.map(({ id }) => ({ type: "reply", to: id, objects: [object] }));
  }

  /** A message is not pinned any more, if it ever was. */
  unpin(target: number): Effect[] {
    const { pinned } = this.rules;
    return pinned.includes(target) ? this.set({ ...this.rules, pinned: pinned.filter((seq) => seq !== target) }) : [];
  }
}
