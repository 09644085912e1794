import { html } from "hono/html";
import { readableText } from "../../markup/parse-markup.ts";
import type { Message } from "../../protocol/events.ts";
import { readMentions } from "../../protocol/mentions.ts";
import { type ArchivePage, partOf, type QuotedMessage } from "./archive.ts";
import { dayOf, longDate, timeOf } from "./day.ts";
import { type Html, htmlResponse, layout } from "./layout.ts";
import { textHtml } from "./markup-html.ts";
import { hrefOf, type PageAddress } from "./page-address.ts";

/** The response with a page. */
export async function pageResponse(address: PageAddress, page: ArchivePage, isIndexed: boolean): Promise<Response> {
  const { day, room } = address;
  const title = day === undefined ? `${room}: newest messages` : `${room}: ${longDate(day)}`;
  // A page without messages is nothing to find.
  const robots = isIndexed && page.messages.length > 0 ? "" : html`<meta name="robots" content="noindex">\n`;
  const head = html`${robots}<link rel="canonical" href="${hrefOf(address)}">`;
  const navigation = navigationHtml(address, page);
  const document = await layout(
    title,
    head,
    html`<header>
<h1>${day === undefined ? room : html`${room}: <time datetime="${day}">${longDate(day)}</time>`}</h1>
<p class="note">A public chat room. Times are UTC. <a href="/r/${room}">Join the chat</a></p>
</header>
${navigation("Days")}
<main>
${page.messages.length === 0 ? html`<p>No messages.</p>` : logHtml(address, page)}
</main>
${page.messages.length === 0 ? "" : navigation("Days, after the messages")}`,
  );
  return htmlResponse(document);
}

/** @returns makes the links to other pages, under a label of its own */
function navigationHtml(address: PageAddress, page: ArchivePage): (label: string) => Html | "" {
  const { day, room } = address;
  const { next, nextPart, previous, previousPart } = page;
  const part = (number: number) => hrefOf({ ...address, part: number });
  const other = (at: number) => hrefOf({ room, day: dayOf(at) });
  // The newest messages go on in the middle of a day.
  const before =
    previous !== undefined && day === undefined && previousPart !== undefined
      ? hrefOf({ room, day: dayOf(previous), part: previousPart })
      : previous !== undefined && other(previous);
  const links = [
    previous !== undefined && html`<li><a href="${before}" rel="prev">${longDate(dayOf(previous))}</a></li>`,
    day !== undefined &&
      previousPart !== undefined &&
      html`<li><a href="${part(previousPart)}">Earlier on this day</a></li>`,
    nextPart !== undefined && html`<li><a href="${part(nextPart)}">Later on this day</a></li>`,
    next !== undefined && html`<li><a href="${other(next)}" rel="next">${longDate(dayOf(next))}</a></li>`,
    day !== undefined && html`<li><a href="${hrefOf({ room })}">Newest messages</a></li>`,
  ].filter((link) => link !== false);
  return (label) => (links.length === 0 ? "" : html`<nav aria-label="${label}"><ul>${links}</ul></nav>`);
}

/** The messages, under a heading for each day if there may be several. */
function logHtml(address: PageAddress, { messages, quoted }: ArchivePage): Html[] {
  const known = new Map([...quoted, ...messages].map((message) => [message.seq, message]));
  const hrefOfMessage = (message: QuotedMessage) => permalink(address.room, message);
  const list = (items: readonly Message[]) =>
    html`<ol class="log">${items.map((message, index) => messageHtml(message, known, items[index - 1], hrefOfMessage))}</ol>`;
  if (address.day !== undefined) return [list(messages)];
  return Array.from(
    Map.groupBy(messages, ({ at }) => dayOf(at)),
    ([day, items]) => {
      const heading = html`<a href="${hrefOf({ room: address.room, day })}"><time datetime="${day}">${longDate(day)}</time></a>`;
      return html`<h2>${heading}</h2>\n${list(items)}`;
    },
  );
}

/** Milliseconds between two messages of one person that stand under one name, as on the chat page. */
const ONE_GO_MS = 5 * 60 * 1_000;

/**
 * A message, as an item of a list.
 *
 * @param known messages that it may reply to, by `seq`
 * @param last the message above it
 * @param hrefOfMessage where a message can be linked to
 */
export function messageHtml(
  message: Message,
  known: ReadonlyMap<number, QuotedMessage>,
  last: Message | undefined,
  hrefOfMessage: (message: QuotedMessage) => string,
): Html {
  const { at, bot, editedAt, reactions, replyTo, seq, uid, username } = message;
  const target = replyTo === undefined ? undefined : known.get(replyTo);
  const time = html`<a href="${hrefOfMessage(message)}"><time datetime="${new Date(at).toISOString()}">${timeOf(at)}</time></a>`;
  const isContinued = last?.uid === uid && last.username === username && at - last.at < ONE_GO_MS;
  const name = isContinued
    ? ""
    : html`<b><bdi>${username}</bdi></b> ${bot ? html`<small class="bot">BOT</small> ` : ""}`;
  const reply = target === undefined ? "" : replyHtml(target, hrefOfMessage(target));
  const list =
    reactions === undefined
      ? ""
      : html`<ul class="reactions" aria-label="Reactions">${reactions.map(({ count, emoji }) => html`<li>${emoji} ${count}</li>`)}</ul>`;
  return html`
<li id="m${seq}"><p class="${isContinued ? "head continued" : "head"}">${name}${time}${editedAt === undefined ? "" : " (edited)"}</p>${reply}${textHtml(message.message, message.mentions)}${filesHtml(message)}${list}</li>`;
}

/** The files of a message, as links (P7.17). Without its description, a covered file stays covered. */
function filesHtml({ files = [] }: Message): Html | "" {
  if (files.length === 0) return "";
  const items = files.map(({ alt, name, spoiler, url }) => {
    const description = spoiler || alt === undefined ? "" : html`: <bdi lang="">${alt}</bdi>`;
    return html`<li><a href="${url}" rel="nofollow ugc"><bdi>${name}</bdi></a>${description}</li>`;
  });
  return html`<ul class="files" aria-label="Files">${items}</ul>`;
}

/** Characters of a quoted message that can stand in its line. */
const QUOTED_CHARACTERS = 160;

/** The line above a reply that leads to the message it answers. */
function replyHtml(target: QuotedMessage, href: string): Html {
  const text = readableText(target.message, readMentions(target.mentions));
  const line = Array.from(text).slice(0, QUOTED_CHARACTERS).join("");
  return html`<p class="reply"><a href="${href}">In reply to <bdi>${target.username}</bdi>: <bdi lang="">${line}</bdi></a></p>`;
}

/** The address of a message. It names the part of the day, which no deletion changes. */
function permalink(room: string, { at, seq }: QuotedMessage): string {
  return `${hrefOf({ room, day: dayOf(at), part: partOf(seq) })}#m${seq}`;
}
