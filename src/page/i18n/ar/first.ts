import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** Arabic, in the modern standard language. A verb that comes first has one form, however many it is about. */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "إغلاق",
    join: "انضمام",
    save: "حفظ",
    you: "أنت",
    rooms: "الغرف",
    settings: "الإعدادات",
  },
  composer: {
    message: "رسالة",
    placeholder: (title) => `رسالة إلى ${foreign(title)}`,
    send: "إرسال",
    chooseEmoji: "إضافة رمز تعبيري",
  },
  log: {
    messages: "الرسائل",
    loadOlder: "تحميل رسائل أقدم",
    loading: "جارٍ التحميل…",
    toNewest: "الانتقال إلى الأحدث",
    newMessages: (count) =>
      plural(count, {
        zero: "لا رسائل جديدة",
        one: "رسالة جديدة",
        two: "رسالتان جديدتان",
        few: `${number(count)} رسائل جديدة`,
        many: `${number(count)} رسالة جديدة`,
        other: `${number(count)} رسالة جديدة`,
      }),
    deleted: "رسالة محذوفة",
    edited: "(معدَّلة)",
    editedAt: (time) => `عُدّلت ${time}`,
    inReplyTo: "ردًا على",
    earlierMessage: "رسالة سابقة",
    reactions: "التفاعلات",
    addReaction: "إضافة تفاعل",
    you: "أنت",
    somebody: "شخص ما",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)}: ${names}`,
    stored: "أُرسلت",
    unsent: "ستُرسَل قريبًا",
    sending: "جارٍ الإرسال…",
    sentWhenBack: "ستُرسَل عند عودتك إلى الاتصال",
  },
  people: {
    owner: "المالك",
    moderator: "مشرف",
    signedIn: "موثَّق",
    here: (count) => `${number(count)} متصل`,
    whoIsHere: "الأشخاص",
    others: (count) =>
      plural(count, {
        zero: "لا أحد غيرهم",
        one: "شخص آخر",
        two: "شخصان آخران",
        few: `${number(count)} أشخاص آخرين`,
        many: `${number(count)} شخصًا آخر`,
        other: `${number(count)} شخص آخر`,
      }),
    account: (name) => `${foreign(name)} – الملف الشخصي`,
  },
  status: {
    connecting: "جارٍ الاتصال…",
    online: "متصل",
    reconnecting: "جارٍ إعادة الاتصال…",
    closed: "غير متصل",
    failed: "فشل الاتصال",
  },
});
