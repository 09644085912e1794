/** Variables for a room whose clients are programs, which speak faster than people may (P5.1). */
export const UNLIMITED = { MAX_FRAMES_PER_SECOND: "1000000" } as const;
