import { CLOSE } from "../protocol/close-codes.ts";
import type { Limits } from "../protocol/limits.ts";
import type { CastsSetting } from "../protocol/moderation.ts";
import { Capabilities } from "./capability/capabilities.ts";
import type { CapabilityRoom, PlugIn, RoomJobs } from "./capability/capability.ts";
import { type Occurrence, Occurrences } from "./capability/occurrence.ts";
import { PersonalData } from "./capability/personal-data.ts";
import { CommandRunner } from "./commands/command-runner.ts";
import { LogWriter } from "./commands/log-writer.ts";
import { decideAccess } from "./handshake/access.ts";
import { Admission } from "./handshake/admission.ts";
import { Handshake } from "./handshake/handshake.ts";
import { Timeouts } from "./handshake/timeouts.ts";
import { Visitors } from "./handshake/visitors.ts";
import { ConnectionLimiter } from "./limits/connection-limiter.ts";
import type { EventLog } from "./log/event-log.ts";
import { hashesOf, publicNameOf, type Session } from "./model/session.ts";
import { Moderation } from "./moderation/moderation.ts";
import type { ModerationStore } from "./moderation/moderation-store.ts";
import { NamePolicy } from "./people/name-policy.ts";
import type { NameRegistry } from "./people/name-registry.ts";
import { Sessions } from "./people/sessions.ts";

/** Dependencies and settings of a room. */
export interface RoomParts {
  /** The room's name, in lower case. */
  readonly name: string;
  readonly limits: Limits;
  /** The room's log. */
  readonly log: EventLog;
  /** Stored moderation: roles, bans, mutes, invitations, audit log. */
  readonly moderationStore: ModerationStore;
  /** Stored names. */
  readonly nameRegistry: NameRegistry;
  /** The capabilities that are on. */
  readonly capabilities?: readonly PlugIn[];
  /** Schedules the jobs of capabilities. */
  readonly jobs?: RoomJobs;
  /** Names that no guest may have (P8.14). */
  readonly reservedNames?: readonly string[];
  /** Whether a room takes casts if its owner has not decided (P2.12). */
  readonly casts?: CastsSetting;
  /** The deployment's `OWNER_TOKEN` (P9.2). */
  readonly ownerToken?: string;
}

/** The objects that a room works with, one for each of its jobs. */
export interface RoomComponents {
  readonly sessions: Sessions;
  readonly moderation: Moderation;
  readonly names: NamePolicy;
  readonly capabilities: Capabilities;
  readonly logWriter: LogWriter;
  readonly admission: Admission;
  readonly handshake: Handshake;
  readonly commands: CommandRunner;
  readonly timeouts: Timeouts;
  readonly visitors: Visitors;
  /** Tells capabilities of something that is no event of the log. */
  readonly note: (occurrence: Occurrence) => void;
}

const NO_JOBS: RoomJobs = { schedule: () => {}, isScheduled: () => false, dueAt: () => undefined, cancel: () => {} };

/**
 * Builds the components of a room and connects them.
 *
 * @param restored sessions restored after hibernation
 */
export function buildComponents(parts: RoomParts, restored: Iterable<Session>): RoomComponents {
  const { log, limits, nameRegistry } = parts;
  const present = [...restored];
  const connections = new ConnectionLimiter(limits, present);
  const occurrences = new Occurrences(() => log.head());
  const sessions = new Sessions(
    present,
    connections,
    (person) => {
      occurrences.note({ type: "join", uid: person.uid, username: publicNameOf(person), role: person.role });
    },
    ({ uid }) => occurrences.note({ type: "leave", uid }),
  );
  const moderation = new Moderation({
    ...parts,
    sessions,
    // Moderation comes before what it calls here; it calls nothing until all of the room is built.
    append: (event, digest, onlyFor) => logWriter.append(event, digest, onlyFor),
    roomFields: (role) => capabilities.roomFields(role),
    defaults: () => capabilities.defaults,
    settingsChanged: () => capabilities.settingsChanged(),
    audited: (entry) => occurrences.note({ type: "moderation", ...entry }),
  });
  const { members, settings } = moderation;
  const offered: CapabilityRoom = {
    name: parts.name,
    log,
    settings: () => settings.rules.settings,
    describe: (role) => settings.roomFor(role),
    people: () => sessions.presence.count,
    owners: () => parts.moderationStore.members.owners(),
    audit: (author, action, details, now) => void members.audit(author, action, details, now),
    names: {
      isFree: (username, holder, now) => names.isFree(username, holder, now),
      hold: (bot, now) => names.hold(bot, now),
      release: (uid) => names.release(uid),
    },
    disconnect: (uid, refusal) => sessions.of(uid).flatMap(({ id }) => handshake.rejectSession(id, refusal)),
    notifyModerators: () => settings.notifyModerators(),
    jobs: parts.jobs ?? NO_JOBS,
    personalData: new PersonalData({ ...parts, members, sessions, capabilities: () => capabilities.all }),
    append: (event, onlyFor) => logWriter.appendOwn(event, onlyFor),
    write: (author, command, turn) => logWriter.write(author, command, turn),
    note: (occurrence) => occurrences.note(occurrence),
    prune: (oldest) => logWriter.pruneTo(oldest),
    startOver: ({ newId }) => {
      log.renewEpoch(newId());
      return [...sessions.present, ...sessions.readers]
        .filter(({ dialect }) => dialect === "v1")
        .flatMap((session) => sessions.close(session, CLOSE.restart));
    },
    writeRefusal: (author, turn) => logWriter.writeRefusal(author, turn),
    wordVerdict: (text) => settings.words.judge(text),
    isHeld: (target) => capabilities.holds(target),
    accessRefusal: ({ isDeployment, role, uid }, now) => {
      if (isDeployment) return undefined;
      const refusal = capabilities.readRefusal(uid);
      if (refusal !== undefined) return refusal;
      const access = decideAccess({ uid, claim: role, hashes: [], invite: undefined }, parts.moderationStore, now);
      return access.ok ? undefined : access.error;
    },
    hashesOf: ({ socket }) => hashesOf(socket === undefined ? undefined : sessions.get(socket)),
  };
  const capabilities = new Capabilities((parts.capabilities ?? []).map((plugIn) => plugIn(offered)));
  const isHere = (uid: string) => sessions.presence.socketsOf(uid) > 0;
  const hasWritten = (uid: string) => log.newestOf(uid, 1).length > 0;
  const roleOf = (uid: string, now: number) => members.roleOf(uid, now);
  const names = new NamePolicy(nameRegistry, parts.reservedNames ?? [], isHere, hasWritten, roleOf);
  const logWriter = new LogWriter({
    log,
    limits,
    sessions,
    moderation,
    names,
    capabilities: capabilities.all,
    occurrences,
  });
  const admission = new Admission({ ...parts, members, sessions, connections, capabilities });
  const handshake = new Handshake({ ...parts, sessions, moderation, names, capabilities });
  const commands = new CommandRunner({ ...parts, sessions, names, moderation, capabilities, handshake, logWriter });
  const timeouts = new Timeouts(sessions, handshake);
  const visitors = new Visitors({ ...parts, sessions, moderation, names, capabilities });
  const note = (occurrence: Occurrence) => occurrences.note(occurrence);
  return {
    sessions,
    moderation,
    names,
    capabilities,
    logWriter,
    admission,
    handshake,
    commands,
    timeouts,
    visitors,
    note,
  };
}
