import { useRef, useState } from "preact/hooks";
import { MAX_MESSAGE_FILES } from "../../../protocol/limits.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { attachmentsOf } from "../files/attachments.ts";
import { showOutcome } from "../model/dialogs-state.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { canRecord } from "./recorder.ts";
import { RecordingBar } from "./recording-bar.tsx";

/** Milliseconds after which a press counts as held: its end ends the recording. */
const HELD_MS = 400;

interface Props {
  readonly chat: Chat;
  /** Whether the user can send files. A recording in progress goes on without. */
  readonly isOffered: boolean;
}

/**
 * Records a voice message, which becomes a file of the draft: tap to start and to finish, or hold. The browser asks for the
 * microphone only then.
 */
export function VoiceButton({ chat, isOffered }: Props) {
  const { voice } = useAllWords();
  const [mode, setMode] = useState<"idle" | "tapped" | "held">("idle");
  const press = useRef<number>(undefined);
  const wasHeld = useRef(false);
  if (mode === "idle" && (!isOffered || !canRecord())) return null;
  const start = (how: "tapped" | "held") => {
    const isFull = attachmentsOf(chat).value.length >= MAX_MESSAGE_FILES;
    if (isFull) showOutcome({ kind: "done", text: (strings) => strings.files.tooMany(MAX_MESSAGE_FILES) });
    else setMode((before) => (before === "idle" ? how : before));
  };
  const endPress = () => clearTimeout(press.current);
  return (
    <>
      <button
        type="button"
        class="button button-quiet icon-button voice-button"
        aria-label={voice.record}
        title={voice.record}
        onPointerDown={({ button }) => {
          wasHeld.current = false;
          if (button !== 0) return;
          press.current = window.setTimeout(() => {
            wasHeld.current = true;
            start("held");
          }, HELD_MS);
        }}
        onPointerUp={endPress}
        onPointerCancel={endPress}
        onPointerLeave={endPress}
        onContextMenu={(event) => event.preventDefault()}
        onClick={({ detail }) => {
          // The end of a held press is a click too; that of a key has no count.
          if (detail === 0 || !wasHeld.current) start("tapped");
        }}
      >
        <ActionIcon shape="microphone" />
      </button>
      {mode !== "idle" && <RecordingBar chat={chat} isHeld={mode === "held"} onEnd={() => setMode("idle")} />}
    </>
  );
}
