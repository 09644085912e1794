/** The shapes of the first load, on a square of 24. */
const SHAPES = {
  chevron: "M6 9.5l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  moderator: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z",
  owner: "M4 18h16M4 15l-1-8 5 4 4-6 4 6 5-4-1 8z",
  react: "M20 11a8.5 8.5 0 1 1-7-7M8 14a4 4 0 0 0 6.5 0M8.75 9.5h.01M13.75 9.5h.01M19 2v6M16 5h6",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  signedIn: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.5l3 3 5.5-6.5",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
} as const;

/** An icon beside a label, or in its place: the control around it has a name. */
export function Icon({ shape }: { shape: keyof typeof SHAPES }) {
  return <Shape path={SHAPES[shape]} />;
}

export function Shape({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
