import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** Spanish, with "tú", in words that are understood on both sides of the ocean. */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "Cerrar",
    join: "Unirse",
    save: "Guardar",
    you: "tú",
    rooms: "Salas",
    settings: "Ajustes",
  },
  composer: {
    message: "Mensaje",
    placeholder: (title) => `Escribir en ${foreign(title)}`,
    send: "Enviar",
    chooseEmoji: "Añadir emoji",
  },
  log: {
    messages: "Mensajes",
    loadOlder: "Cargar mensajes anteriores",
    loading: "Cargando…",
    toNewest: "Ir a lo más reciente",
    newMessages: (count) =>
      plural(count, { one: `${number(count)} mensaje nuevo`, other: `${number(count)} mensajes nuevos` }),
    deleted: "Mensaje eliminado",
    edited: "(editado)",
    editedAt: (time) => `Editado: ${time}`,
    inReplyTo: "En respuesta a",
    earlierMessage: "un mensaje anterior",
    reactions: "Reacciones",
    addReaction: "Añadir reacción",
    you: "Tú",
    somebody: "Alguien",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)}: ${names}`,
    stored: "Enviado",
    unsent: "Se enviará enseguida",
    sending: "Enviando…",
    sentWhenBack: "Se enviará cuando vuelvas a estar en línea",
  },
  people: {
    owner: "Propietario",
    moderator: "Moderador",
    signedIn: "Verificado",
    here: (count) => `${number(count)} en línea`,
    whoIsHere: "Personas",
    others: (count) => `${number(count)} más`,
    account: (name) => `${foreign(name)}: perfil`,
  },
  status: {
    connecting: "Conectando…",
    online: "Conectado",
    reconnecting: "Reconectando…",
    closed: "Desconectado",
    failed: "Error de conexión",
  },
});
