import type { Fault } from "./fault.ts";
import { testsIn } from "./places.ts";

const inPage = testsIn("unit", "test/unit/page");

/** Mistakes in the chat page: text, links and mentions, drafts, what counts as read, and keys. */
export const PAGE_FAULTS: readonly Fault[] = [
  {
    name: "an undo overwrites what someone else has changed since",
    patches: [
      {
        file: "src/page/lazy/model/describe-action.ts",
        from: "JSON.stringify(current[name]) === JSON.stringify(given[name])",
        to: "name in current && name in given",
      },
    ],
    caughtBy: inPage("about-draft", "an undo leaves settings that someone else has changed since"),
  },
  {
    name: "the form sends texts that nobody has changed",
    patches: [
      {
        file: "src/page/lazy/moderation/about-draft.ts",
        from: "return text === saved[name] ? [] : [[name, text]];",
        to: "return [[name, text]];",
      },
    ],
    caughtBy: inPage("about-draft", "P18.10 only changed fields are sent"),
  },
  {
    name: "line breaks of other programs are pasted as they are",
    patches: [{ file: "src/page/model/clean-text.ts", from: '.replace(OTHER_LINE_BREAK, "\\n")', to: "" }],
    caughtBy: inPage("characters", "a line break of PowerPoint is sent without what nobody sees"),
  },
  {
    name: "a text is cut by UTF-16 units",
    patches: [{ file: "src/page/ui/characters.ts", from: "if (ASCII.test(text)) return", to: "return" }],
    caughtBy: inPage(
      "characters",
      'of "👨‍👩‍👧‍👦👋🏽a", the first 2 characters are "👨‍👩‍👧‍👦👋🏽": none is cut in half',
    ),
  },
  {
    name: "a mention in code notifies",
    patches: [
      {
        file: "src/markup/parse-markup.ts",
        from: "return mentionsIn(parseMarkup(text, mentions)).some((mention) => mention.uid === uid);",
        to: "return text !== '' && mentions.some((mention) => mention.uid === uid);",
      },
    ],
    caughtBy: inPage("markup", 'P2.10 whether "`@Ada`" mentions Ada is false: code and addresses mention nobody'),
  },
  {
    name: "the marks around an address become part of it",
    patches: [
      {
        file: "src/markup/find-links.ts",
        from: "?.[0] === mark) to -= mark.length;",
        to: "?.[0] === mark) to -= 0;",
      },
    ],
    caughtBy: inPage(
      "markup",
      '"**https://example.org/a**" is "<b><a https://example.org/a>https://example.org/a</a></b>"',
    ),
  },
  {
    name: "what only looks like markup is read as markup",
    patches: [{ file: "src/markup/parse-markup.ts", from: "parser.parse(maskText(text))", to: "parser.parse(text)" }],
    caughtBy: inPage("markup", '"* * *\\n- - -\\n***"'),
  },
  {
    name: "a whole line of emoji is enlarged",
    patches: [{ file: "src/markup/few-emoji.ts", from: "characters.length <= MAX_LARGE", to: "true" }],
    caughtBy: inPage("few-emoji", '"😀😀😀😀😀😀" is a few emoji: false'),
  },
  {
    name: "a tab that sends deletes another tab's draft",
    patches: [
      {
        file: "src/page/model/drafts.ts",
        from: "else if (storage.get(key) === kept) storage.delete(key);",
        to: "else storage.delete(key);",
      },
    ],
    caughtBy: inPage("drafts", "a tab that sends its own draft leaves the one that another tab has kept since"),
  },
  {
    name: "what one tab has read stays unread in others",
    patches: [
      {
        file: "src/page/model/read-position.ts",
        from: "if (kept.value !== undefined && kept.value.epoch === store.value.epoch) saw(kept.value.seen);",
        to: "void kept;",
      },
    ],
    caughtBy: inPage("read-position", "what is read in one tab is read in all"),
  },
  {
    name: "what the user has answered on another device stays unread",
    patches: [
      {
        file: "src/page/model/read-position.ts",
        from: "if (own !== undefined && !sent.has(own.id)) set(",
        to: "if (own !== undefined && sent.has(own.id)) set(",
      },
    ],
    caughtBy: inPage("read-position", "what the user answered on another device is read here as well"),
  },
  {
    name: "an own message that is sent while scrolled up is new",
    patches: [
      {
        file: "src/page/model/read-position.ts",
        from: "if (!isOwn(message)) break;",
        to: "if (isOwn(message)) break;",
      },
    ],
    caughtBy: inPage("read-position", "an own message is never new, also while the user has scrolled up"),
  },
  {
    name: "the first message of an empty room counts as read",
    patches: [
      {
        file: "src/page/model/read-position.ts",
        from: '(last === undefined && status.state !== "online")',
        to: "last === undefined",
      },
    ],
    caughtBy: inPage("read-position", "the first message of an empty room is new to one who looks away"),
  },
  {
    name: "inline code of three backticks opens a block in the composer",
    patches: [
      {
        file: "src/page/lazy/composer/fence.ts",
        from: 'if (fence.startsWith("~") || !rest.includes("`")) open = fence;',
        to: "open = fence;",
      },
    ],
    caughtBy: inPage("composer-keys", '"``` closes not ```" ends in an open fence: false'),
  },
  {
    name: "Ctrl+I on a bold word removes a half of its marks",
    patches: [
      {
        file: "src/page/lazy/composer/toggle-mark.ts",
        from: "stars === 1 ? run % 2 === 1 : run >= 2",
        to: "run >= stars",
      },
    ],
    caughtBy: inPage("composer-keys", "so **[good]** with 1 asterisks is so ***[good]***"),
  },
  {
    name: "a jump far up loads all messages from there on",
    patches: [{ file: "src/page/lazy/log/reach.ts", from: "return more &&", to: "return !more &&" }],
    caughtBy: inPage(
      "reach",
      "P7.2 a message far above the log is shown with its neighbors, of one page, and the log stays as it is",
    ),
  },
  {
    name: "a picture goes out without the description that its sender wrote",
    patches: [
      {
        file: "src/page/lazy/files/outgoing-message.ts",
        from: '...(alt !== "" && { alt }), ',
        to: "",
      },
    ],
    caughtBy: inPage(
      "outgoing-message",
      "P12.4 a message names its uploads, with description and cover only if they have one",
    ),
  },
  {
    name: "a file that the room rejected is uploaded again and again",
    patches: [{ file: "src/page/lazy/files/outgoing-message.ts", from: "!AGAIN.has(code) || ", to: "" }],
    caughtBy: inPage(
      "outgoing-message",
      "a lost connection is waited out, longer each time, and then the user decides; a rejected file is not sent again",
    ),
  },
  {
    name: "the chat page carries a part of the operator's page",
    patches: [
      {
        file: "src/page/lazy/parts.ts",
        from: 'export { EmptyRoom } from "./log/empty-room.tsx";',
        to: 'export { axisEnd } from "../admin/plots/scale.ts";\nexport { EmptyRoom } from "./log/empty-room.tsx";',
      },
    ],
    caughtBy: inPage("build", "the operator's page is apart from the chat page, and stays within its budget"),
  },
  {
    name: "a plot of the operator's page draws what is not known",
    patches: [
      { file: "src/page/admin/plots/scale.ts", from: "if (value === undefined) {", to: "if (value === null) {" },
    ],
    caughtBy: inPage(
      "admin/plots",
      "a line goes through the middle of each column, and is interrupted where nothing is known",
    ),
  },
];
