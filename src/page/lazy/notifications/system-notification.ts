/** What a notification of the system says. */
export interface SystemNotification {
  readonly title: string;
  readonly text: string;
  /** Of two with one tag, the later takes the place of the earlier, whichever tab they are from. */
  readonly tag: string;
}

const ICON = "/icons/icon-192.png";

/** UTF-16 units of a text: systems show two or three lines of it. */
const MAX_TEXT_LENGTH = 200;

/**
 * What the browser says of notifications. Some have none at all, and Chrome on Android has them for service workers only,
 * which it does not tell before one is made.
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

/** Asks the reader, by way of the browser, whether the page may notify them. Browsers want to be asked in a click. */
export async function requestPermission(): Promise<NotificationPermission> {
  return notificationPermission() === "default" ? Notification.requestPermission() : notificationPermission();
}

/**
 * Shows a notification, if the browser still lets us.
 *
 * @param onOpen called when it is clicked; the page is in front by then
 * @returns a function that takes it away
 */
export function showNotification({ tag, text, title }: SystemNotification, onOpen: () => void): () => void {
  if (notificationPermission() !== "granted") return () => {};
  const notification = new Notification(title, { body: text.slice(0, MAX_TEXT_LENGTH), icon: ICON, tag, dir: "auto" });
  notification.addEventListener("click", () => {
    notification.close();
    window.focus();
    onOpen();
  });
  return () => notification.close();
}
