import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** French, with "vous". The spaces before «:», «…» and the like do not break. */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "Fermer",
    join: "Rejoindre",
    save: "Enregistrer",
    you: "vous",
    rooms: "Salons",
    settings: "Paramètres",
  },
  composer: {
    message: "Message",
    placeholder: (title) => `Écrire dans ${foreign(title)}`,
    send: "Envoyer",
    chooseEmoji: "Ajouter un emoji",
  },
  log: {
    messages: "Messages",
    loadOlder: "Charger les messages plus anciens",
    loading: "Chargement…",
    toNewest: "Aller au plus récent",
    newMessages: (count) =>
      plural(count, { one: `${number(count)} nouveau message`, other: `${number(count)} nouveaux messages` }),
    deleted: "Message supprimé",
    edited: "(modifié)",
    editedAt: (time) => `Modifié ${time}`,
    inReplyTo: "En réponse à",
    earlierMessage: "un message précédent",
    reactions: "Réactions",
    addReaction: "Ajouter une réaction",
    you: "Vous",
    somebody: "Quelqu’un",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)} : ${names}`,
    stored: "Envoyé",
    unsent: "Envoi imminent",
    sending: "Envoi…",
    sentWhenBack: "Sera envoyé à votre retour en ligne",
  },
  people: {
    owner: "Propriétaire",
    moderator: "Modérateur",
    signedIn: "Vérifié",
    here: (count) => `${number(count)} en ligne`,
    whoIsHere: "Participants",
    others: (count) => plural(count, { one: `${number(count)} autre`, other: `${number(count)} autres` }),
    account: (name) => `${foreign(name)} – profil`,
  },
  status: {
    connecting: "Connexion…",
    online: "Connecté",
    reconnecting: "Reconnexion…",
    closed: "Déconnecté",
    failed: "Échec de la connexion",
  },
});
