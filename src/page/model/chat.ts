import {
  findMessage,
  isAtLeast,
  type Mention,
  type RoomClient,
  RoomError,
  type RoomState,
  type Stored,
} from "../../client/index.ts";
import { faultOf, type NameFault } from "../entrance/check-name.ts";
import { appendNote, type Note, presenceNote, renameNote } from "../log/notes.ts";
import type { Drafts } from "./drafts.ts";
import { draftBeside, type Intent, NO_INTENT } from "./intent.ts";
import { isTold } from "./is-told.ts";
import { markedAmong } from "./marked.ts";
import { sendOptions } from "./mentioned.ts";
import { isOwn, isWaiting, nameOf, ownName, type View } from "./view.ts";

/** The page's model: what the components show, and what a person can do. All that happens to a message is the client's. */
export interface Chat {
  /** As it is now; each change makes a new one, in which what stayed the same is the same object. */
  readonly view: View;
  /** The room, for what is asked of it and answered (P9). */
  readonly room: RoomClient;
  /** @returns a function that ends it */
  subscribe(listener: () => void): () => void;
  type(draft: string): void;
  /** Chooses a person whose name is typed behind an `@`, so that no namesake of theirs is meant. */
  mean(person: Mention): void;
  /** Tells, where one types, what went wrong. */
  complain(error: RoomError): void;
  /** Says what was typed, as the intent has it. It stays in the composer if the room would refuse it. */
  send(): void;
  /** What is typed will answer this message. */
  reply(seq: number): void;
  /** Takes an own message into the composer, to write it anew. The draft comes back when that is over. */
  edit(seq: number): void;
  /** What is typed is just a message again. */
  endIntent(): void;
  react(seq: number, emoji: string, on: boolean): void;
  /** Erases an own message. */
  delete(seq: number): void;
  /** What is told of a message's trouble was read. */
  dismiss(seq: number): void;
  /**
   * Be called otherwise.
   *
   * @returns resolves when the room has taken the name, or has not: for a fault of the name, or for what is told elsewhere
   */
  rename(name: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly fault: NameFault | undefined }>;
  loadOlder(): Promise<void>;
  /**
   * Loads older messages until one of them is the one of this `seq`.
   *
   * @returns whether there is one
   */
  reach(seq: number): Promise<boolean>;
  /** Sends something that failed once more. */
  retry(id: string): void;
  /** Forgets something that failed. */
  discard(id: string): void;
  /** Takes something that failed back into the composer. */
  takeBack(id: string): void;
  leave(): void;
  /** Comes back after leaving, or after the room closed; or under another name where the room did not take the one before. */
  enter(name?: string): void;
}

/** What a chat needs of the page. */
export interface ChatPorts {
  /**
   * Resolves when messages can be shown as they are meant; until then nothing is seen of the room, so that no text changes
   * under the eyes of its reader.
   */
  readonly readable?: Promise<void>;
  /** Keeps what is typed. */
  readonly drafts?: Drafts;
}

