import { useEffect, useRef } from "preact/hooks";
import { view } from "../../../client/index.ts";
import type { MessageCommand } from "../../../protocol/commands.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { OwnMessages, Waiting } from "../../log/unsent.tsx";
import { MessageText } from "../../markup/message-text.tsx";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import type { View } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { Icon } from "../../ui/icon.tsx";
import { takeBackOutgoing } from "../model/take-back.ts";
import { ErrorText } from "../ui/error-text.tsx";
import { type OutgoingItem, outgoingOf } from "./outgoing.ts";
import { type OutgoingFile, type Progress, partOf } from "./outgoing-message.ts";
import { Preview } from "./preview.tsx";

/** Messages whose files are being uploaded, after the other unsent ones. */
export function Outgoing({ chat }: { chat: Chat }) {
  const { files } = useAllWords();
  const items = useStore(outgoingOf(chat), ({ value }) => value);
  const uploading = items.filter(({ message }) => !message.isHandedOver);
  const isContinued = useView(chat, (shown) => view(shown).unsent.length > 0 || isLastOwn(shown));
  if (uploading.length === 0) return null;
  return (
    <OwnMessages chat={chat} isContinued={isContinued} label={files.uploading}>
      {uploading.map((item) => (
        <OutgoingRow key={item.message.id} chat={chat} item={item} />
      ))}
    </OwnMessages>
  );
}

function isLastOwn({ messages, self }: View): boolean {
  return self !== undefined && messages.at(-1)?.uid === self.uid;
}

function OutgoingRow({ chat, item }: { chat: Chat; item: OutgoingItem }) {
  const { actions, files } = useAllWords();
  const { message, progress } = item;
  const { id, options, text } = message;
  const own = useView(chat, ({ self }) => self?.uid);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => row.current?.scrollIntoView({ block: "end" }), []);
  const outgoing = outgoingOf(chat);
  const { error } = progress;
  const action = (label: string, act: () => void) => (
    <button type="button" class="button button-quiet" onClick={act}>
      {label}
    </button>
  );
  return (
    <li ref={row} data-failed={error !== undefined}>
      {text !== "" && (
        <div dir="auto">
          <MessageText text={text} mentions={options.extra?.mentions} own={own} isActive />
        </div>
      )}
      <FileList files={message.files} progress={progress} onRemove={(key) => outgoing.removeFile(id, key)} />
      {error === undefined ? (
        <Waiting chat={chat} />
      ) : (
        <>
          <p class="complaint" role="alert">
            {actions.notSent} {error.code === "http" ? files.notUploaded : <ErrorText error={error} />}
          </p>
          <p class="failed-actions">
            {action(actions.edit, () => takeBackOutgoing(chat, message))}
            {action(actions.retry, () => outgoing.retry(id))}
            {action(actions.discard, () => outgoing.discard(id))}
          </p>
        </>
      )}
    </li>
  );
}

interface FileListProps {
  readonly files: readonly OutgoingFile[];
  readonly progress: Progress;
  readonly onRemove?: (key: string) => void;
}

function FileList({ files, onRemove, progress }: FileListProps) {
  const { files: words, voice } = useAllWords();
  return (
    <ul class="attachments" aria-label={words.attachments}>
      {files.map((file) => {
        const { blob, id, isSpoiler, key } = file;
        const name = file.voice === undefined ? file.name : voice.message;
        const part = partOf(file, progress);
        return (
          <li key={key} class="attachment">
            <Preview blob={blob} name={name} isSpoiler={isSpoiler} />
            <span class="attachment-text">
              <span class="file-name">
                <bdi>{name}</bdi>
              </span>
              {onRemove !== undefined && (
                <progress
                  max={1}
                  value={part ?? 0}
                  aria-label={words.uploadingNamed(name)}
                  data-waits={part === undefined}
                />
              )}
            </span>
            {onRemove !== undefined && id === undefined && (
              <button
                type="button"
                class="button button-quiet icon-button"
                aria-label={words.cancel(name)}
                title={words.cancel(name)}
                onClick={() => onRemove(key)}
              >
                <Icon shape="close" />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The files of a message in the outbox. A page that has been reloaded without IndexedDB knows only how many there are. */
export function SentFiles({ chat, command: { files = [], id } }: { chat: Chat; command: MessageCommand }) {
  const { files: words } = useAllWords();
  const kept = useStore(outgoingOf(chat), (outgoing) => outgoing.find(id ?? "")?.message.files);
  if (kept === undefined) return <p class="file-size">{words.files(files.length)}</p>;
  return <FileList files={kept} progress={{}} />;
}
