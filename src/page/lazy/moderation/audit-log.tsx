import type { AuditEntry } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { machineTime } from "../../i18n/format.ts";
import { durationText, momentText } from "../../i18n/time-text.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { ModeratedRoom } from "../model/moderated-room.ts";
import { Listed, useList } from "./moderation-list.tsx";
import { settingTexts } from "./setting-texts.ts";

/** The moderators' actions, newest first. */
export function AuditLog({ chat }: { chat: ModeratedRoom }) {
  const { moderation } = useAllWords();
  return (
    <Listed loaded={useList(chat, "audit")} none={moderation.noAudit} label={moderation.audit}>
      {(entry) => <AuditItem entry={entry} />}
    </Listed>
  );
}

/** An action in a sentence, with what it changed. */
export function AuditItem({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <p>{auditText(useAllWords(), entry)}</p>
      <AuditDetails entry={entry} />
    </>
  );
}

/** What an action changed, when it was last done, and how often. */
function AuditDetails({ entry: { action, at, count = 1, details, last = at } }: { entry: AuditEntry }) {
  const strings = useAllWords();
  const texts = detailTexts(strings, action, details);
  return (
    <>
      {typeof details.reason === "string" && <p dir="auto">{details.reason}</p>}
      {texts.length > 0 && (
        <ul class="audit-details">
          {texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <p class="panel-advice">
        <time dateTime={machineTime(last)}>{momentText(strings, last)}</time>
        {count > 1 && ` · ×${strings.format.number(count)}`}
      </p>
    </>
  );
}

/** The details of an action beyond its sentence. */
function detailTexts(strings: AllWords, action: string, details: AuditEntry["details"]): readonly string[] {
  const { format, moderation } = strings;
  switch (action) {
    case "ban":
    case "mute":
      return details.address === true ? [moderation.withAddress] : [];
    case "invite":
      return typeof details.uses === "number" && typeof details.for === "number"
        ? [
            `${moderation.uses}: ${format.number(details.uses)}`,
            `${moderation.howLong}: ${durationText(strings, details.for)}`,
          ]
        : [];
    case "settings":
      return settingTexts(strings, details);
    default:
      return [];
  }
}

/** Describes a moderator's action in a sentence. An action of a later version is shown by its name. */
export function auditText(strings: AllWords, { action, by, details, username }: AuditEntry): string {
  const { deeds, format, moderation } = strings;
  const { deletedUser } = strings.account;
  // The name of a person who was erased is gone; the operator has none.
  const who = format.foreign(username || (by === "" ? moderation.operator : deletedUser));
  const unnamed = typeof details.uid === "string" ? deletedUser : strings.log.somebody;
  const whom = format.foreign(typeof details.username === "string" ? details.username : unnamed);
  const ms = typeof details.for === "number" ? details.for : undefined;
  switch (action) {
    case "mute":
      return ms === undefined || ms === 0 ? deeds.unmute(who, whom) : deeds.mute(who, whom, durationText(strings, ms));
    case "ban":
      return ms === undefined ? deeds.ban(who, whom) : deeds.banFor(who, whom, durationText(strings, ms));
    case "shadow":
      return details.on === true ? deeds.shadow(who, whom) : deeds.unshadow(who, whom);
    case "pin":
      return details.on === true ? deeds.pin(who) : deeds.unpin(who);
    case "role":
      return deeds.role(who, whom, roleText(strings, details.role));
    case "kick":
      return deeds.kick(who, whom);
    case "unban":
      return deeds.unban(who, whom);
    case "clear":
      return deeds.clear(who, whom);
    case "resolve":
      return deeds.resolve(who);
    case "settings":
      return deeds.settings(who);
    case "invite":
      return deeds.invite(who);
    case "revoke":
      return deeds.revoke(who);
    case "claim":
      return deeds.claim(who);
    case "delete":
      return deeds.delete(who);
    case "deleteAll":
      return deeds.deleteAll(who, whom);
    case "deleteBefore":
      return deeds.deleteBefore(who, typeof details.before === "number" ? format.day(details.before) : "?");
    case "import":
      return deeds.import(who);
    case "erase":
      return deeds.erase(who);
    case "rotateKey":
      return deeds.rotateKey(who);
    case "deleteRoom":
      return deeds.deleteRoom(who);
    case "keepRoom":
      return deeds.keepRoom(who);
    case "ownerLink":
      return typeof details.room === "string"
        ? deeds.ownerLinkOf(who, format.foreign(`#${details.room}`))
        : deeds.ownerLink(who);
    case "export":
      return deeds.export(who);
    case "exportAudit":
      return deeds.exportAudit(who);
    case "banFromAll":
      return deeds.banFromAll(who);
    case "liftFromAll":
      return deeds.liftFromAll(who);
    case "addBot":
      return deeds.addBot(who, whom);
    case "removeBot":
      return deeds.removeBot(who, whom);
    case "addHook":
      return (isCommand(details) ? deeds.addCommand : deeds.addHook)(who, whom);
    case "removeHook":
      return (isCommand(details) ? deeds.removeCommand : deeds.removeHook)(who, whom);
    default:
      return `${who}: ${action}`;
  }
}

function isCommand({ username }: AuditEntry["details"]): boolean {
  return typeof username === "string" && username.startsWith("/");
}

function roleText({ moderation }: AllWords, role: unknown): string {
  switch (role) {
    case "owner":
    case "moderator":
    case "member":
    case "guest":
      return moderation[role];
    default:
      return String(role);
  }
}