/** @param open enters the room under a name; called again to come back */
export function createChat(
  name: string,
  open: (name: string) => RoomClient,
  { drafts, readable }: ChatPorts = {},
): Chat {
  const listeners = new Set<() => void>();
  let isReadable = readable === undefined;
  let room = open(name);
  /** Who was here before the change that is told of. The view may not have come to it. */
  let { members } = room.state;
  let view: View = {
    ...room.state,
    // Kept from the last visit; they have to be read as well.
    messages: isReadable ? room.state.messages : [],
    givenName: name,
    marked: new Map(),
    notes: [],
    starts: 0,
    isLoading: false,
    olderError: undefined,
    troubles: new Map(),
    draft: drafts?.recall() ?? "",
    sends: 0,
    intent: NO_INTENT,
    meant: [],
    waitUntil: 0,
    complaint: undefined,
  };

  const set = (change: Partial<View>) => {
    const before = draftBeside(view.intent, view.draft);
    view = { ...view, ...change };
    const draft = draftBeside(view.intent, view.draft);
    if (draft !== before) drafts?.keep(draft);
    for (const listener of listeners) listener();
  };
  const show = (next: RoomState) => {
    members = next.members;
    if (!isReadable) return;
    const marked = next.members === view.members ? view.marked : markedAmong(next.members, view.marked);
    // One who comes back sees what was there until the room tells what is.
    const { messages, self } = next.position === undefined ? view : next;
    const [first, before] = [messages[0], view.messages[0]];
    const isFurtherBack = first !== undefined && before !== undefined && first.seq < before.seq;
    set({ ...next, messages, self, marked, starts: view.starts + (isFurtherBack ? 1 : 0) });
  };
  const intend = (intent: Intent, draft = draftBeside(view.intent, view.draft)) =>
    set({ intent, draft, meant: draft === "" ? [] : view.meant, complaint: undefined });
  const note = (one: Note | undefined) => {
    if (one !== undefined) set({ notes: appendNote(view.notes, one) });
  };
  const complain = (error: unknown) => {
    if (!(error instanceof RoomError)) throw error;
    if (isTold(error)) set({ complaint: error });
  };
  const trouble = (seq: number, error: RoomError | undefined) => {
    if (error === undefined && !view.troubles.has(seq)) return;
    const troubles = new Map(view.troubles);
    if (error === undefined) troubles.delete(seq);
    else troubles.set(seq, error);
    set({ troubles });
  };
  /** Does something to a message. What goes wrong is told where the message is. */
  const change = (seq: number, changed: Promise<Stored>) => {
    trouble(seq, undefined);
    changed.catch((error: unknown) => {
      if (!(error instanceof RoomError)) throw error;
      if (isTold(error)) trouble(seq, error);
    });
  };
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** Slow mode has one wait; what it refused goes out when that is over. */
  const rest = (ms: number) => {
    clearTimeout(resting);
    set({ waitUntil: Date.now() + ms });
    resting = setTimeout(() => {
      set({ waitUntil: 0 });
      const refused = view.pending.find(({ error }) => error?.code === "slow_mode");
      if (refused !== undefined) follow(room.retry(refused.id));
    }, ms);
  };
  const follow = (sent: Promise<Stored>) =>
    void sent.catch((error: unknown) => {
      if (error instanceof RoomError && error.code === "slow_mode") rest(error.retryAfter ?? 0);
    });
  const load = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    set({ isLoading: true, olderError: undefined });
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof RoomError)) throw error;
      if (isTold(error)) set({ olderError: error });
      return undefined;
    } finally {
      set({ isLoading: false });
    }
  };
  const listen = (opened: RoomClient) => {
    opened.on("change", show);
    opened.on("reset", ({ reason }) => {
      set({ notes: [], starts: view.starts + 1, troubles: new Map() });
      // In another log a `seq` is another message.
      if (reason === "epoch") intend(NO_INTENT);
    });
    opened.on("event", (event) => {
      if (event.type === "notice") note(renameNote(event));
      const { self, settings } = opened.state;
      const isSlowed = settings.slowMode > 0 && !isAtLeast(self?.role ?? "guest", "moderator");
      if (event.type === "message" && event.uid === self?.uid && isSlowed) rest(settings.slowMode * 1_000);
    });
    opened.on("presence", (presence) => {
      // P3.10: where nobody was named before, those who are named now did not come now.
      if (members.size === 0) return;
      const { messages, self } = opened.state;
      const after = Math.max(messages.at(-1)?.seq ?? 0, view.notes.at(-1)?.after ?? 0);
      // These are from before the change, and still know those who left.
      const before = { ...view, members };
      // A person whose role is another is told of again (P9.4).
      const joined = presence.joined.filter(({ uid }) => !before.members.has(uid));
      note(presenceNote({ ...presence, joined }, after, self?.uid, (uid) => nameOf(before, uid)));
    });
    opened.on("error", complain);
  };
  listen(room);
  void readable?.then(() => {
    isReadable = true;
    set({ starts: view.starts + 1 });
    show(room.state);
  });

  return {
    get view() {
      return view;
    },
    get room() {
      return room;
    },
    complain,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    type(draft) {
      set({ draft, complaint: undefined });
      if (draft.trim() !== "") room.typing();
    },
    mean: (person) => set({ meant: [person, ...view.meant] }),
    send() {
      if (view.draft.trim() === "") return;
      if (isUnchanged(view)) {
        intend(NO_INTENT);
        return;
      }
      if (isWaiting(view)) return;
      const { pending } = room.state;
      const sent = carryOut(room, view);
      follow(sent);
      // What is among the unsent tells there whatever comes of it.
      if (room.state.pending === pending) sent.catch(complain);
      else {
        if (view.intent.kind !== "edit") set({ sends: view.sends + 1 });
        intend(NO_INTENT, draftBeside(view.intent, ""));
      }
    },
    reply: (seq) => intend({ kind: "reply", seq }),
    edit(seq) {
      const message = findMessage(view.messages, seq);
      if (message === undefined || !isOwn(view, message)) return;
      intend({ kind: "edit", seq, aside: draftBeside(view.intent, view.draft) }, message.message);
    },
    endIntent: () => intend(NO_INTENT),
    react: (seq, emoji, on) => change(seq, room.react(seq, emoji, on)),
    delete: (seq) => change(seq, room.delete(seq)),
    dismiss: (seq) => trouble(seq, undefined),
    async rename(next) {
      try {
        await room.rename(next);
        return { ok: true };
      } catch (error) {
        const fault = error instanceof RoomError ? faultOf(error) : undefined;
        if (fault === undefined) complain(error);
        return { ok: false, fault };
      }
    },
    loadOlder: async () => void (await load(() => room.history())),
    reach: async (seq) => (await load(() => room.reach(seq))) !== undefined,
    retry: (id) => follow(room.retry(id)),
    discard: (id) => void room.discard(id),
    takeBack(id) {
      const command = view.pending.find((pending) => pending.id === id)?.command;
      if (command?.type !== "message" && command?.type !== "edit") return;
      if (!room.discard(id)) return;
      const draft = draftBeside(view.intent, view.draft);
      if (command.type === "edit") intend({ kind: "edit", seq: command.target, aside: draft }, command.message);
      else {
        const { message, replyTo } = command;
        const intent: Intent = replyTo === undefined ? NO_INTENT : { kind: "reply", seq: replyTo };
        intend(intent, draft === "" ? message : `${draft}\n${message}`);
      }
    },
    leave: () => room.close(),
    enter(name = ownName(view)) {
      if (view.status.state === "refused") {
        set({ givenName: name });
        room.enter(name);
        return;
      }
      room = open(name);
      listen(room);
      show(room.state);
    },
  };
}

/** Sends what was typed as what it is meant to be. */
function carryOut(room: RoomClient, view: View): Promise<Stored> {
  const { draft, intent } = view;
  switch (intent.kind) {
    case "none":
    case "reply":
      return room.send(draft, sendOptions(view));
    case "edit":
      return room.edit(intent.seq, draft);
  }
}

/** Whether an edit leaves the message as it is. */
function isUnchanged(view: View): boolean {
  return view.intent.kind === "edit" && findMessage(view.messages, view.intent.seq)?.message === view.draft.trim();
}
