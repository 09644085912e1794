import { machineTime } from "../../i18n/format.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { momentWords } from "../moment-words.ts";
import { deedWords } from "./deed-words.ts";
import { Listed } from "./listed.tsx";
import { useList } from "./use-list.ts";

/** Who did what, and when. */
export function Audit({ chat }: { chat: Chat }) {
  const words = useAllWords();
  const { moderation } = words;
  return (
    <Listed loaded={useList(chat, "audit")} none={moderation.noAudit} label={moderation.audit}>
      {(entry) => (
        <>
          <p>{deedWords(words, entry)}</p>
          <p class="panel-advice">
            <time dateTime={machineTime(entry.at)}>{momentWords(words, entry.at)}</time>
          </p>
        </>
      )}
    </Listed>
  );
}
