import type { Command, HelloCommand, MessageCommand } from "../../src/protocol/commands.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import type { ModerationAction, Role } from "../../src/protocol/moderation.ts";
import type { Effect } from "../../src/room/effects.ts";
import type { Present } from "../../src/room/people/session.ts";
import { Room } from "../../src/room/room.ts";
import { MemoryHistory } from "./memory-event-log.ts";
import { MemoryStandings } from "./memory-moderation-store.ts";
import { MemoryNameBook } from "./memory-name-registry.ts";
import { OWNER_TOKEN } from "./owner-token.ts";
import { Shell, type Told } from "./shell.ts";

/** What somebody has heard, as a test looks at it. */
// biome-ignore lint/suspicious/noExplicitAny: what was told is compared by matchers, which take anything
type Heard = any;

/** A room in which named people do things, on a clock that stands until the test moves it. */
export class Stage {
  readonly history = new MemoryHistory();
  readonly moderationStore = new MemoryStandings();
  readonly nameRegistry = new MemoryNameBook();
  /** Milliseconds since 1970. */
  now = 1_000_000;
  /** The codes with which sockets were closed, by name. */
  readonly closed = new Map<string, number>();
  readonly #heard = new Map<string, Told[]>();
  readonly #shell = new Shell({
    told: (name, object) => this.#heard.set(name, [...(this.#heard.get(name) ?? []), object]),
    closed: (name, code) => this.closed.set(name, code),
  });
  readonly #tokens = new Map<string, string>();
  readonly #deployment: { readonly ownerToken?: string };
  #room: Room;
  #ids = 0;

  constructor(deployment: { readonly ownerToken?: string } = { ownerToken: OWNER_TOKEN }) {
    this.#deployment = deployment;
    this.#room = this.#open();
  }

  /** Somebody says hello, as who they were before. They hear what is in the answer. */
  enter(name: string, fields: Partial<HelloCommand> & { readonly from?: string } = {}): Heard[] {
    const { from, ...hello } = fields;
    const token = this.#tokens.get(name);
    const socket = {
      id: name,
      dialect: "v1",
      state: "new",
      since: this.now,
      ...(from === undefined ? {} : { from }),
    } as const;
    this.closed.delete(name);
    this.#carryOut(this.#room.joinNew(socket));
    const answer = this.do(name, {
      type: "hello",
      username: name,
      ...(token === undefined ? {} : { token }),
      ...hello,
    });
    const [welcome] = answer;
    if (welcome?.type === "welcome") this.#tokens.set(name, welcome.token);
    return answer;
  }

  /** A plain socket comes in. */
  enterPlain(name: string, history = 0): Heard[] {
    this.hear(name);
    const session = { id: name, dialect: "plain", uid: `plain${name}`, username: name, role: "guest" } as const;
    this.#carryOut(this.#room.joinPlain(session, history));
    return this.hear(name);
  }

  /** Why a plain socket may not come in. */
  whyNotPlain(from?: string): Heard {
    return this.#room.accessRefusal(
      { uid: "", claim: "guest", hashes: from === undefined ? [] : [from], invite: undefined },
      this.now,
    );
  }

  leave(name: string): void {
    const session = this.#shell.sessions.get(name);
    this.#shell.sessions.delete(name);
    if (session !== undefined) this.#carryOut(this.#room.leave(session));
  }

  /** Somebody forgets their token, as another browser never had it. */
  forget(name: string): void {
    this.#tokens.delete(name);
  }

  /** Somebody sends a command, and hears what comes of it. What others hear, {@link hear} tells. */
  do(name: string, command: Command): Heard[] {
    this.hear(name);
    // As long as the room's own, and told apart at the first letters, of which a guest's name is made.
    const newId = () => (++this.#ids).toString(36).padStart(4, "0").padEnd(16, "x");
    this.#carryOut(this.#room.receive(name, command, { now: this.now, newId }));
    return this.hear(name);
  }

  say(name: string, message: string, fields: Partial<MessageCommand> = {}): Heard[] {
    return this.do(name, { type: "message", id: `say-${++this.#ids}`, message, extra: {}, ...fields });
  }

  /** Somebody wants something done; gives the answer. */
  moderate(name: string, action: ModerationAction): Heard {
    const answers = this.do(name, { type: "moderate", id: "order", ...action });
    return answers.findLast(({ type }) => type === "done" || type === "error");
  }

  /** Somebody asks for a list; gives its items. */
  list(name: string, what: "bans" | "muted" | "reports" | "audit" | "invitations" | "words", before?: number): Heard {
    const [answer] = this.do(name, { type: "list", id: "list", what, ...(before === undefined ? {} : { before }) });
    return answer.items ?? answer;
  }

  /** Comes in, and is given a role by whoever owns the room; the first owner claims it. */
  cast(name: string, role: Role): void {
    this.enter(name);
    if (role === "owner") this.do(name, { type: "claim", id: "claim", secret: OWNER_TOKEN });
    else if (role !== "guest") this.moderate("owner", { action: "role", uid: this.uid(name), role });
  }

  /** What somebody has heard since they were asked last. */
  hear(name: string): Heard[] {
    const heard = this.#heard.get(name) ?? [];
    this.#heard.delete(name);
    return heard;
  }

  /** Nobody has heard anything so far. */
  hush(): void {
    this.#heard.clear();
  }

  /** Whoever came and went is told to those who are here. */
  tellPresence(): void {
    this.#carryOut(this.#room.takeSignals());
  }

  session(name: string): Present | undefined {
    return this.#shell.present.find(({ id }) => id === name);
  }

  uid(name: string): string {
    const uid = this.session(name)?.uid ?? this.#tokens.get(name)?.split(".")[0];
    if (uid === undefined) throw new Error(`${name} was never here`);
    return uid;
  }

  /** The room's object goes, and is built again from what lasts. */
  evict(): void {
    this.#room = this.#open();
  }

  #open(): Room {
    const { history, nameRegistry, moderationStore } = this;
    return new Room(
      { name: "stage", limits: DEFAULT_LIMITS, history, moderationStore, nameRegistry, ...this.#deployment },
      this.#shell.sessions.values(),
    );
  }

  #carryOut(effects: readonly Effect[]): void {
    this.#shell.carryOut(effects);
  }
}

/** A room with one person of each role, each called by it, and two guests. */
export function staged(): Stage {
  const stage = new Stage();
  for (const role of ["owner", "moderator", "member", "guest"] as const) stage.cast(role, role);
  stage.cast("other", "guest");
  stage.tellPresence();
  stage.hush();
  return stage;
}
