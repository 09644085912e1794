/** Variables for a room whose clients are programs, which write faster than users may (P5.1). */
export const UNLIMITED = {
  MAX_FRAMES_PER_SECOND: "1000000",
  MAX_EVENTS_PER_SECOND: "1000000",
  MAX_ROOMS_PER_ADDRESS: "1000000",
} as const;
