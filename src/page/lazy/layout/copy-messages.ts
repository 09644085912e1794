import type { Message } from "../../../client/index.ts";
import { allWords } from "../../i18n/lazy-language.ts";
import { rowAt } from "../../log/log-navigation.ts";
import { filesText } from "../files/files-text.tsx";
import { readFiles } from "../files/read-files.ts";

/** Finds a loaded message. */
type Find = (seq: number) => Message | undefined;

/**
 * Copies a selection in the log as a conversation: `[13:38] Ada: text` for each message, with HTML beside it. Within one
 * message, only the selected text is copied. Reactions, quotes and buttons never are.
 *
 * @returns a function that stops it
 */
export function copyAsConversation(find: Find): () => void {
  const onCopy = (event: ClipboardEvent) => {
    const selection = getSelection();
    if (event.clipboardData === null || selection === null || selection.isCollapsed) return;
    const copied = copiedMessages(find, selection.getRangeAt(0));
    const [first] = copied;
    // Of a single message, only selected text is copied.
    if (first === undefined || (copied.length === 1 && first.part.textContent === "")) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", plainText(copied));
    event.clipboardData.setData("text/html", html(copied));
  };
  document.addEventListener("copy", onCopy);
  return () => document.removeEventListener("copy", onCopy);
}

interface CopiedMessage {
  readonly message: Message;
  /** The selected part of its text. */
  readonly part: DocumentFragment;
}

function copiedMessages(find: Find, range: Range): readonly CopiedMessage[] {
  return [...document.querySelectorAll<HTMLElement>(".log .said")].flatMap((said) => {
    if (!range.intersectsNode(said)) return [];
    const seq = rowAt(said)?.seq;
    const message = seq === undefined ? undefined : find(seq);
    const part = partWithin(range, said);
    if (message === undefined || (part.textContent === "" && message.files === undefined)) return [];
    return [{ message, part }];
  });
}

/** The text for the files of a message. */
function filesOf(message: Message): string {
  const files = readFiles(message);
  return files.length === 0 ? "" : `[${filesText(allWords.value, files)}]`;
}

/** Elements of a message that are not its text. */
const NOT_TEXT = ".edited, .code-language, .files, .hidden";

/** A copy of the part of an element that is within a range. */
function partWithin(range: Range, element: Element): DocumentFragment {
  const part = document.createRange();
  part.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
  const fragment = part.cloneContents();
  for (const one of fragment.querySelectorAll(NOT_TEXT)) one.remove();
  return fragment;
}

function plainText(copied: readonly CopiedMessage[]): string {
  const { format } = allWords.value;
  const [only] = copied;
  if (copied.length === 1 && only !== undefined) return textOf(only.part);
  return copied
    .map(({ message, part }) => {
      const text = [textOf(part), filesOf(message)].filter((one) => one !== "").join("\n");
      return `[${format.time(message.at)}] ${message.username}: ${text}`;
    })
    .join("\n");
}

/** Attributes of a link and of a numbered item. */
const KEPT: ReadonlySet<string> = new Set(["href", "value"]);

function html(copied: readonly CopiedMessage[]): string {
  const { format } = allWords.value;
  const container = document.createElement("div");
  for (const { message, part } of copied) {
    if (copied.length > 1) {
      const head = document.createElement("p");
      const name = document.createElement("b");
      name.textContent = message.username;
      head.append(name, ` ${format.time(message.at)}`);
      container.append(head);
    }
    const text = document.createElement("div");
    text.append(part, filesOf(message));
    container.append(text);
  }
  for (const element of container.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
  }
  return container.innerHTML;
}

/** Elements that stand on lines of their own. */
const BLOCKS: ReadonlySet<string> = new Set(["DIV", "P", "LI", "UL", "OL", "PRE", "BLOCKQUOTE"]);

/** The text of a fragment, which is not rendered, with a line for each block and a mark before each item of a list. */
function textOf(fragment: Node): string {
  let text = "";
  let mark = "";
  const breakLine = () => {
    if (text !== "" && !text.endsWith("\n")) text += "\n";
  };
  const add = (node: Node) => {
    const isBlock = BLOCKS.has(node.nodeName);
    if (isBlock) breakLine();
    if (node instanceof HTMLLIElement) mark = node.hasAttribute("value") ? `${node.value}. ` : "- ";
    if (node instanceof Text && node.data !== "") {
      text += mark + node.data;
      mark = "";
    }
    for (const child of node.childNodes) add(child);
    if (isBlock) breakLine();
  };
  add(fragment);
  return text.trim();
}
