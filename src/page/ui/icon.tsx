/** The shapes, on a square of 24. */
const SHAPES = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  chevron: "M6 9.5l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v11H9zM5 15V4h10",
  dice: "M5 5h14v14H5zM9 9h.01M15 9h.01M12 12h.01M9 15h.01M15 15h.01",
  leave: "M14 4H5v16h9M10 12h11M17.5 8.5L21 12l-3.5 3.5",
  moderator: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  owner: "M4 18h16M4 15l-1-8 5 4 4-6 4 6 5-4-1 8z",
  pin: "M9 4h6l-1 7 4 3v1H6v-1l4-3zM12 15v6",
  react: "M20 11a8.5 8.5 0 1 1-7-7M8 14a4 4 0 0 0 6.5 0M8.75 9.5h.01M13.75 9.5h.01M19 2v6M16 5h6",
  reply: "M9 6l-5 5 5 5M4 11h9a7 7 0 0 1 7 7v1",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  signedIn: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.5l3 3 5.5-6.5",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  share: "M12 15V4M8 7.5L12 3.5l4 4M6 12H5v8h14v-8h-1",
} as const;

/** A shape beside, or in the place of, words: the control that it is in has a name. */
export function Icon({ shape }: { shape: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[shape]} />
    </svg>
  );
}
