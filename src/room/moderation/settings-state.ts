import { type CastsSetting, isAtLeast, type Role, type RoomSettings } from "../../protocol/moderation.ts";
import type { RoomObject } from "../../protocol/server-objects.ts";
import type { EventLog } from "../log/event-log.ts";
import { messageFor, PUBLIC_VIEWER } from "../log/visibility.ts";
import type { Effect } from "../model/effects.ts";
import type { Sessions } from "../people/sessions.ts";
import type { ModerationStore, RoomRules } from "./moderation-store.ts";
import { WordFilter } from "./word-filter.ts";

/** Dependencies of {@link SettingsState}. */
export interface SettingsPorts {
  readonly log: EventLog;
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
  /** Whether a room takes casts if its owner has not decided. */
  readonly casts?: CastsSetting;
  /** What capabilities add to the room object, for people of a role. */
  readonly roomFields: (role: Role) => Partial<Omit<RoomObject, "type">>;
  /** Settings of capabilities that hold while no owner has decided. */
  readonly defaults: () => Partial<RoomSettings>;
  readonly settingsChanged: () => void;
}

/** Settings and pinned messages of a room, and their announcement to clients (P9.4). */
export class SettingsState {
  readonly #ports: SettingsPorts;
  #words:
    | { readonly words: RoomRules["words"]; readonly withVariants: boolean; readonly filter: WordFilter }
    | undefined;

  constructor(ports: SettingsPorts) {
    this.#ports = ports;
  }

  get rules(): RoomRules {
    return this.#ports.moderationStore.rules.get();
  }

  /** Whether users can cast (P2.12). */
  get casts(): CastsSetting {
    return this.rules.settings.casts ?? this.#ports.casts ?? "on";
  }

  /** Filter for the blocked words, rebuilt only after they change. */
  get words(): WordFilter {
    const { settings, words } = this.rules;
    const withVariants = settings.wordVariants === true;
    if (this.#words?.words !== words || this.#words.withVariants !== withVariants) {
      this.#words = { words, withVariants, filter: new WordFilter(words, withVariants) };
    }
    return this.#words.filter;
  }

  /** The `room` object for a role (P9.4). Only moderators get the number of open reports. */
  roomFor(role: Role): Omit<RoomObject, "type"> {
    const { pinned } = this.rules;
    const { casts: _, listed, ...settings } = this.rules.settings;
    const { log, roomFields } = this.#ports;
    const defaults = this.#ports.defaults();
    const messages = pinned.flatMap((seq) => {
      const stored = log.message(seq);
      return (stored && messageFor(stored, PUBLIC_VIEWER)) ?? [];
    });
    const casts = this.casts === "off" ? { casts: "off" as const } : {};
    // Without a public list, there is nothing to be listed in (P18.15).
    const listing = listed === undefined || defaults.listed === undefined ? {} : { listed };
    return { settings: { ...defaults, ...settings, ...casts, ...listing }, pinned: messages, ...roomFields(role) };
  }

  /** Replaces the settings and broadcasts them (P9.4), to moderators with their own fields (P9.26). */
  set(rules: RoomRules): Effect[] {
    this.#ports.moderationStore.rules.set(rules);
    this.#ports.settingsChanged();
    const v1 = { type: "room", ...this.roomFor("guest") } as const;
    const forModerators = this.#ports.roomFields("moderator");
    const hasMore = Object.keys(forModerators).length > 0;
    return [{ type: "broadcast", v1, ...(hasMore ? { toModerators: { ...v1, ...forModerators } } : {}) }];
  }

  /** Sends moderators the current number of open reports. */
  notifyModerators(): Effect[] {
    const moderators = this.#ports.sessions.present.filter(
      ({ dialect, role }) => dialect === "v1" && isAtLeast(role, "moderator"),
    );
    if (moderators.length === 0) return [];
    const object = { type: "room", ...this.roomFor("moderator") } as const;
    return moderators.map(({ id }) => ({ type: "reply", to: id, objects: [object] }));
  }

  /** Unpins a message, if it is pinned. */
  unpin(target: number): Effect[] {
    const { pinned } = this.rules;
    return pinned.includes(target) ? this.set({ ...this.rules, pinned: pinned.filter((seq) => seq !== target) }) : [];
  }
}
