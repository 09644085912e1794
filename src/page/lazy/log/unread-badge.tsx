import { useLayoutEffect } from "preact/hooks";
import type { Chat } from "../../model/chat.ts";
import { titleOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { LOGO_BACK, LOGO_FRONT } from "../../ui/logo.tsx";

/** The highest number on the icon: two digits are too small to read. */
const MAX_ON_ICON = 9;

/** Shows the room's title and the number of unread messages on the tab, and that number on its icon. 0 shows neither. */
export function UnreadBadge({ chat, count }: { chat: Chat; count: number }) {
  const title = useView(chat, titleOf);
  // At once: an effect after painting is late in a hidden page, which is the one that shows this.
  useLayoutEffect(() => {
    document.title = `${count === 0 ? "" : `(${count}) `}${title} · Parley`;
  }, [count, title]);
  useLayoutEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null) return;
    icon.dataset.plain ??= icon.href;
    icon.href = count === 0 ? icon.dataset.plain : iconWith(count);
  }, [count]);
  return null;
}

/** The page's icon with a number, as a data URL (allowed by `img-src data:`). */
function iconWith(count: number): string {
  const digits = count > MAX_ON_ICON ? `${MAX_ON_ICON}+` : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<path fill="#a9c4f3" d="${LOGO_BACK}"/><path fill="#2f5fc4" d="${LOGO_FRONT}"/>
<circle cx="22" cy="22" r="10" fill="#b3261e"/>
<text x="22" y="27" text-anchor="middle" font-family="sans-serif" font-size="14" font-weight="bold" fill="#fff">${digits}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
