import { Shape } from "../../ui/icon.tsx";

/** Shapes that only the lazy part shows, on a square of 24. */
const SHAPES = {
  attach: "M20 11.5l-8.5 8.5a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4",
  check: "M5 12.5l4.5 4.5L19 7.5",
  copy: "M9 9h10v11H9zM5 15V4h10",
  details: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  dice: "M5 5h14v14H5zM9 9h.01M15 9h.01M12 12h.01M9 15h.01M15 15h.01",
  download: "M12 4v11M8 11.5l4 4 4-4M5 19.5h14",
  microphone: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  pause: "M9 6v12M15 6v12",
  pin: "M9 4h6l-1 7 4 3v1H6v-1l4-3zM12 15v6",
  play: "M8 5l11 7-11 7z",
  popOut: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  reply: "M9 6l-5 5 5 5M4 11h9a7 7 0 0 1 7 7v1",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20.5 20.5",
  share: "M12 15V4M8 7.5L12 3.5l4 4M6 12H5v8h14v-8h-1",
  zoom: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5M8 11h6M11 8v6",
} as const;

export function ActionIcon({ shape }: { shape: keyof typeof SHAPES }) {
  return <Shape path={SHAPES[shape]} />;
}
