import { useRef } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { isOpen, writeRestriction } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { VoiceButton } from "../voice/voice-button.tsx";
import { attach, filesRestriction } from "./attachments.ts";

/** Chooses files for the message, or records one. Absent if the room has none; others than those who may send them read why. */
export function AttachButton({ chat }: { chat: Chat }) {
  const { files } = useAllWords();
  const field = useRef<HTMLInputElement>(null);
  const restriction = useView(chat, filesRestriction);
  const canWrite = useView(chat, (view) => isOpen(view) && writeRestriction(view) === undefined);
  const choose = () => {
    if (restriction === undefined) field.current?.click();
    // Says why not.
    else attach(chat, []);
  };
  return (
    <>
      {restriction !== "off" && canWrite && (
        <button
          type="button"
          class="button button-quiet icon-button"
          aria-label={files.attach}
          title={restriction === undefined ? files.attach : files.restricted[restriction]}
          aria-disabled={restriction !== undefined}
          onClick={choose}
        >
          <ActionIcon shape="attach" />
        </button>
      )}
      <input
        ref={field}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          attach(chat, [...(currentTarget.files ?? [])]);
          // The same file can be chosen again after it was removed.
          currentTarget.value = "";
        }}
      />
      <VoiceButton chat={chat} isOffered={restriction === undefined && canWrite} />
    </>
  );
}
