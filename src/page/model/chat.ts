import {
  findMessage,
  isAtLeast,
  type Mention,
  type RoomClient,
  RoomError,
  type RoomState,
  type Stored,
} from "../../client/index.ts";
import { type NameFault, nameFaultOf } from "../join/username.ts";
import { appendSystemMessage, presenceMessage, renameMessage, type SystemMessage } from "../log/system-messages.ts";
import { type ComposerMode, NEW_MESSAGE, underlyingDraft } from "./composer-mode.ts";
import type { Drafts } from "./drafts.ts";
import { sendOptions } from "./picked-mentions.ts";
import { isOwn, isUserVisible, isWaiting, markedAmong, nameOf, ownName, type View } from "./view.ts";

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
  pickMention(person: Mention): void;
  /** Tells, where one types, what went wrong. */
  showError(error: RoomError): void;
  /** Says what was typed, as the intent has it. It stays in the composer if the room would refuse it. */
  send(): void;
  /** What is typed will answer this message. */
  reply(seq: number): void;
  /** Takes an own message into the composer, to write it anew. The draft comes back when that is over. */
  edit(seq: number): void;
  /** What is typed is just a message again. */
  endMode(): void;
  react(seq: number, emoji: string, on: boolean): void;
  /** Erases an own message. */
  delete(seq: number): void;
  /** What is told of a message's trouble was read. */
  dismissError(seq: number): void;
  /** Tells the room how far one has read. */
  read(seq: number): void;
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
    systemMessages: [],
    starts: 0,
    isLoading: false,
    olderError: undefined,
    messageErrors: new Map(),
    draft: drafts?.recall() ?? "",
    sends: 0,
    mode: NEW_MESSAGE,
    pickedMentions: [],
    waitUntil: 0,
    composerError: undefined,
  };

  const set = (change: Partial<View>) => {
    const before = underlyingDraft(view.mode, view.draft);
    view = { ...view, ...change };
    const draft = underlyingDraft(view.mode, view.draft);
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
  const setMode = (mode: ComposerMode, draft = underlyingDraft(view.mode, view.draft)) =>
    set({ mode, draft, pickedMentions: draft === "" ? [] : view.pickedMentions, composerError: undefined });
  const addSystemMessage = (one: SystemMessage | undefined) => {
    if (one !== undefined) set({ systemMessages: appendSystemMessage(view.systemMessages, one) });
  };
  const showError = (error: unknown) => {
    if (!(error instanceof RoomError)) throw error;
    if (isUserVisible(error)) set({ composerError: error });
  };
  const setMessageError = (seq: number, error: RoomError | undefined) => {
    if (error === undefined && !view.messageErrors.has(seq)) return;
    const messageErrors = new Map(view.messageErrors);
    if (error === undefined) messageErrors.delete(seq);
    else messageErrors.set(seq, error);
    set({ messageErrors });
  };
  /** Does something to a message. What goes wrong is told where the message is. */
  const change = (seq: number, changed: Promise<Stored>) => {
    setMessageError(seq, undefined);
    changed.catch((error: unknown) => {
      if (!(error instanceof RoomError)) throw error;
      if (isUserVisible(error)) setMessageError(seq, error);
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
      if (isUserVisible(error)) set({ olderError: error });
      return undefined;
    } finally {
      set({ isLoading: false });
    }
  };
  const listen = (opened: RoomClient) => {
    opened.on("change", show);
    opened.on("reset", ({ reason }) => {
      set({ systemMessages: [], starts: view.starts + 1, messageErrors: new Map() });
      // In another log a `seq` is another message.
      if (reason === "epoch") setMode(NEW_MESSAGE);
    });
    opened.on("event", (event) => {
      if (event.type === "notice") addSystemMessage(renameMessage(event));
      const { self, settings } = opened.state;
      const isSlowed = settings.slowMode > 0 && !isAtLeast(self?.role ?? "guest", "moderator");
      if (event.type === "message" && event.uid === self?.uid && isSlowed) rest(settings.slowMode * 1_000);
    });
    opened.on("presence", (presence) => {
      // P3.10: where nobody was named before, those who are named now did not come now.
      if (members.size === 0) return;
      const { messages, self } = opened.state;
      const after = Math.max(messages.at(-1)?.seq ?? 0, view.systemMessages.at(-1)?.after ?? 0);
      // These are from before the change, and still know those who left.
      const before = { ...view, members };
      // A person whose role is another is told of again (P9.4).
      const joined = presence.joined.filter(({ uid }) => !before.members.has(uid));
      addSystemMessage(presenceMessage({ ...presence, joined }, after, self?.uid, (uid) => nameOf(before, uid)));
    });
    opened.on("error", showError);
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
    showError,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    type(draft) {
      set({ draft, composerError: undefined });
      if (draft.trim() !== "") room.typing();
    },
    pickMention: (person) => set({ pickedMentions: [person, ...view.pickedMentions] }),
    send() {
      if (view.draft.trim() === "") return;
      if (isUnchanged(view)) {
        setMode(NEW_MESSAGE);
        return;
      }
      if (isWaiting(view)) return;
      const { pending } = room.state;
      const sent = carryOut(room, view);
      follow(sent);
      // What is among the unsent tells there whatever comes of it.
      if (room.state.pending === pending) sent.catch(showError);
      else {
        if (view.mode.kind !== "edit") set({ sends: view.sends + 1 });
        setMode(NEW_MESSAGE, underlyingDraft(view.mode, ""));
      }
    },
    reply: (seq) => setMode({ kind: "reply", seq }),
    edit(seq) {
      const message = findMessage(view.messages, seq);
      if (message === undefined || !isOwn(view, message)) return;
      setMode({ kind: "edit", seq, aside: underlyingDraft(view.mode, view.draft) }, message.message);
    },
    endMode: () => setMode(NEW_MESSAGE),
    react: (seq, emoji, on) => change(seq, room.react(seq, emoji, on)),
    delete: (seq) => change(seq, room.delete(seq)),
    dismissError: (seq) => setMessageError(seq, undefined),
    read: (seq) => room.read(seq),
    async rename(next) {
      try {
        await room.rename(next);
        return { ok: true };
      } catch (error) {
        const fault = error instanceof RoomError ? nameFaultOf(error) : undefined;
        if (fault === undefined) showError(error);
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
      const draft = underlyingDraft(view.mode, view.draft);
      if (command.type === "edit") setMode({ kind: "edit", seq: command.target, aside: draft }, command.message);
      else {
        const { message, replyTo } = command;
        const mode: ComposerMode = replyTo === undefined ? NEW_MESSAGE : { kind: "reply", seq: replyTo };
        setMode(mode, draft === "" ? message : `${draft}\n${message}`);
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
  const { draft, mode } = view;
  switch (mode.kind) {
    case "none":
    case "reply":
      return room.send(draft, sendOptions(view));
    case "edit":
      return room.edit(mode.seq, draft);
  }
}

/** Whether an edit leaves the message as it is. */
function isUnchanged(view: View): boolean {
  return view.mode.kind === "edit" && findMessage(view.messages, view.mode.seq)?.message === view.draft.trim();
}
