import { isAtLeast, type Role } from "../protocol/moderation.ts";
import type { RoomObject } from "../protocol/server-objects.ts";
import type { Attendance } from "./attendance.ts";
import type { Effect } from "./effects.ts";
import type { History } from "./history.ts";
import type { Rules, Standings } from "./standing.ts";
import { ANYBODY, messageFor } from "./visibility.ts";
import { WordFilter } from "./words.ts";

/** What a board works on. */
export interface BoardPorts {
  readonly history: History;
  readonly standings: Standings;
  readonly attendance: Attendance;
}

/** What holds for everybody in a room, and how they are told (P9.4). */
export class Board {
  readonly #ports: BoardPorts;
  #words: { readonly rules: Rules["words"]; readonly filter: WordFilter } | undefined;

  constructor(ports: BoardPorts) {
    this.#ports = ports;
  }

  get rules(): Rules {
    return this.#ports.standings.rules();
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
    const { history, standings } = this.#ports;
    const messages = pinned.flatMap((seq) => {
      const kept = history.message(seq);
      return (kept && messageFor(kept, ANYBODY)) ?? [];
    });
    const reports = isAtLeast(role, "moderator") ? { reports: standings.reportsWaiting() } : {};
    return { settings, pinned: messages, ...reports };
  }

  /** What holds for everybody is another than before, and everybody is told (P9.4). */
  set(rules: Rules): Effect[] {
    this.#ports.standings.setRules(rules);
    return [{ type: "broadcast", v1: { type: "room", ...this.roomFor("guest") } }];
  }

  /** How many reports wait is another number than before. */
  tellModerators(): Effect[] {
    const moderators = this.#ports.attendance.present.filter(
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
