import type { EmbedOptions } from "../../embed/contract/messages.ts";
import { normalizeUsername } from "../../protocol/normalize-name.ts";
import { isLanguage, type LanguageCode } from "../i18n/languages.ts";
import { createStore } from "../model/store.ts";
import type { Theme } from "../theme/theme.ts";
import { readAddress, themeOf } from "./address.ts";

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
  /** Whether the frame has a button that closes it. */
  readonly closable: boolean;
  /** Whether the host signs the user in. */
  readonly signsIn: boolean;
  /** Whether the host stores the user's identity and drafts. */
  readonly persists: boolean;
  readonly consent: boolean;
  readonly visible: boolean;
  readonly style: Readonly<Record<string, string>>;
}

export const address = readAddress(location.pathname, location.search);

export const options = createStore<FrameOptions>({
  theme: address.theme,
  lang: address.lang,
  name: address.name,
  readOnly: address.view !== "chat",
  compact: address.compact,
  closable: false,
  signsIn: false,
  persists: false,
  consent: !address.needsConsent,
  visible: true,
  style: {},
});

/** Takes over the options of a host. An invalid one counts as absent. */
export function takeOptions({ compact, lang, name, readonly, theme, ...others }: EmbedOptions): void {
  options.set({
    ...others,
    theme: themeOf(theme),
    lang: isLanguage(lang) ? lang : undefined,
    name: normalizeUsername(name),
    readOnly: readonly || address.view !== "chat",
    compact,
  });
}
