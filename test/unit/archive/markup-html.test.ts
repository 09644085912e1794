// What users write never becomes HTML of theirs, whatever its markup.
import fc from "fast-check";
import { expect, test } from "vitest";
import { textHtml } from "../../../src/capabilities/archive/markup-html.ts";

/** Each tag that a message may become. A link goes to the web or to a mailbox. */
const TAG =
  /^<(?:div class="text" dir="auto" lang=""|pre dir="ltr" tabindex="0"|li value="\d+"|bdi class="mention"|a href="(?:https?:\/\/|mailto:)[^"<>]*" rel="noopener noreferrer nofollow ugc"|\/?(?:p|blockquote|code|ul|ol|li|strong|em|s)|\/(?:div|pre|bdi|a))>$/;

/** Tags and what is between them. */
function piecesOf(html: string): { tags: string[]; texts: string[] } {
  return { tags: html.match(/<[^>]*>/g) ?? [], texts: html.split(/<[^>]*>/) };
}

const PIECES = [
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "<!--",
  "]]>",
  "</div>",
  "</li></ol>",
  '"',
  "'",
  "&",
  "&lt;",
  "&#60;",
  "<",
  ">",
  "`",
  "```",
  "**",
  "_",
  "~~",
  "\n",
  "> ",
  "- ",
  "1. ",
  "@Ada",
  '@"><b>',
  "[a](javascript:alert(1))",
  '[a](https://e.example/"onmouseover="alert(1))',
  "[a](https://e.example/<b>)",
  "https://e.example/?a=1&b=<i>",
  "www.e.example/'\"",
  "mailto:a@e.example",
  "data:text/html,<b>",
  "ж",
  "🎉",
  " ",
];
const MENTIONS = [
  { uid: "ada", username: "Ada" },
  { uid: "eve", username: '"><b>' },
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

test("P7.4 a message becomes the tags of its markup and no others", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { tags, texts: between } = piecesOf(String(textHtml(text, MENTIONS)));
      for (const tag of tags) expect(tag).toMatch(TAG);
      for (const one of between) expect(one).not.toMatch(/[<>"]|&(?!(?:amp|lt|gt|quot|#39);)/);
    }),
    { numRuns: 2_000 },
  );
});

test("P7.4 its tags are closed in their order", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const open: string[] = [];
      for (const tag of piecesOf(String(textHtml(text, MENTIONS))).tags) {
        const [, slash, name = ""] = /^<(\/?)(\w+)/.exec(tag) ?? [];
        if (slash === "") open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
    }),
  );
});

test("P7.4 a text without markup is shown as typed", () => {
  expect(String(textHtml(`<b>"1" & '2'</b>`, undefined))).toBe(
    '<div class="text" dir="auto" lang=""><p>&lt;b&gt;&quot;1&quot; &amp; &#39;2&#39;&lt;/b&gt;</p></div>',
  );
});
