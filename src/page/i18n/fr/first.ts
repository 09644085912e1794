import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** French, with "vous". The spaces before «:», «…» and the like do not break. */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "Fermer",
    save: "Enregistrer",
    you: "vous",
    rooms: "Salons",
    settings: "Paramètres",
  },
  composer: {
    message: "Message",
    placeholder: (room) => `Écrire dans #${room}`,
    send: "Envoyer",
    chooseEmoji: "Ajouter un emoji",
  },
  entrance: {
    enterRoom: (room) => `Rejoindre ${foreign(room)}`,
    enter: "Rejoindre",
    advice: "C’est le nom que les autres verront. Vous pouvez le changer à tout moment.",
    yourName: "Nom d’affichage",
    nameMissing: "Saisissez un nom.",
    nameUnshowable: "Ce nom contient des caractères que nous ne pouvons pas afficher.",
    nameLength: (least, most) => `Le nom doit comporter de ${number(least)} à ${number(most)} caractères.`,
    nameTaken: "Ce nom est déjà pris. Essayez-en un autre.",
    nameReserved: "Ce nom est réservé. Essayez-en un autre.",
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
    notSent: "Échec de l’envoi.",
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
