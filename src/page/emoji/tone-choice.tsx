import { useAllWords } from "../i18n/use-all-words.ts";
import { emojiHabits } from "./emoji-habits.ts";
import { TONES, type Tone, withTone } from "./skin-tone.ts";

/** An emoji that shows a tone. */
const HAND = "✋";

const NAMES = ["noTone", "lightTone", "mediumLightTone", "mediumTone", "mediumDarkTone", "darkTone"] as const;

/** In which skin tone emoji are written that have one. */
export function ToneChoice({ tone }: { tone: Tone }) {
  const { emoji: words } = useAllWords();
  const choose = (value: string) => {
    const chosen = TONES.find((one) => String(one) === value);
    if (chosen !== undefined) emojiHabits.set({ ...emojiHabits.value, tone: chosen });
  };
  return (
    <select
      class="emoji-tone"
      aria-label={words.skinTone}
      value={tone}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {TONES.map((one) => (
        <option key={one} value={one}>
          {withTone(HAND, one)} {words[NAMES[one]]}
        </option>
      ))}
    </select>
  );
}
