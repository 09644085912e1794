import { type RoomClient, RoomError } from "../../client/index.ts";
import { asPerson } from "./as-person.ts";
import { NEW_MESSAGE } from "./composer-mode.ts";
import { type Composing, createComposing } from "./composing.ts";
import type { Drafts } from "./drafts.ts";
import { type NameFault, nameFaultOf } from "./name-fault.ts";
import { INITIAL_STATE } from "./own-state.ts";
import { createSlowModeResend } from "./slow-mode-resend.ts";
import { createTimeline, type Timeline } from "./timeline.ts";
import { ownName } from "./view.ts";
import { createViewStore, type ViewSource } from "./view-store.ts";

/** The page's model of one room: what the components show, and what the user can do. The client does the messaging. */
export interface Chat extends ViewSource, Composing, Timeline {
  /** The room's client, for requests (P9). */
  readonly room: RoomClient;
  /**
   * Changes the user's name.
   *
   * @returns resolves when the room has answered; without a fault where the error is shown elsewhere
   */
  rename(name: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly fault: NameFault | undefined }>;
  /** Runs what only a person can do. A reader is asked for a name first. */
  asPerson(run: () => void): void;
  /** The reader has entered, or has changed their mind. */
  endAsking(): void;
  leave(): void;
  /** Joins again after leaving, after the room closed, or under another name after the room rejected the first. */
  enter(name?: string): void;
}

export interface ChatPorts {
  /** Resolves when messages can be shown as they are meant. Nothing of the room is shown before, so that no text jumps. */
  readonly readable?: Promise<void>;
  readonly drafts?: Drafts;
  /** Loads what shows the files of messages. */
  readonly loadFiles?: () => Promise<unknown>;
}

/** @param open connects to the room under a name; called again to come back */
export function createChat(
  name: string,
  open: (name: string) => RoomClient,
  { drafts, loadFiles, readable }: ChatPorts = {},
): Chat {
  let room = open(name);
  const { draft, edit } = drafts?.recall() ?? { draft: "" };
  const current = () => room;
  const store = createViewStore({
    ...room.state,
    // Messages kept from the last visit wait as well.
    messages: readable === undefined ? room.state.messages : [],
    ...INITIAL_STATE,
    givenName: name,
    draft: edit?.text ?? draft,
    mode: edit === undefined ? NEW_MESSAGE : { kind: "edit", seq: edit.seq, aside: draft },
  });
  const { listen: listenToTimeline, show, timeline } = createTimeline(store, current, readable, loadFiles);
  const slowMode = createSlowModeResend(store, current);
  const { composing, listen: listenForComposer } = createComposing(store, current, slowMode, drafts);
  const listen = () => {
    listenToTimeline(room);
    slowMode.listen(room);
    listenForComposer(room);
  };
  listen();

  return {
    get view() {
      return store.view;
    },
    get room() {
      return room;
    },
    subscribe: store.subscribe,
    ...composing,
    ...timeline,
    async rename(next) {
      try {
        await room.rename(next);
        return { ok: true };
      } catch (error) {
        if (!(error instanceof RoomError)) throw error;
        const fault = nameFaultOf(error);
        if (fault === undefined) composing.showError(error);
        return { ok: false, fault };
      }
    },
    asPerson: (run) => asPerson(store, room, run),
    endAsking: () => store.set({ asking: undefined }),
    leave: () => room.close(),
    enter(next = ownName(store.view)) {
      if (store.view.status.state === "refused") {
        store.set({ givenName: next, composerError: undefined });
        room.retryAs(next);
        return;
      }
      room = open(next);
      listen();
      show(room.state);
    },
  };
}
