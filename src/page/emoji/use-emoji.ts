import { useEffect, useState } from "preact/hooks";
import { matchLanguage } from "../i18n/languages.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Emoji } from "./emoji.ts";
import { loadEmoji } from "./load-emoji.ts";

/** All emoji in the reader's language, as soon as they are there. */
export function useEmoji(): { readonly all: readonly Emoji[]; readonly state: "loading" | "loaded" | "failed" } {
  const { format } = useWords();
  const language = matchLanguage([format.locale]);
  const [all, setAll] = useState<readonly Emoji[]>();
  const [isFailed, setIsFailed] = useState(false);
  useEffect(() => {
    let isWanted = true;
    loadEmoji(language).then(
      (emoji) => isWanted && setAll(emoji),
      () => isWanted && setIsFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [language]);
  return { all: all ?? [], state: all !== undefined ? "loaded" : isFailed ? "failed" : "loading" };
}
