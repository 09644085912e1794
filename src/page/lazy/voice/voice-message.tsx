import { useEffect, useState } from "preact/hooks";
import type { MessageFile } from "../../../client/index.ts";
import type { Voice } from "../../../protocol/files.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { FileLink } from "../files/file-card.tsx";
import { type FileSource, FileTrouble, useLoading } from "../files/file-trouble.tsx";
import { ActionIcon } from "../ui/action-icon.tsx";
import { VoicePlayer } from "./voice-player.tsx";

interface Props {
  readonly file: MessageFile;
  readonly voice: Voice;
  readonly source: FileSource;
  readonly tabIndex: number;
}

/** A voice message in the log. */
export function VoiceMessage({ file: { alt, name, url: path }, source, tabIndex, voice }: Props) {
  const { files } = useAllWords();
  const { attempt, failed, retry, trouble, url } = useLoading(path, source);
  if (trouble !== undefined) return <FileTrouble trouble={trouble} tabIndex={tabIndex} onRetry={retry} />;
  return (
    <VoicePlayer key={attempt} voice={voice} url={url} tabIndex={tabIndex} onError={failed}>
      <FileLink
        class="voice-download"
        url={url}
        download={name}
        tabIndex={tabIndex}
        aria-label={files.downloadNamed(name)}
        title={files.download}
      >
        <ActionIcon shape="download" />
      </FileLink>
      {alt !== undefined && (
        <p class="voice-alt" dir="auto">
          {alt}
        </p>
      )}
    </VoicePlayer>
  );
}

/** A voice message that is not sent yet. */
export function VoicePreview({ blob, voice }: { readonly blob: Blob; readonly voice: Voice }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return <VoicePlayer voice={voice} url={url} tabIndex={0} onError={() => {}} />;
}
