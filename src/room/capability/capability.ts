import type { HelloCommand, LogCommand, RequestCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { LogEvent } from "../../protocol/events.ts";
import type { Identity } from "../../protocol/identity.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { AuditEntry } from "../../protocol/lists.ts";
import type { Role, RoomSettings } from "../../protocol/moderation.ts";
import type { ErrorObject, RoomObject, WelcomeObject } from "../../protocol/server-objects.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import type { Answer, Result } from "../model/result.ts";
import type { PlainSession } from "../model/session.ts";
import type { Refusal } from "../moderation/permissions.ts";
import type { WordVerdict } from "../moderation/word-filter.ts";
import type { Occurred, Occurrence } from "./occurrence.ts";
import type { PersonalData, PersonalItem } from "./personal-data.ts";

/** An event that a turn stored. */
export interface StoredEvent {
  readonly event: LogEvent;
  /** The only person who is shown it, besides moderators (P9.9). */
  readonly onlyFor: string | undefined;
}

/** A guest who says hello. */
export interface Guest {
  readonly uid: string;
  /** Whether a token of this room says that they were here before. */
  readonly isKnown: boolean;
}

/** The jobs of a room, one of each kind. A job is stored with the turn that schedules it. */
export interface RoomJobs {
  /** @param due milliseconds since 1970 */
  schedule(kind: string, due: number, payload?: JsonObject): void;
  isScheduled(kind: string): boolean;
  /** When a job is due, in milliseconds since 1970; `undefined` if none is scheduled. */
  dueAt(kind: string): number | undefined;
  cancel(kind: string): void;
}

/** The answer to a request over HTTP: JSON, or why there is none. */
export interface HttpAnswer {
  readonly effects: readonly Effect[];
  readonly result: Result<object, ErrorCode>;
}

/** Names that are held for bots. */
export interface BotNames {
  /** Whether a moderator could have this name. */
  isFree(username: string, holder: { readonly uid: string; readonly role: Role }, now: number): boolean;
  /** Keeps others from having a name like this one. */
  hold(bot: { readonly uid: string; readonly username: string }, now: number): void;
  release(uid: string): void;
}

/** The part of a room that a capability works with. */
export interface CapabilityRoom {
  /** In lower case. */
  readonly name: string;
  readonly log: EventLog;
  /** The settings, as they are now. */
  readonly settings: () => RoomSettings;
  /** The room object as people of this role get it (P9.4). */
  readonly describe: (role: Role) => Omit<RoomObject, "type">;
  /** How many people are here. */
  readonly people: () => number;
  /** How many owners the room has, whether or not they are here. */
  readonly owners: () => number;
  readonly jobs: RoomJobs;
  /** Everything that is stored about a person, apart from the log. */
  readonly personalData: PersonalData;
  /** Appends an event that no client asked for, and tells those who may see it. */
  readonly append: (event: LogEvent, onlyFor: string | undefined) => Effect[];
  /** Runs a command to the log of an author who is no one's session, by the same rules as any other. */
  readonly write: (author: Author, command: LogCommand, turn: TurnContext) => Answer;
  /** Tells capabilities of something that is no event of the log, at the end of the turn. */
  readonly note: (occurrence: Occurrence) => void;
  /** Deletes every event before this `seq`. */
  readonly prune: (oldest: number) => void;
  /** Begins a new epoch, and has every v1 client connect again and load the log afresh (P4.4). */
  readonly startOver: (turn: TurnContext) => Effect[];
  /** The names of the room (P15.3). */
  readonly names: BotNames;
  /** Closes every connection of a person or a bot. */
  readonly disconnect: (uid: string, refusal: Refusal) => Effect[];
  /** Why an author can't write at all (P9.6). */
  readonly writeRefusal: (author: Author, turn: TurnContext) => Refusal | undefined;
  /** What the room's blocked words say of a text that no user wrote (P9.8). */
  readonly wordVerdict: (text: string) => WordVerdict | undefined;
  /** Whether a capability keeps what a message said, whatever becomes of it. */
  readonly isHeld: (target: number) => boolean;
  /** Why an author may not come in and read (P9.5); `undefined` if they may. */
  readonly accessRefusal: (author: Author, now: number) => Refusal | undefined;
  /** The keyed hashes of the address that an author's socket comes from (P5.6); none if it is unknown. */
  readonly hashesOf: (author: Author) => readonly string[];
  /** Adds an entry to the audit log (P9.11). */
  readonly audit: (author: Author, action: AuditEntry["action"], details: AuditEntry["details"], now: number) => void;
  /** Sends moderators what holds in the room, after one of the `roomFields` changed (P9.4). */
  readonly notifyModerators: () => Effect[];
}

/**
 * A feature that plugs into a room. Each hook is optional and synchronous, and runs inside the transaction of its turn. A
 * room without a capability runs none of its code.
 */
export interface RoomCapability {
  /**
   * Refuses the hello of a guest whom no site vouches for. Runs when nothing else stands in the way, and before anything
   * of the hello takes effect. A guest who is refused may say hello again.
   */
  readonly hello?: (guest: Guest, hello: HelloCommand, turn: TurnContext) => ErrorObject | undefined;
  /** Gets the plain session of a guest who is about to join, and returns it as it shall be. */
  readonly joinPlain?: (session: PlainSession, turn: TurnContext) => PlainSession;
  /**
   * Finds the bot that a token stands for (P15.4).
   *
   * @param now milliseconds since 1970
   */
  readonly bot?: (token: string, now: number) => Identity | undefined;
  /** Keeps a person or a bot from reading the room. */
  readonly read?: (uid: string) => Refusal | undefined;
  /** Keeps an author from writing anything, as a mute does (P9.6). */
  readonly write?: (author: Author, turn: TurnContext) => Refusal | undefined;
  /** Refuses a command to the log, or adds to it. Runs before the room's own decision. */
  readonly before?: (author: Author, command: LogCommand, turn: TurnContext) => Result<LogCommand, Refusal>;
  /** Refuses a cast (P2.12). Runs before the room's own decision. */
  readonly cast?: (author: Author, data: JsonObject, turn: TurnContext) => Refusal | undefined;
  /** Gets the events that a turn stored, in their order. */
  readonly after?: (events: readonly StoredEvent[], turn: TurnContext) => readonly Effect[];
  /** Gets what else happened in a turn, in its order; after {@link after}. */
  readonly happened?: (occurred: readonly Occurred[], turn: TurnContext) => void;
  /** Answers a request, if it is one of this capability's. */
  readonly answer?: (author: Author, command: RequestCommand, turn: TurnContext) => Answer | undefined;
  /** Adds to the room object, for people of this role. */
  readonly roomFields?: (role: Role) => Partial<Omit<RoomObject, "type">>;
  /** Adds to the welcome of a person. */
  readonly welcomeFields?: (person: Pick<Author, "uid" | "signedIn">) => Partial<WelcomeObject>;
  /**
   * A person has read up to a message (P3.42).
   *
   * @returns the `seq` for their other sockets, if they had not read as far before
   */
  readonly hasRead?: (person: Pick<Author, "uid" | "signedIn">, seq: number) => number | undefined;
  /**
   * Answers a request of one of this capability's HTTP routes.
   *
   * @param refusal tells why the author may not enter the room, if so
   */
  readonly ask?: (
    author: Author,
    request: JsonObject,
    turn: TurnContext,
    refusal: () => Refusal | undefined,
  ) => HttpAnswer | undefined;
  /** Events before this `seq` are about to be deleted, without events that say so. */
  readonly pruning?: (oldest: number) => void;
  /** Events before this `seq` were deleted, without events that say so. */
  readonly pruned?: (oldest: number) => void;
  /** Whether this capability keeps what a message said. */
  readonly holds?: (target: number) => boolean;
  /** Settings that hold while no owner has decided. */
  readonly defaults?: Partial<RoomSettings>;
  /** The settings were changed, and stored. */
  readonly settingsChanged?: () => void;
  /** Jobs that run in a turn of the room, by kind. A kind starts with the capability's name. */
  readonly jobs?: Readonly<Record<string, (turn: TurnContext) => readonly Effect[]>>;
  /** Everything that this capability stores about a person (P11.1). */
  readonly personalItems?: (uid: string, forOwner: boolean) => readonly PersonalItem[];
  /** Deletes that (P11.3). */
  readonly forget?: (uid: string, turn: TurnContext) => readonly Effect[];
}

/** Plugs a capability into a room. */
export type PlugIn = (room: CapabilityRoom) => RoomCapability;
