import type { LanguageCode } from "../i18n/languages.ts";
import { createStore } from "../model/store.ts";
import type { Theme } from "../theme/theme.ts";
import { readAddress } from "./address.ts";

/** What the owner of the embedding page chose, by the frame's address or by messages. */
export interface FrameOptions {
  readonly theme: Theme;
  /** Absent for the user's own. */
  readonly lang: LanguageCode | undefined;
  /** The name to join under without asking. */
  readonly name: string | undefined;
  /** Whether the room is shown without a composer. */
  readonly readOnly: boolean;
  /** Whether the header and the pictures are left out. */
  readonly compact: boolean;
}

export const address = readAddress(location.pathname, location.search);

export const options = createStore<FrameOptions>({
  theme: address.theme,
  lang: address.lang,
  name: address.name,
  readOnly: address.view !== "chat",
  compact: address.compact,
});
