/** Variables for a room whose clients are programs: they write faster than users may (P5.1), and their links lead nowhere. */
export const UNLIMITED = {
  MAX_FRAMES_PER_SECOND: "1000000",
  MAX_EVENTS_PER_SECOND: "1000000",
  MAX_ROOMS_PER_ADDRESS: "1000000",
  PREVIEWS: "off",
} as const;
