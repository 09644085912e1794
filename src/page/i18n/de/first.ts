import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** German, with "du" as chats have it. */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "Schließen",
    join: "Beitreten",
    save: "Speichern",
    you: "du",
    rooms: "Räume",
    settings: "Einstellungen",
  },
  composer: {
    message: "Nachricht",
    placeholder: (title) => `Nachricht an ${foreign(title)}`,
    send: "Senden",
    chooseEmoji: "Emoji hinzufügen",
  },
  log: {
    messages: "Nachrichten",
    loadOlder: "Ältere Nachrichten laden",
    loading: "Wird geladen …",
    toNewest: "Zur neuesten Nachricht",
    newMessages: (count) => plural(count, { one: "1 neue Nachricht", other: `${number(count)} neue Nachrichten` }),
    deleted: "Nachricht gelöscht",
    edited: "(bearbeitet)",
    editedAt: (time) => `Bearbeitet ${time}`,
    inReplyTo: "Antwort auf",
    earlierMessage: "eine frühere Nachricht",
    reactions: "Reaktionen",
    addReaction: "Reaktion hinzufügen",
    you: "Du",
    somebody: "Jemand",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)}: ${names}`,
    stored: "Gesendet",
    unsent: "Wird gleich gesendet",
    sending: "Wird gesendet …",
    sentWhenBack: "Wird gesendet, sobald du wieder online bist",
  },
  people: {
    owner: "Inhaber:in",
    moderator: "Moderator:in",
    signedIn: "Verifiziert",
    here: (count) => `Online: ${number(count)}`,
    whoIsHere: "Personen",
    others: (count) => plural(count, { one: "1 weitere Person", other: `${number(count)} weitere` }),
    account: (name) => `${foreign(name)} – Profil`,
  },
  status: {
    connecting: "Wird verbunden …",
    online: "Verbunden",
    reconnecting: "Wird neu verbunden …",
    closed: "Getrennt",
    failed: "Verbindung fehlgeschlagen",
  },
});
