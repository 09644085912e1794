import type { Message, RoomClient, RoomError, RoomState, Stored } from "../../client/index.ts";
import { asPerson } from "./as-person.ts";
import {
  addSystemMessage,
  presenceMessage,
  renameMessage,
  type SystemMessage,
  withoutRename,
} from "./system-messages.ts";
import { markedAmong, nameOf, visibleError } from "./view.ts";
import type { ViewStore } from "./view-store.ts";

/** The user's actions on the messages of the log. */
export interface Timeline {
  react(seq: number, emoji: string, on: boolean): void;
  /** Deletes an own message. */
  delete(seq: number): void;
  /** Removes the error below a message. */
  dismissError(seq: number): void;
  loadOlder(): Promise<void>;
}

const hasFiles = ({ messages }: RoomState) => messages.some(({ files }) => files);

export interface TimelineSource {
  readonly timeline: Timeline;
  /** Shows a state of the room, once messages can be shown as they are meant. */
  show(next: RoomState): void;
  listen(opened: RoomClient): void;
}

/**
 * @param readable resolves when messages can be shown as they are meant
 * @param loadFiles loads what shows the files of messages
 */
export function createTimeline(
  store: ViewStore,
  room: () => RoomClient,
  readable: Promise<void> | undefined,
  loadFiles: (() => Promise<unknown>) | undefined,
): TimelineSource {
  let isReadable = readable === undefined;
  /** The members before a presence event. The view may be older. */
  let { members } = room().state;
  /** The newest message at the last presence event. */
  let heard = 0;

  const show = (next: RoomState) => {
    members = next.members;
    if (!isReadable) {
      if (hasFiles(next)) void loadFiles?.();
      return;
    }
    const { view } = store;
    const marked = next.members === view.members ? view.marked : markedAmong(next.members, view.marked);
    // After a reload or a reconnect, the old messages stay until the room has sent the new ones.
    const { messages, self } = next.position === undefined ? view : next;
    const [first, before] = [messages[0], view.messages[0]];
    const isFurtherBack = first !== undefined && before !== undefined && first.seq < before.seq;
    store.set({ ...next, messages, self, marked, starts: view.starts + (isFurtherBack ? 1 : 0) });
  };
  const append = (message: SystemMessage | undefined) => {
    if (message !== undefined) store.set({ systemMessages: addSystemMessage(store.view.systemMessages, message) });
  };
  const setError = (seq: number, error: RoomError | undefined) => {
    if (error === undefined && !store.view.messageErrors.has(seq)) return;
    const messageErrors = new Map(store.view.messageErrors);
    if (error === undefined) messageErrors.delete(seq);
    else messageErrors.set(seq, error);
    store.set({ messageErrors });
  };
  const change = (seq: number, changed: Promise<Stored>) => {
    setError(seq, undefined);
    changed.catch((error: unknown) => setError(seq, visibleError(error)));
  };
  const loadOlder = async () => {
    store.set({ isLoading: true, olderError: undefined });
    try {
      await room().loadOlder();
    } catch (error) {
      store.set({ olderError: visibleError(error) });
    } finally {
      store.set({ isLoading: false });
    }
  };
  void readable?.then(async () => {
    // The lazy part reserves the places of files: without it, the log would jump.
    if (hasFiles(room().state)) await loadFiles?.();
    isReadable = true;
    store.set({ starts: store.view.starts + 1 });
    show(room().state);
  });

  return {
    show,
    listen(opened) {
      opened.on("change", show);
      opened.on("status", () => {
        heard = opened.state.messages.at(-1)?.seq ?? 0;
      });
      opened.on("reset", () =>
        store.set({ systemMessages: [], starts: store.view.starts + 1, messageErrors: new Map() }),
      );
      opened.on("event", (event) => {
        // P9.18: a moderator deleted the names.
        if (event.type === "notice" && event.username !== "") append(renameMessage(event));
        if (event.type === "delete") {
          store.set({ systemMessages: withoutRename(store.view.systemMessages, event.target) });
        }
      });
      opened.on("presence", (presence) => {
        // P3.10: a room that listed no one before lists those who were there all along.
        if (members.size === 0) return;
        const { messages, self } = opened.state;
        // The members before the change include those who left.
        const before = { ...store.view, members };
        // A person whose role changed is announced again (P9.4).
        const joined = presence.joined.filter(({ uid }) => !before.members.has(uid));
        // The room batches presence events: people may have written before their join is announced.
        const isFirst = ({ seq, uid }: Message) => seq > heard && joined.some((member) => member.uid === uid);
        const first = messages.find(isFirst)?.seq;
        heard = messages.at(-1)?.seq ?? 0;
        // A rename may be newer than the newest message.
        const newest = Math.max(heard, store.view.systemMessages.at(-1)?.after ?? 0);
        const place = { after: first === undefined ? newest : first - 1, at: Date.now() };
        append(presenceMessage({ ...presence, joined }, place, self?.uid, (uid) => nameOf(before, uid)));
      });
    },
    timeline: {
      react: (seq, emoji, on) => asPerson(store, room(), () => change(seq, room().react(seq, emoji, on))),
      delete: (seq) => change(seq, room().delete(seq)),
      dismissError: (seq) => setError(seq, undefined),
      loadOlder,
    },
  };
}
