/** The logo's paths, on a square of 32. */
export const LOGO_BACK = "M12 4h12a5 5 0 0 1 5 5v7a5 5 0 0 1-5 5v5l-6-5h-6a5 5 0 0 1-5-5V9a5 5 0 0 1 5-5Z";
export const LOGO_FRONT = "M8 9h9a5 5 0 0 1 5 5v4a5 5 0 0 1-5 5h-4l-6 5v-5.1A5 5 0 0 1 3 18v-4a5 5 0 0 1 5-5Z";

/** Parley's logo: two overlapping speech balloons. Decorative: the text beside it has the name. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path class="logo-back" d={LOGO_BACK} />
      <path class="logo-front" d={LOGO_FRONT} />
    </svg>
  );
}
