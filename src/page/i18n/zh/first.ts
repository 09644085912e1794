import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** Chinese, in simplified characters, with "你". */
export const words = ({ foreign, number }: Format): Catalogue => ({
  common: {
    close: "关闭",
    join: "加入",
    save: "保存",
    you: "你",
    rooms: "房间",
    settings: "设置",
  },
  composer: {
    message: "消息",
    placeholder: (title) => `发消息到 ${foreign(title)}`,
    send: "发送",
    chooseEmoji: "添加表情",
  },
  log: {
    messages: "消息列表",
    loadOlder: "加载更早的消息",
    loading: "正在加载…",
    toNewest: "跳到最新消息",
    newMessages: (count) => `${number(count)} 条新消息`,
    deleted: "消息已删除",
    edited: "（已编辑）",
    editedAt: (time) => `编辑于 ${time}`,
    inReplyTo: "回复",
    earlierMessage: "较早的一条消息",
    reactions: "回应",
    addReaction: "添加回应",
    you: "你",
    somebody: "某人",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)}：${names}`,
    stored: "已发送",
    unsent: "即将发送",
    sending: "正在发送…",
    sentWhenBack: "恢复在线后发送",
  },
  people: {
    owner: "房主",
    moderator: "管理员",
    signedIn: "已验证",
    here: (count) => `${number(count)} 人在线`,
    whoIsHere: "在线用户",
    others: (count) => `另外 ${number(count)} 人`,
    account: (name) => `${foreign(name)} – 个人资料`,
  },
  status: {
    connecting: "正在连接…",
    online: "已连接",
    reconnecting: "正在重新连接…",
    closed: "连接已断开",
    failed: "连接失败",
  },
});
