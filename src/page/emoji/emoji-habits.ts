import * as v from "valibot";
import { createKept } from "../model/kept.ts";
import { TONES } from "./skin-tone.ts";

/** Emoji that are remembered: three rows. */
const MAX_RECENT = 24;

const Habits = v.object({
  /** The newest first, as they were used. */
  recent: v.fallback(v.pipe(v.array(v.string()), v.maxLength(MAX_RECENT)), []),
  tone: v.fallback(v.picklist(TONES), 0),
});

/** What one used lately, and in which skin tone, in this browser. */
export const emojiHabits = createKept("parley.emoji", Habits, v.parse(Habits, {}));

/** Remembers that an emoji was used. */
export function rememberEmoji(emoji: string): void {
  const { recent, tone } = emojiHabits.value;
  emojiHabits.set({ tone, recent: [emoji, ...recent.filter((other) => other !== emoji)].slice(0, MAX_RECENT) });
}
