import type { AnnouncedLimits, Member } from "../protocol/server-objects.ts";
import { BlockList } from "./block-list.ts";
import type { Clock } from "./clock.ts";
import { Emitter } from "./emitter.ts";
import { MemberList } from "./member-list.ts";
import { MessageLog } from "./message-log.ts";
import type { Pending } from "./pending.ts";
import type { RoomEvents } from "./room-events.ts";
import { RoomSettingsState } from "./room-settings.ts";
import type { RoomState, Status } from "./room-state.ts";

/** The mutable parts of a {@link RoomState}, and its listeners. */
export class StateModel {
  readonly events = new Emitter<RoomEvents>();
  readonly log: MessageLog;
  readonly members: MemberList;
  readonly roomSettings: RoomSettingsState;
  readonly blocks = new BlockList();
  readonly #room: string;
  #status: Status = { state: "connecting" };
  #self: Member | undefined;
  limits: AnnouncedLimits | undefined;
  readTo: number | undefined;
  /** Whether the client has no user yet, because it only reads. */
  isReader = false;
  #state: RoomState | undefined;
  #changed = false;

  /**
   * @param room its name
   * @param maxMessages how many messages to hold
   */
  constructor(room: string, maxMessages: number, clock: Clock) {
    this.#room = room;
    this.log = new MessageLog(maxMessages, () => this.#self?.uid);
    this.members = new MemberList(clock, () => this.touch());
    this.roomSettings = new RoomSettingsState(clock, () => this.touch());
  }

  get status(): Status {
    return this.#status;
  }

  set status(status: Status) {
    this.#status = status;
    this.touch();
    this.events.emit("status", status);
  }

  get self(): Member | undefined {
    return this.#self;
  }

  set self(self: Member | undefined) {
    this.#self = self;
    this.touch();
  }

  /** Marks the state as changed. */
  touch(): void {
    this.#state = undefined;
    this.#changed = true;
  }

  /** Whether the state has changed since the last call. */
  takeChange(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** @param pending the current entries of the outbox */
  snapshot(pending: readonly Pending[]): RoomState {
    const { blocks, isReader, limits, log, members, roomSettings } = this;
    this.#state ??= {
      room: this.#room,
      status: this.#status,
      isReader,
      self: this.#self,
      messages: blocks.mark(log.messages),
      more: log.more,
      pending,
      members: members.members,
      count: members.count,
      readers: members.readers,
      typing: members.typing,
      limits,
      settings: roomSettings.settings,
      pinned: roomSettings.pinned,
      reports: roomSettings.reports,
      mutedUntil: roomSettings.mutedUntil,
      blocked: blocks.uids,
      readTo: this.readTo,
      position: log.position,
    };
    return this.#state;
  }
}
