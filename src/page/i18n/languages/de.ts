import type { Translation } from "../catalogue.ts";

export const words: Translation = () => ({
  common: {
    cancel: "Abbrechen",
    close: "Schließen",
    save: "Speichern",
    you: "du",
    lobbyLink: "Zur Lobby",
  },
});
