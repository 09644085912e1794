import { useEffect, useRef, useState } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import { Icon } from "../../ui/icon.tsx";
import { ActionIcon } from "../ui/action-icon.tsx";
import { VoicePreview } from "../voice/voice-message.tsx";
import { AttachmentDialog } from "./attachment-dialog.tsx";
import { type Attachment, attachmentsOf, bytesOf, removeAttachment } from "./attachments.ts";
import { kindOf, sizeText } from "./file-kind.ts";
import { Preview } from "./preview.tsx";
import { sendAttachments } from "./send-attachments.ts";

/** The files that go with the draft. */
export function AttachmentTray({ chat }: { chat: Chat }) {
  const { files } = useAllWords();
  const attachments = useStore(attachmentsOf(chat), ({ value }) => value);
  const [edited, setEdited] = useState<string>();
  const tray = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = tray.current?.closest("form");
    const onSubmit = (event: Event) => {
      // The dialog's form is inside of the composer's.
      if (event.target !== form || !sendAttachments(chat)) return;
      // The composer would send the text alone.
      event.preventDefault();
      event.stopImmediatePropagation();
      document.getElementById("composer-text")?.focus();
    };
    form?.addEventListener("submit", onSubmit, { capture: true });
    return () => form?.removeEventListener("submit", onSubmit, { capture: true });
  }, [chat]);
  const remove = ({ key }: Attachment) => {
    removeAttachment(attachmentsOf(chat), key);
    document.getElementById("composer-text")?.focus();
  };
  const open = attachments.find(({ key }) => key === edited);
  return (
    <div ref={tray}>
      {attachments.length > 0 && (
        <ul class="attachments" aria-label={files.attachments}>
          {attachments.map((attachment) => (
            <TrayItem
              key={attachment.key}
              attachment={attachment}
              onEdit={() => setEdited(attachment.key)}
              onRemove={() => remove(attachment)}
            />
          ))}
        </ul>
      )}
      {open !== undefined && (
        <AttachmentDialog key={open.key} chat={chat} attachment={open} onClose={() => setEdited(undefined)} />
      )}
    </div>
  );
}

interface TrayItemProps {
  readonly attachment: Attachment;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function TrayItem({ attachment, onEdit, onRemove }: TrayItemProps) {
  const { files, format, ...strings } = useAllWords();
  const { alt, isPreparing, isSpoiler, original, voice } = attachment;
  const name = voice === undefined ? attachment.name : strings.voice.message;
  const { size } = bytesOf(attachment);
  const button = (label: string, shape: "close" | "details", onClick: () => void) => (
    <button type="button" class="button button-quiet icon-button" aria-label={label} title={label} onClick={onClick}>
      {shape === "close" ? <Icon shape="close" /> : <ActionIcon shape="details" />}
    </button>
  );
  return (
    <li class="attachment" data-voice={voice !== undefined}>
      {voice !== undefined && <VoicePreview blob={original} voice={voice} />}
      {voice === undefined && <Preview blob={original} name={name} isSpoiler={isSpoiler} />}
      <span class="attachment-text">
        {voice === undefined && (
          <span class="file-name">
            <bdi>{name}</bdi>
          </span>
        )}
        <span class="file-size">
          {isPreparing ? files.preparing : sizeText(format.locale, size)}
          {isUndrawn(original.type) && ` · ${files.downloadOnly}`}
          {isSpoiler && ` · ${files.spoilerMark}`}
          {alt !== "" && ` · ${files.altMark}`}
        </span>
      </span>
      {button(files.details(name), "details", onEdit)}
      {button(files.remove(name), "close", onRemove)}
    </li>
  );
}

/** Whether a file is a picture of a type that others only download, such as SVG. */
function isUndrawn(type: string): boolean {
  return type.startsWith("image/") && kindOf(type) !== "picture";
}
