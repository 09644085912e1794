import { useEffect } from "preact/hooks";
import { LOGO_BACK, LOGO_FRONT } from "../../ui/logo.tsx";

/** Above this, a badge says that there are more: two digits are too small to read. */
const MAX_ON_ICON = 9;

/** Shows in the tab how many messages came while it was hidden: before its title, and on its icon. 0 shows both as they were. */
export function UnreadBadge({ count }: { count: number }) {
  useEffect(() => {
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = count === 0 ? title : `(${count}) ${title}`;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null) return;
    icon.dataset.plain ??= icon.href;
    icon.href = count === 0 ? icon.dataset.plain : iconWith(count);
  }, [count]);
  return null;
}

/** The page's icon with a number on it, as the address of a picture (`img-src data:` lets it in). */
function iconWith(count: number): string {
  const digits = count > MAX_ON_ICON ? `${MAX_ON_ICON}+` : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<path fill="#a9c4f3" d="${LOGO_BACK}"/><path fill="#2f5fc4" d="${LOGO_FRONT}"/>
<circle cx="22" cy="22" r="10" fill="#b3261e"/>
<text x="22" y="27" text-anchor="middle" font-family="sans-serif" font-size="14" font-weight="bold" fill="#fff">${digits}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
