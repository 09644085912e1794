import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Voice } from "../../../protocol/files.ts";
import { clockText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { barsOf, secondsText } from "./waveform.ts";
import { WaveformBars } from "./waveform-bars.tsx";

interface Props {
  readonly voice: Voice;
  /** `undefined` until it is known. */
  readonly url: string | undefined;
  readonly tabIndex: number;
  readonly onError: () => void;
  /** Shown after the time. */
  readonly children?: ComponentChildren;
}

/** The player that is heard: another one pauses it. */
let heard: HTMLAudioElement | undefined;

/** Seconds that an arrow key moves the position. */
const STEP_S = 1;

/**
 * Plays a voice message. Its waveform and its length come with the message, because browsers write neither into what they record; the
 * sound is loaded when it is played.
 */
export function VoicePlayer({ children, onError, tabIndex, url, voice: { ms, peaks } }: Props) {
  const { format, voice } = useAllWords();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  /** Seconds. */
  const [at, setAt] = useState(0);
  const bars = barsOf(peaks);
  const seconds = ms / 1_000;
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = () => {
    const { current } = audio;
    if (current === null || url === undefined) return;
    if (!current.paused) {
      current.pause();
      return;
    }
    if (heard !== current) heard?.pause();
    heard = current;
    // Rejected if it is paused before it has loaded; `onError` has all else.
    current.play().catch(() => setPlaying(false));
  };
  const seek = (to: number) => {
    if (audio.current !== null) audio.current.currentTime = to;
    setAt(to);
  };
  const action = isPlaying ? voice.pause : voice.play;
  return (
    <fieldset class="voice" dir="ltr" aria-label={`${voice.message}, ${secondsText(format.locale, ms)}`}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote down what was said, unless the sender did in `alt` */}
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => seek(0)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onError={onError}
      />
      <button
        type="button"
        class="button icon-button voice-play"
        tabIndex={tabIndex}
        aria-label={action}
        title={action}
        onClick={toggle}
      >
        <ActionIcon shape={isPlaying ? "pause" : "play"} />
      </button>
      <div class="voice-seek">
        <WaveformBars bars={bars} played={Math.round(Math.min(1, at / seconds) * bars.length)} />
        <input
          type="range"
          min={0}
          max={seconds}
          step={STEP_S}
          value={at}
          tabIndex={tabIndex}
          aria-label={voice.position}
          aria-valuetext={secondsText(format.locale, at * 1_000)}
          onInput={({ currentTarget }) => seek(currentTarget.valueAsNumber)}
        />
      </div>
      <span class="voice-time">{clockText(isPlaying || at > 0 ? at * 1_000 : ms)}</span>
      {children}
    </fieldset>
  );
}
