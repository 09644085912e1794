import { firstCharacters } from "../../ui/characters.ts";

export interface SystemNotification {
  readonly title: string;
  readonly text: string;
  /** Of two notifications with the same tag, the newer replaces the older, across tabs. */
  readonly tag: string;
}

const ICON = "/icons/icon-192.png";

/** Characters of a text: systems show two or three lines. */
const MAX_TEXT_CHARACTERS = 200;

/**
 * The browser's permission. Some browsers have no notifications, and Chrome on Android has them only for service
 * workers, which it reveals only when one is constructed.
 */
export function notificationPermission(): NotificationPermission {
  if (typeof Notification === "undefined") return "denied";
  if (Notification.permission !== "default") return Notification.permission;
  try {
    // Without permission it shows nothing.
    new Notification("");
    return "default";
  } catch {
    return "denied";
  }
}

/** Asks for the permission to notify. Browsers require a click. */
export async function requestPermission(): Promise<NotificationPermission> {
  return notificationPermission() === "default" ? Notification.requestPermission() : notificationPermission();
}

/**
 * Shows a notification, if it is still permitted.
 *
 * @param onOpen called after a click, with the page in front
 * @returns a function that closes it
 */
export function showNotification({ tag, text, title }: SystemNotification, onOpen: () => void): () => void {
  if (notificationPermission() !== "granted") return () => {};
  const notification = new Notification(title, {
    body: firstCharacters(text, MAX_TEXT_CHARACTERS),
    icon: ICON,
    tag,
    dir: "auto",
  });
  notification.addEventListener("click", () => {
    notification.close();
    window.focus();
    onOpen();
  });
  return () => notification.close();
}
