import type { Message } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";

/** Stands for the name of an author who was erased (P8.29), or whose message a moderator deleted (P3.15). */
export function Unnamed({ message }: { message: Message }) {
  const { account, log } = useAllWords();
  return <span class="name">{message.erased === true ? account.deletedUser : log.somebody}</span>;
}
