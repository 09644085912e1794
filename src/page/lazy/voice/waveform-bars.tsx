/** Units of the drawing: from one bar to the next, a bar, and the height. */
const STEP = 4;
const BAR = 2.5;
const HEIGHT = 32;
/** Height of silence. */
const SILENCE = 2;

interface Props {
  /** From 0 to 1. */
  readonly bars: readonly number[];
  /** Bars that are drawn as played. */
  readonly played: number;
}

/** Loudness as bars. Decorative: the time beside it says the same in numbers. */
export function WaveformBars({ bars, played }: Props) {
  const path = (from: number, to: number) =>
    bars
      .slice(from, to)
      .map((bar, index) => {
        const height = Math.max(SILENCE, bar * HEIGHT);
        return `M${(from + index) * STEP} ${(HEIGHT - height) / 2}h${BAR}v${height}h${-BAR}z`;
      })
      .join("");
  return (
    <svg class="waveform" viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="waveform-played" d={path(0, played)} />
      <path d={path(played, bars.length)} />
    </svg>
  );
}
