import { useEffect, useRef, useState } from "preact/hooks";
import { TOUCH } from "../../composer/text-field.tsx";
import { clockText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { Icon } from "../../ui/icon.tsx";
import { attachVoice } from "../files/attachments.ts";
import { showOutcome } from "../model/dialogs-state.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { type Recording, startRecording } from "./recorder.ts";
import { secondsText } from "./waveform.ts";
import { WaveformBars } from "./waveform-bars.tsx";

/** Bars that are shown while recording: the last four seconds. */
const SHOWN_LEVELS = 40;

/** A quiet voice fills a tenth of what a microphone can measure. */
const VISIBLE_GAIN = 4;

/** The words for the errors of `getUserMedia`. Any other is `failed`. */
const ERRORS: { readonly [name: string]: "denied" | "missing" | undefined } = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
};

interface Props {
  readonly chat: Chat;
  /** Whether the end of the press ends the recording. */
  readonly isHeld: boolean;
  readonly onEnd: () => void;
}

/** Covers the composer while recording: the loudness, the time, and the ways to end it. */
export function RecordingBar({ chat, isHeld, onEnd }: Props) {
  const { format, voice } = useAllWords();
  const [levels, setLevels] = useState<readonly number[]>([]);
  const [ms, setMs] = useState(0);
  const recording = useRef<Recording>(undefined);
  const bar = useRef<HTMLFieldSetElement>(null);
  const finishButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let isGone = false;
    const record = async () => {
      const started = await startRecording((level, length) => {
        setLevels((before) => [...before, Math.min(1, level * VISIBLE_GAIN)].slice(-SHOWN_LEVELS));
        setMs(length);
      });
      if (isGone) started.cancel();
      recording.current = started;
      const recorded = await started.ended;
      if (recorded !== undefined) attachVoice(chat, recorded);
    };
    void record()
      .catch((error: unknown) => {
        if (isGone) return;
        const cause = ERRORS[error instanceof DOMException ? error.name : ""] ?? "failed";
        showOutcome({ kind: "done", text: (strings) => strings.voice[cause] });
      })
      .then(() => {
        if (!isGone) onEnd();
      });
    return () => {
      isGone = true;
      recording.current?.cancel();
    };
  }, []);
  useEffect(() => {
    if (!isHeld) return;
    const onRelease = ({ clientX, clientY }: PointerEvent) => {
      const isOnCancel = document.elementFromPoint(clientX, clientY)?.closest(".voice-cancel") != null;
      // Released while the browser still asks for the microphone, it goes on like a tap.
      if (isOnCancel) cancel();
      else recording.current?.stop();
    };
    addEventListener("pointerup", onRelease, { once: true });
    return () => removeEventListener("pointerup", onRelease);
  }, [isHeld]);
  useEffect(() => {
    finishButton.current?.focus();
    // The rest of the composer is covered.
    const covered = [...(bar.current?.parentElement?.children ?? [])].filter((one) => one !== bar.current);
    for (const one of covered) one.toggleAttribute("inert", true);
    return () => {
      for (const one of covered) one.toggleAttribute("inert", false);
      // On a touch screen, the keyboard would cover half of the room.
      if (!matchMedia(TOUCH).matches) document.getElementById("composer-text")?.focus();
    };
  }, []);
  const cancel = () => {
    recording.current?.cancel();
    onEnd();
  };
  const silence = Array.from({ length: SHOWN_LEVELS - levels.length }, () => 0);
  return (
    <fieldset
      ref={bar}
      class="voice-bar"
      aria-label={voice.recording}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        cancel();
      }}
    >
      <button
        type="button"
        class="button button-quiet icon-button voice-cancel"
        aria-label={voice.cancel}
        title={voice.cancel}
        onClick={cancel}
      >
        <Icon shape="close" />
      </button>
      <WaveformBars bars={[...silence, ...levels]} played={SHOWN_LEVELS} />
      <span class="voice-time" role="timer" aria-label={secondsText(format.locale, ms)}>
        {clockText(ms)}
      </span>
      <button
        ref={finishButton}
        type="button"
        class="button icon-button"
        aria-label={voice.finish}
        title={voice.finish}
        onClick={() => recording.current?.stop()}
      >
        <ActionIcon shape="check" />
      </button>
    </fieldset>
  );
}
