import type { ModerationAction, RoomSettings, SettingsPatch } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { durationText } from "../../i18n/time-text.ts";
import { nameOf, type View } from "../../model/view.ts";

/** Describes a moderation action that succeeded. */
export function actionText(view: View, action: ModerationAction): (strings: AllWords) => string {
  // The person may be gone when the text is shown.
  const username = "uid" in action ? nameOf(view, action.uid) : undefined;
  return (strings) => {
    const { did, log, moderation } = strings;
    const name = username ?? log.somebody;
    switch (action.action) {
      case "kick":
        return did.kick(name);
      case "ban":
        return moderation.didBan(name);
      case "unban":
        return did.unban(name);
      case "mute":
        return action.for === 0 ? did.unmute(name) : moderation.didMute(name, durationText(strings, action.for));
      case "shadow":
        return action.on ? did.shadow(name) : did.unshadow(name);
      case "clear":
        return did.clear(name);
      case "pin":
        return action.on ? did.pin : did.unpin;
      case "resolve":
        return did.resolve;
      case "role":
        return did.role(name, moderation[action.role]);
      case "settings":
        return settingsText(strings, action.settings);
      case "revoke":
        return did.revoke;
      case "invite":
        return did.invite;
      case "rotateKey":
        return moderation.done;
    }
  };
}

/** Describes a change that a command makes by itself; a form with several says that it was saved. */
function settingsText(strings: AllWords, settings: SettingsPatch): string {
  const { protection, writing } = strings;
  if (Object.keys(settings).length > 1) return protection.saved;
  if (settings.write === "moderators") return writing.locked;
  if (settings.write === "members") return writing.membersWrite;
  if (settings.slowMode !== undefined && settings.slowMode > 0) {
    return writing.slowMode(durationText(strings, settings.slowMode * 1_000));
  }
  return protection.saved;
}

/** The action that takes another back, if there is one. */
export function undoOf(view: View, action: ModerationAction): ModerationAction | undefined {
  switch (action.action) {
    case "ban":
      return { action: "unban", uid: action.uid };
    case "mute":
      return action.for === 0 ? undefined : { action: "mute", uid: action.uid, for: 0 };
    case "shadow":
    case "pin":
      return { ...action, on: !action.on };
    case "role": {
      const role = view.members.get(action.uid)?.role;
      // Users can't restore their own role.
      return role === undefined || action.uid === view.self?.uid || role === action.role
        ? undefined
        : { ...action, role };
    }
    case "settings": {
      const settings = previousSettings(view.settings, action.settings);
      return settings && { action: "settings", settings };
    }
    default:
      return undefined;
  }
}

/** The current values of the settings that a patch changes, or `undefined` if one of them is not known. */
function previousSettings(settings: RoomSettings, patch: SettingsPatch): SettingsPatch | undefined {
  const known: Readonly<Record<string, unknown>> = { title: "", topic: "", ...settings };
  const names = Object.keys(patch);
  if (names.length === 0 || names.some((name) => known[name] === undefined)) return undefined;
  return settingsOf(known, names);
}

/**
 * The part of an undo that takes back nobody else's change: settings that still have the value that the action gave them.
 *
 * @returns `undefined` if nothing is left to undo
 */
export function stillUndone(
  view: View,
  action: ModerationAction,
  undo: ModerationAction,
): ModerationAction | undefined {
  if (action.action !== "settings" || undo.action !== "settings") return undo;
  const given: Readonly<Record<string, unknown>> = action.settings;
  const current: Readonly<Record<string, unknown>> = { title: "", topic: "", ...view.settings };
  // As JSON: a list of domains is another object each time.
  const names = Object.keys(undo.settings).filter(
    (name) => JSON.stringify(current[name]) === JSON.stringify(given[name]),
  );
  return names.length === 0 ? undefined : { action: "settings", settings: settingsOf({ ...undo.settings }, names) };
}

function settingsOf(settings: Readonly<Record<string, unknown>>, names: readonly string[]): SettingsPatch {
  // Each value comes from the settings of the same name.
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as SettingsPatch;
}
