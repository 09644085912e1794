import { useEffect, useState } from "preact/hooks";
import type { AllWords } from "../../i18n/catalogue.ts";
import { clockText, durationText, momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import { isModerator, writeRestriction } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { Icon } from "../../ui/icon.tsx";
import { AttachmentTray } from "../files/attachment-tray.tsx";
import { lineOf } from "../files/files-text.tsx";
import { useLoadedMessage } from "../model/distant-messages.ts";

/** The lines above the text field. Their ids are in its description. */
export function ComposerNotices({ chat }: { chat: Chat }) {
  return (
    <>
      <WriteNotice chat={chat} id="composer-notice" />
      <ComposerModeBar chat={chat} id="composer-mode" />
      <AttachmentTray chat={chat} />
    </>
  );
}

/** Shows which message is replied to or edited, and cancels that. Changes are announced. */
function ComposerModeBar({ chat, id }: { chat: Chat; id: string }) {
  const strings = useAllWords();
  const { composing, log } = strings;
  const mode = useView(chat, (view) => view.mode);
  const message = useLoadedMessage(chat, mode.kind === "none" ? undefined : mode.seq);
  const isEdit = mode.kind === "edit";
  const seq = mode.kind === "edit" ? mode.seq : undefined;
  useEffect(() => {
    const row = seq === undefined ? null : document.getElementById(anchorOf(seq));
    if (row === null) return;
    row.dataset.edited = "true";
    return () => delete row.dataset.edited;
  }, [seq]);
  const leave = isEdit ? composing.cancelEdit : composing.cancelReply;
  return (
    <div class="composer-mode" data-mode={mode.kind}>
      <p id={id} role="status" class="composer-mode-text" dir="auto">
        {mode.kind !== "none" && (
          <>
            <strong>{isEdit ? composing.editing : composing.replyingTo(message?.username ?? log.somebody)}</strong>{" "}
            <bdi>
              {message === undefined ? log.earlierMessage : message.deleted ? log.deleted : lineOf(strings, message)}
            </bdi>
          </>
        )}
      </p>
      {mode.kind !== "none" && (
        <button
          type="button"
          class="button button-quiet icon-button"
          aria-label={leave}
          title={leave}
          onClick={chat.endMode}
        >
          <Icon shape="close" />
        </button>
      )}
    </div>
  );
}

/** Says why the user cannot write, or that slow mode is on. */
function WriteNotice({ chat, id }: { chat: Chat; id: string }) {
  const strings = useAllWords();
  const restriction = useView(chat, writeRestriction);
  const mutedUntil = useView(chat, (view) => view.mutedUntil) ?? 0;
  const slowMode = useView(chat, (view) => (isModerator(view) ? 0 : view.settings.slowMode));
  const slow = slowMode > 0 ? strings.writing.slowMode(durationText(strings, slowMode * 1_000)) : undefined;
  const text = restriction === undefined ? slow : restrictionText(strings, restriction, mutedUntil);
  return (
    <p id={id} class="write-notice" role="status" data-restricted={restriction !== undefined}>
      {text}
    </p>
  );
}

function restrictionText(
  strings: AllWords,
  restriction: NonNullable<ReturnType<typeof writeRestriction>>,
  mutedUntil: number,
): string {
  switch (restriction) {
    case "muted":
      return strings.writing.muted(momentText(strings, mutedUntil));
    case "membersWrite":
      return strings.writing.membersWrite;
    case "locked":
      return strings.writing.locked;
  }
}

/** Milliseconds between updates: short enough not to skip a second. */
const LOOK_EVERY_MS = 250;

/** Time until slow mode allows the next message. Not announced; a notice mentions slow mode. */
export function Countdown({ chat }: { chat: Chat }) {
  const { format } = useAllWords();
  const until = useView(chat, (view) => view.waitUntil);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(1, Math.ceil((until - now) / 1_000));
  return <span class="countdown">{seconds < 60 ? format.number(seconds) : clockText(seconds * 1_000)}</span>;
}
