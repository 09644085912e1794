import type { ComponentProps } from "preact";
import { useMemo } from "preact/hooks";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Row } from "../../log/group-messages.ts";
import type { LogTools } from "../../log/message-row.tsx";
import { VoiceMessage } from "../voice/voice-message.tsx";
import { FileCard, Player } from "./file-card.tsx";
import { kindOf } from "./file-kind.ts";
import { PictureGrid } from "./picture-grid.tsx";
import { readFiles } from "./read-files.ts";
import { Spoiler } from "./spoiler.tsx";

interface Props {
  readonly tools: LogTools;
  readonly row: Row;
  /** Whether the message is hovered or focused: only then are its files Tab stops. */
  readonly isActive: boolean;
}

/** The files of a message: its pictures together, then players, then cards. */
export function MessageFiles({ isActive, row: { message }, tools: { chat } }: Props) {
  const { files: words } = useAllWords();
  const files = useMemo(() => readFiles(message), [message]);
  const pictures = files.filter(({ type }) => kindOf(type) === "picture");
  const others = files.filter(({ type }) => kindOf(type) !== "picture");
  const source = { chat, isHidden: message.hidden === true };
  const shared = { source, tabIndex: isActive ? 0 : -1 };
  return (
    // A direction of its own, so that names don't decide that of the text.
    <div class="files" dir="auto">
      {pictures.length > 0 && <PictureGrid pictures={pictures} {...shared} />}
      {others.map((file) => (
        <Spoiler key={file.id} isCovered={file.spoiler === true} label={words.showSpoiler} tabIndex={shared.tabIndex}>
          <OtherFile file={file} {...shared} />
        </Spoiler>
      ))}
    </div>
  );
}

/** A voice message, another sound, a video, or a file to download. */
function OtherFile(props: ComponentProps<typeof FileCard>) {
  const { type, voice } = props.file;
  if (voice !== undefined) return <VoiceMessage {...props} voice={voice} />;
  return kindOf(type) === "file" ? <FileCard {...props} /> : <Player {...props} />;
}
