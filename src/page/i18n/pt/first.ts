import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** Portuguese as in Brazil, with "você", which is understood everywhere. */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "Fechar",
    join: "Entrar",
    save: "Salvar",
    you: "você",
    rooms: "Salas",
    settings: "Configurações",
  },
  composer: {
    message: "Mensagem",
    placeholder: (title) => `Mensagem em ${foreign(title)}`,
    send: "Enviar",
    chooseEmoji: "Adicionar emoji",
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
