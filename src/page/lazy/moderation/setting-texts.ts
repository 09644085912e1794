import type { AllWords } from "../../i18n/catalogue.ts";
import { durationText } from "../../i18n/time-text.ts";

const SECOND_MS = 1_000;

/** The changed settings with their new values, in the words of the forms that change them. */
export function settingTexts(strings: AllWords, settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const text = settingText(strings, name, value);
    return text === undefined ? [] : [text];
  });
}

/** @returns `undefined` for a setting of a later version */
function settingText(strings: AllWords, name: string, value: unknown): string | undefined {
  const { format, moderation, protection } = strings;
  const { everyone, invited, members, moderators } = moderation;
  const choice = (label: string, choices: Readonly<Record<string, string>>) =>
    `${label}: ${choices[String(value)] ?? value}`;
  const onOff = (label: string) => `${label}: ${value === true || value === "on" ? moderation.on : moderation.off}`;
  const duration = (label: string) =>
    `${label}: ${value === 0 ? moderation.off : durationText(strings, Number(value) * SECOND_MS)}`;
  switch (name) {
    case "read":
      return choice(moderation.whoReads, { everyone, members, invited });
    case "write":
      return choice(moderation.whoWrites, { everyone, members, moderators });
    case "files":
      return choice(moderation.whoSendsFiles, { everyone, members, moderators, off: moderation.off });
    case "slowMode":
      return duration(moderation.slowMode);
    case "challenge":
      return choice(protection.challenge, {
        never: protection.never,
        flood: protection.flood,
        always: protection.always,
      });
    case "plainClients":
      return choice(protection.plainClients, { allow: protection.plainAllow, read: protection.plainRead });
    case "newcomerSeconds":
      return duration(protection.newcomerTime);
    case "links":
      return choice(protection.links, { everyone, members, moderators, nobody: protection.nobody });
    case "linkDomains":
      return `${protection.linkDomains}: ${Array.isArray(value) && value.length > 0 ? format.list(value.map(String)) : "–"}`;
    case "repeats":
    case "shouting":
    case "wordVariants":
    case "casts":
      return onOff(protection[name]);
    case "listed":
      return onOff(moderation.listed);
    case "title":
    case "topic":
      return `${moderation[name]}: ${typeof value === "string" && value !== "" ? format.foreign(value) : "–"}`;
    case "words":
      return wordsText(strings, value);
    default:
      return undefined;
  }
}

/** How many words are blocked: the log does not repeat them. */
function wordsText({ format, moderation }: AllWords, value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("reject" in value) || !("hide" in value)) return undefined;
  const reject = `${moderation.rejectWords}: ${format.number(Number(value.reject))}`;
  return `${reject} · ${moderation.hideWords}: ${format.number(Number(value.hide))}`;
}
