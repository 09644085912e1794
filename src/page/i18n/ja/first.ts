import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** Japanese, in the polite form. */
export const words = ({ foreign, number }: Format): Catalogue => ({
  common: {
    close: "閉じる",
    join: "参加",
    save: "保存",
    you: "自分",
    rooms: "ルーム",
    settings: "設定",
  },
  composer: {
    message: "メッセージ",
    placeholder: (title) => `${foreign(title)} へのメッセージ`,
    send: "送信",
    chooseEmoji: "絵文字を追加",
  },
  log: {
    messages: "メッセージ一覧",
    loadOlder: "以前のメッセージを読み込む",
    loading: "読み込み中…",
    toNewest: "最新へ移動",
    newMessages: (count) => `新着メッセージ${number(count)}件`,
    deleted: "削除されたメッセージ",
    edited: "（編集済み）",
    editedAt: (time) => `${time}に編集`,
    inReplyTo: "返信先:",
    earlierMessage: "以前のメッセージ",
    reactions: "リアクション",
    addReaction: "リアクションを追加",
    you: "自分",
    somebody: "誰か",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)}: ${names}`,
    stored: "送信済み",
    unsent: "まもなく送信",
    sending: "送信中…",
    sentWhenBack: "オンラインに戻ると送信されます",
  },
  people: {
    owner: "オーナー",
    moderator: "モデレーター",
    signedIn: "認証済み",
    here: (count) => `${number(count)}人がオンライン`,
    whoIsHere: "参加者",
    others: (count) => `ほか${number(count)}人`,
    account: (name) => `${foreign(name)} – プロフィール`,
  },
  status: {
    connecting: "接続中…",
    online: "接続済み",
    reconnecting: "再接続中…",
    closed: "切断されました",
    failed: "接続に失敗しました",
  },
});
