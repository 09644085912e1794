import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** Portuguese as in Brazil, with "você", which is understood everywhere. */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "Fechar",
    save: "Salvar",
    you: "você",
    rooms: "Salas",
    settings: "Configurações",
  },
  composer: {
    message: "Mensagem",
    placeholder: (room) => `Mensagem em #${room}`,
    send: "Enviar",
    chooseEmoji: "Adicionar emoji",
  },
  entrance: {
    enterRoom: (room) => `Entrar em ${foreign(room)}`,
    enter: "Entrar",
    advice: "É assim que os outros verão você. Dá para mudar quando quiser.",
    yourName: "Nome de exibição",
    nameMissing: "Digite um nome.",
    nameUnshowable: "Esse nome contém caracteres que não podemos exibir.",
    nameLength: (least, most) => `Os nomes devem ter de ${number(least)} a ${number(most)} caracteres.`,
    nameTaken: "Esse nome já está em uso. Tente outro.",
    nameReserved: "Esse nome é reservado. Tente outro.",
  },
  log: {
    messages: "Mensagens",
    loadOlder: "Carregar mensagens mais antigas",
    loading: "Carregando…",
    toNewest: "Ir para a mais recente",
    newMessages: (count) =>
      plural(count, { one: `${number(count)} mensagem nova`, other: `${number(count)} mensagens novas` }),
    deleted: "Mensagem apagada",
    edited: "(editada)",
    editedAt: (time) => `Editada: ${time}`,
    inReplyTo: "Em resposta a",
    earlierMessage: "uma mensagem anterior",
    reactions: "Reações",
    addReaction: "Adicionar reação",
    you: "Você",
    somebody: "Alguém",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)}: ${names}`,
    stored: "Enviada",
    unsent: "Será enviada em breve",
    sending: "Enviando…",
    sentWhenBack: "Será enviada quando você voltar a ficar on-line",
    notSent: "Não foi possível enviar.",
  },
  people: {
    owner: "Proprietário",
    moderator: "Moderador",
    signedIn: "Verificado",
    here: (count) => `${number(count)} on-line`,
    whoIsHere: "Pessoas",
    others: (count) => `mais ${number(count)}`,
    account: (name) => `${foreign(name)} – perfil`,
  },
  status: {
    connecting: "Conectando…",
    online: "Conectado",
    reconnecting: "Reconectando…",
    closed: "Desconectado",
    failed: "Falha na conexão",
  },
});
