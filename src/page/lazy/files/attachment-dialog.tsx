import { useState } from "preact/hooks";
import { MAX_ALT_LENGTH } from "../../../protocol/limits.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Switch } from "../ui/form-fields.tsx";
import { type Attachment, attachmentsOf, changeAttachment } from "./attachments.ts";
import { sizeText } from "./file-kind.ts";

interface Props {
  readonly chat: Chat;
  readonly attachment: Attachment;
  readonly onClose: () => void;
}

/** The details of a file: its description, whether it is covered, and how large it is sent. */
export function AttachmentDialog({ attachment, chat, onClose }: Props) {
  const { common, files, format } = useAllWords();
  const { key, name, original, reduced } = attachment;
  const [alt, setAlt] = useState(attachment.alt);
  const change = (part: Partial<Attachment>) => changeAttachment(attachmentsOf(chat), key, part);
  const close = () => {
    change({ alt });
    onClose();
  };
  const size = (blob: Blob) => sizeText(format.locale, blob.size);
  return (
    <Dialog isOpen title={files.detailsTitle} onClose={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          // The composer would send the draft.
          event.stopPropagation();
          close();
        }}
      >
        <p class="file-name">
          <bdi>{name}</bdi>
        </p>
        <Field label={files.alt} advice={files.altAdvice}>
          {(props) => (
            <textarea
              {...props}
              dir="auto"
              rows={2}
              maxLength={MAX_ALT_LENGTH}
              value={alt}
              onInput={({ currentTarget }) => setAlt(currentTarget.value)}
            />
          )}
        </Field>
        <Switch
          label={files.spoiler}
          advice={files.spoilerAdvice}
          isOn={attachment.isSpoiler}
          onChange={(isSpoiler) => change({ isSpoiler })}
        />
        {reduced !== undefined && (
          <Switch
            label={files.original}
            advice={files.originalAdvice(size(original), size(reduced))}
            isOn={attachment.sendsOriginal}
            onChange={(sendsOriginal) => change({ sendsOriginal })}
          />
        )}
        <button type="submit" class="button">
          {common.save}
        </button>
      </form>
    </Dialog>
  );
}
