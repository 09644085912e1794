import type { CastCommand } from "../../protocol/commands.ts";
import type { Capabilities } from "../capability/capabilities.ts";
import type { Handshake } from "../handshake/handshake.ts";
import type { EventLog } from "../log/event-log.ts";
import { listReactors } from "../log/list-reactors.ts";
import { type Author, authorOf } from "../model/author.ts";
import type { AuthorCommand, TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import type { Answer } from "../model/result.ts";
import { type Present, viewerOf } from "../model/session.ts";
import type { Moderation } from "../moderation/moderation.ts";
import { errorOf } from "../moderation/permissions.ts";
import type { NamePolicy } from "../people/name-policy.ts";
import type { NameRegistry } from "../people/name-registry.ts";
import type { Sessions } from "../people/sessions.ts";
import { decideCast, underOwnName } from "./decide-cast.ts";
import type { LogWriter } from "./log-writer.ts";

/** Dependencies of {@link CommandRunner}. */
export interface CommandPorts {
  readonly log: EventLog;
  readonly nameRegistry: NameRegistry;
  readonly sessions: Sessions;
  readonly names: NamePolicy;
  readonly moderation: Moderation;
  readonly capabilities: Capabilities;
  readonly handshake: Handshake;
  readonly logWriter: LogWriter;
}

/** Runs commands: each goes to the part of the room that it is for. */
export class CommandRunner {
  readonly #ports: CommandPorts;

  constructor(ports: CommandPorts) {
    this.#ports = ports;
  }

  /** Runs a command of any author. */
  run(author: Author, command: AuthorCommand, turn: TurnContext): Answer {
    const ports = this.#ports;
    if (command.type === "list" && command.what === "reactions") {
      return { effects: [], object: listReactors(ports.log, command, viewerOf(author), (uid) => this.#nameOf(uid)) };
    }
    switch (command.type) {
      case "signOut":
        return ports.handshake.signOut(author, command, turn.now);
      case "moderate":
      case "report":
      case "claim":
      case "list":
      case "block":
      case "removePreview":
        return ports.capabilities.answer(author, command, turn) ?? ports.moderation.answer(author, command, turn);
      default:
        return ports.logWriter.write(author, command, turn);
    }
  }

  /** Runs a cast of a socket (P2.3, P2.12, P3.6). */
  cast(session: Present, command: CastCommand, turn: TurnContext): Effect[] {
    const { capabilities, logWriter, moderation, names } = this.#ports;
    const { id, uid } = session;
    const author = authorOf(session);
    const data = underOwnName(command.data, author, names);
    const refusal = logWriter.writeRefusal(author, turn) ?? capabilities.judgeCast(author, data, turn);
    if (refusal !== undefined) return [{ type: "reply", to: id, objects: [errorOf(refusal)] }];
    const { casts, rules, words } = moderation.settings;
    const decision = decideCast({ casts, words, names, settings: rules.settings }, author, data, turn.now);
    if (!decision.ok) return [{ type: "reply", to: id, objects: [errorOf(decision.error)] }];
    const v1 = { type: "cast", uid, data } as const;
    return [
      decision.value === "sender"
        ? { type: "send-to-user", to: uid, plain: data, v1 }
        : { type: "broadcast", plain: data, v1 },
    ];
  }

  /** The name of a person who is here, or whose name the room remembers. */
  #nameOf(uid: string): string | undefined {
    const { nameRegistry, sessions } = this.#ports;
    return sessions.of(uid)[0]?.username ?? nameRegistry.get(uid)?.username;
  }
}
