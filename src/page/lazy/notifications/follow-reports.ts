import type { Chat } from "../../model/chat.ts";
import type { View } from "../../model/view.ts";

/**
 * Calls back with the number of open reports whenever there is a new one. Only moderators receive that number (P9.10).
 *
 * @returns a function that stops it
 */
export function followReports(chat: Pick<Chat, "view" | "subscribe">, onReport: (count: number) => void): () => void {
  let known = chat.view.reports;
  const follow = () => {
    const { reports } = chat.view;
    // A moderator who has just joined, or has just become one, learns of old reports.
    const isNew = known !== undefined && reports !== undefined && reports > known;
    known = reports;
    if (isNew) onReport(reports);
  };
  return chat.subscribe(follow, new Set<keyof View>(["reports"]));
}
