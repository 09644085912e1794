import type { AnnouncedLimits, Member } from "../protocol/server-objects.ts";
import type { Clock } from "./clock.ts";
import { MemberList } from "./member-list.ts";
import { MessageLog } from "./message-log.ts";
import type { Pending } from "./pending.ts";
import { RoomSettingsState } from "./room-settings.ts";
import type { RoomState, Status } from "./room-state.ts";

/** What {@link RoomState} is made of, while it changes. */
export class StateModel {
  readonly log: MessageLog;
  readonly people: MemberList;
  readonly standing: RoomSettingsState;
  readonly #room: string;
  #status: Status = { state: "connecting" };
  #self: Member | undefined;
  limits: AnnouncedLimits | undefined;
  #state: RoomState | undefined;
  #changed = false;

  /**
   * @param room its name
   * @param keep how many messages to hold
   */
  constructor(room: string, keep: number, clock: Clock) {
    this.#room = room;
    this.log = new MessageLog(keep);
    this.people = new MemberList(clock, () => this.touch());
    this.standing = new RoomSettingsState(clock, () => this.touch());
  }

  get status(): Status {
    return this.#status;
  }

  set status(status: Status) {
    this.#status = status;
    this.touch();
  }

  get self(): Member | undefined {
    return this.#self;
  }

  set self(self: Member) {
    this.#self = self;
    this.touch();
  }

  /** Something in it changed. */
  touch(): void {
    this.#state = undefined;
    this.#changed = true;
  }

  /** Whether something changed since the last call. */
  takeChange(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** @param pending the outbox, as it is now */
  snapshot(pending: readonly Pending[]): RoomState {
    const { limits, log, people, standing } = this;
    this.#state ??= {
      room: this.#room,
      status: this.#status,
      self: this.#self,
      messages: log.messages,
      more: log.more,
      pending,
      members: people.members,
      count: people.count,
      typing: people.typing,
      limits,
      settings: standing.settings,
      pinned: standing.pinned,
      reports: standing.reports,
      mutedUntil: standing.mutedUntil,
      position: log.position,
    };
    return this.#state;
  }
}
