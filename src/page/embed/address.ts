import { DEFAULT_ROOM, normalizeRoomName, normalizeUsername } from "../../protocol/normalize-name.ts";
import { isLanguage, type LanguageCode } from "../i18n/languages.ts";
import type { Theme } from "../theme/theme.ts";

/** How a frame shows its room: with a composer, without one, or large and transparent above a video. */
export type FrameView = "chat" | "read" | "stream";

/** Whatever the address of a frame says. An invalid value counts as absent. */
export interface FrameAddress {
  /** Absent if the path names no valid room. */
  readonly room: string | undefined;
  /** Whether a `<parley-chat>` made the frame, and will send the rest. */
  readonly hasHost: boolean;
  readonly view: FrameView;
  readonly theme: Theme;
  readonly lang: LanguageCode | undefined;
  readonly name: string | undefined;
  readonly compact: boolean;
  /** Whether the frame must not store anything before its host says that the user agreed. */
  readonly needsConsent: boolean;
}

/**
 * Reads the address of a frame: `/embed/<room>?theme=dark&lang=de`.
 *
 * @param pathname as in `location.pathname`
 * @param search as in `location.search`
 */
export function readAddress(pathname: string, search: string): FrameAddress {
  const query = new URLSearchParams(search);
  const raw = /^\/embed(?:\/([^/]+))?\/?$/.exec(pathname);
  const lang = query.get("lang") ?? "";
  return {
    room: raw === null ? undefined : normalizeRoomName(raw[1] ?? DEFAULT_ROOM),
    hasHost: query.has("host"),
    view: viewOf(query.get("view")),
    theme: themeOf(query.get("theme")),
    lang: isLanguage(lang) ? lang : undefined,
    name: normalizeUsername(query.get("name") ?? ""),
    compact: query.has("compact"),
    needsConsent: query.get("consent") === "required",
  };
}

/** @param theme as in the `theme` of an address or an element: `light`, `dark`, or anything else for the system's */
export function themeOf(theme: string | null | undefined): Theme {
  return theme === "light" || theme === "dark" ? theme : "system";
}

function viewOf(view: string | null): FrameView {
  return view === "read" || view === "stream" ? view : "chat";
}
