import type { Format } from "../../format.ts";

/** Why one cannot write, or not so fast. */
export const writing = (_: Format) => ({
  muted: (time: string) => `You are muted until ${time}. What you typed stays here.`,
  membersWrite: "Only members may write here.",
  locked: "Only moderators may write here at present.",
  slowMode: (time: string) => `Slow mode: one message in ${time}.`,
});
