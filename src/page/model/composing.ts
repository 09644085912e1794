import {
  findMessage,
  type Mention,
  type Message,
  type RoomClient,
  type RoomError,
  type Stored,
  view,
} from "../../client/index.ts";
import { storedForm } from "../../protocol/text.ts";
import { asPerson } from "./as-person.ts";
import { cleanText } from "./clean-text.ts";
import { type ComposerMode, NEW_MESSAGE, underlyingDraft } from "./composer-mode.ts";
import type { Drafts } from "./drafts.ts";
import { sendOptions } from "./picked-mentions.ts";
import type { SlowModeResend } from "./slow-mode-resend.ts";
import { isOwn, isWaiting, type View, visibleError } from "./view.ts";
import type { ViewStore } from "./view-store.ts";

/** The user's actions in the composer, and with messages that are not stored yet. */
export interface Composing {
  type(draft: string): void;
  /** Chooses whom a typed `@name` mentions, where several people have that name. */
  pickMention(person: Mention): void;
  /** Shows an error above the composer. */
  showError(error: RoomError): void;
  /** Sends the draft as its mode says. It stays in the composer if the room would refuse it. */
  send(): void;
  /** Makes the draft a reply to this message. */
  reply(seq: number): void;
  /**
   * Opens an own message for editing. The draft comes back afterwards.
   *
   * @param message the message, if it is not in the log
   */
  edit(seq: number, message?: Message): void;
  /** Cancels a reply or an edit. */
  endMode(): void;
  /** Sends a failed message again. */
  retry(id: string): void;
}

export interface ComposingSource {
  readonly composing: Composing;
  listen(opened: RoomClient): void;
}

export function createComposing(
  store: ViewStore,
  room: () => RoomClient,
  { follow }: SlowModeResend,
  drafts: Drafts | undefined,
): ComposingSource {
  const draftOf = ({ draft, mode }: View) => underlyingDraft(mode, draft);
  const keepDraft = () => {
    const { draft, mode } = store.view;
    const edit = mode.kind === "edit" ? { edit: { seq: mode.seq, text: draft } } : {};
    drafts?.keep({ draft: draftOf(store.view), ...edit });
  };
  store.subscribe(keepDraft, new Set<keyof View>(["draft", "mode"]));

  const setMode = (mode: ComposerMode, draft = draftOf(store.view)) =>
    store.set({
      mode,
      draft,
      pickedMentions: draft === "" ? [] : store.view.pickedMentions,
      composerError: undefined,
    });
  const showError = (error: unknown) => {
    const composerError = visibleError(error);
    if (composerError !== undefined) store.set({ composerError });
  };
  const composing: Composing = {
    type(draft) {
      store.set({ draft, composerError: undefined });
      // A command is not a message. `//` begins one.
      room().typing(/^(?!\/(?!\/)).*\S/s.test(draft));
    },
    pickMention: (person) => store.set({ pickedMentions: [person, ...store.view.pickedMentions] }),
    showError,
    send() {
      const view = { ...store.view, draft: cleanText(store.view.draft) };
      if (view.draft.trim() === "") return;
      if (room().state.isReader) {
        asPerson(store, room(), composing.send);
        return;
      }
      if (isUnchanged(view)) {
        setMode(NEW_MESSAGE);
        return;
      }
      if (isWaiting(view)) return;
      const { pending } = room().state;
      const sent = submit(room(), view);
      follow(sent);
      // A pending message shows its own error.
      if (room().state.pending === pending) sent.catch(showError);
      else {
        if (view.mode.kind !== "edit") store.set({ sends: store.view.sends + 1 });
        setMode(NEW_MESSAGE, underlyingDraft(view.mode, ""));
      }
    },
    reply: (seq) => setMode({ kind: "reply", seq }),
    edit(seq, message = findMessage(view(store.view).messages, seq)) {
      if (message === undefined || !isOwn(store.view, message)) return;
      setMode({ kind: "edit", seq, aside: draftOf(store.view) }, message.message);
    },
    endMode() {
      setMode(NEW_MESSAGE);
      room().typing(false);
    },
    retry: (id) => follow(room().retry(id)),
  };
  return {
    composing,
    listen(opened) {
      // Another log uses the same numbers for other messages.
      opened.on("reset", ({ reason }) => reason === "epoch" && setMode(NEW_MESSAGE));
      opened.on("error", showError);
    },
  };
}

function submit(room: RoomClient, view: View): Promise<Stored> {
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
function isUnchanged({ draft, messages, mode }: View): boolean {
  return mode.kind === "edit" && findMessage(messages, mode.seq)?.message === storedForm(draft);
}
