import type { Catalogue } from "../catalogue.ts";
import type { Format } from "../format.ts";

/** Hindi, with "आप". */
export const words = ({ foreign, number, plural }: Format): Catalogue => ({
  common: {
    close: "बंद करें",
    join: "शामिल हों",
    save: "सहेजें",
    you: "आप",
    rooms: "रूम",
    settings: "सेटिंग",
  },
  composer: {
    message: "संदेश",
    placeholder: (title) => `${foreign(title)} में संदेश भेजें`,
    send: "भेजें",
    chooseEmoji: "इमोजी जोड़ें",
  },
  log: {
    messages: "संदेश",
    loadOlder: "पुराने संदेश लोड करें",
    loading: "लोड हो रहा है…",
    toNewest: "सबसे नए पर जाएँ",
    newMessages: (count) => plural(count, { one: `${number(count)} नया संदेश`, other: `${number(count)} नए संदेश` }),
    deleted: "संदेश हटाया गया",
    edited: "(संपादित)",
    editedAt: (time) => `${time} को संपादित`,
    inReplyTo: "इसके जवाब में:",
    earlierMessage: "एक पुराना संदेश",
    reactions: "प्रतिक्रियाएँ",
    addReaction: "प्रतिक्रिया जोड़ें",
    you: "आप",
    somebody: "कोई",
    reactedBy: (emoji, count, names) => `${emoji} ${number(count)}: ${names}`,
    stored: "भेज दिया गया",
    unsent: "जल्द ही भेजा जाएगा",
    sending: "भेजा जा रहा है…",
    sentWhenBack: "ऑनलाइन लौटने पर भेजा जाएगा",
  },
  people: {
    owner: "मालिक",
    moderator: "मॉडरेटर",
    signedIn: "सत्यापित",
    here: (count) => `${number(count)} ऑनलाइन`,
    whoIsHere: "लोग",
    others: (count) => `${number(count)} अन्य`,
    account: (name) => `${foreign(name)} – प्रोफ़ाइल`,
  },
  status: {
    connecting: "कनेक्ट हो रहा है…",
    online: "कनेक्टेड",
    reconnecting: "फिर से कनेक्ट हो रहा है…",
    closed: "डिस्कनेक्टेड",
    failed: "कनेक्शन विफल",
  },
});
