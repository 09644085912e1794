import type { HelloCommand, RequestCommand } from "../../protocol/commands.ts";
import type { Identity } from "../../protocol/identity.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { Role, RoomSettings } from "../../protocol/moderation.ts";
import type { ErrorObject, RoomObject, WelcomeObject } from "../../protocol/server-objects.ts";
import type { Author } from "../model/author.ts";
import type { TurnContext } from "../model/context.ts";
import type { Effect } from "../model/effects.ts";
import { type Answer, err } from "../model/result.ts";
import type { PlainSession } from "../model/session.ts";
import type { Refusal } from "../moderation/permissions.ts";
import type { Guest, HttpAnswer, RoomCapability } from "./capability.ts";

/** The capabilities of a room, as one. They are asked in their order, and the first that answers decides. */
export class Capabilities {
  /** The log writer calls their hooks itself, because every message passes there. */
  readonly all: readonly RoomCapability[];

  constructor(all: readonly RoomCapability[]) {
    this.all = all;
  }

  /** Why a guest may not say hello. */
  judgeHello(guest: Guest, hello: HelloCommand, turn: TurnContext): ErrorObject | undefined {
    return this.all.map((one) => one.hello?.(guest, hello, turn)).find((rejection) => rejection !== undefined);
  }

  /** Finds the bot that a token stands for (P15.4). */
  botOf(token: string, now: number): Identity | undefined {
    return this.all.map(({ bot }) => bot?.(token, now)).find((identity) => identity !== undefined);
  }

  /** Why a person or a bot may not read the room. */
  readRefusal(uid: string): Refusal | undefined {
    return this.all.map(({ read }) => read?.(uid)).find((refusal) => refusal !== undefined);
  }

  /** Why an author may not send a cast. */
  judgeCast(author: Author, data: JsonObject, turn: TurnContext): Refusal | undefined {
    return this.all.map((one) => one.cast?.(author, data, turn)).find((refusal) => refusal !== undefined);
  }

  /** The plain session of a guest, as it joins. */
  joinPlain(joining: PlainSession, turn: TurnContext): PlainSession {
    return this.all.reduce((session, { joinPlain }) => joinPlain?.(session, turn) ?? session, joining);
  }

  /** Answers a request, if it belongs to a capability. */
  answer(author: Author, command: RequestCommand, turn: TurnContext): Answer | undefined {
    for (const { answer } of this.all) {
      const answered = answer?.(author, command, turn);
      if (answered !== undefined) return answered;
    }
    return undefined;
  }

  /** Notes how far a person has read. Returns the `seq` for their other sockets, if that is news. */
  hasRead(person: Pick<Author, "uid" | "signedIn">, seq: number): number | undefined {
    return this.all.map((one) => one.hasRead?.(person, seq)).find((read) => read !== undefined);
  }

  /** Answers a request of a capability's HTTP route. */
  ask(author: Author, request: JsonObject, turn: TurnContext, refusal: () => Refusal | undefined): HttpAnswer {
    for (const { ask } of this.all) {
      const answer = ask?.(author, request, turn, refusal);
      if (answer !== undefined) return answer;
    }
    return { effects: [], result: err("not_found") };
  }

  /** Settings that hold while no owner has decided. */
  get defaults(): Partial<RoomSettings> {
    return Object.assign({}, ...this.all.map((one) => one.defaults));
  }

  settingsChanged(): void {
    for (const one of this.all) one.settingsChanged?.();
  }

  /** Whether what a message said is kept. */
  holds(target: number): boolean {
    return this.all.some((one) => one.holds?.(target));
  }

  /** Runs a job. One of a capability that is off now does nothing. */
  runJob(kind: string, turn: TurnContext): readonly Effect[] {
    return this.all.flatMap(({ jobs }) => jobs?.[kind]?.(turn) ?? []);
  }

  /** Fields of the room object, for people of a role. */
  roomFields(role: Role): Partial<Omit<RoomObject, "type">> {
    return Object.assign({}, ...this.all.map((one) => one.roomFields?.(role)));
  }

  /** Fields of the welcome of a person. */
  welcomeFields(person: Pick<Author, "uid" | "signedIn">): Partial<WelcomeObject> {
    return Object.assign({}, ...this.all.map((one) => one.welcomeFields?.(person)));
  }
}
