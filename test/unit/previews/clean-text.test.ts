import { expect, test } from "vitest";
import { cleanText } from "../../../src/capabilities/previews/clean-text.ts";
import { isPicture, pictureType } from "../../../src/capabilities/previews/picture-type.ts";

test.each([
  ["Tom &amp; Jerry &#8211; &quot;new&quot;", 'Tom & Jerry – "new"'],
  ["  one\n\ttwo\u00a0 three ", "one two three"],
  ["&#x202e;evil\u202e", "evil"],
  ["nul \0 and &#0;bell \x07", "nul and bell"],
  ["lone \ud800 half", "lone \ufffd half"],
  ["&#xd800;&#x110000;kept", "kept"],
  ["&unknown; stays", "&unknown; stays"],
  ["Cafe\u0301", "Café"],
])("P13.2 %j becomes one harmless line", (html, text) => {
  expect(cleanText(html, 100)).toBe(text);
});

test("P13.2 a long text is cut between characters", () => {
  expect(cleanText("🌻".repeat(20), 5)).toBe("🌻🌻🌻🌻…");
});

test.each([undefined, "", "  ", "\u200b", "&#8203;&nbsp;"])("P13.2 %j is no text", (html) => {
  expect(cleanText(html, 100)).toBeUndefined();
});

const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));

test.each([
  ["image/png", "\x89PNG\r\n\x1a\n…"],
  ["image/jpeg", "\xff\xd8\xff\xe0"],
  ["image/gif", "GIF89a"],
  ["image/webp", "RIFF\0\0\0\0WEBPVP8 "],
  ["image/avif", "\0\0\0\x20ftypavif"],
])("P13.9 a picture is %s by its bytes", (type, start) => {
  expect(pictureType(bytes(start))).toBe(type);
});

test.each(["<svg xmlns='http://www.w3.org/2000/svg'>", "<?xml version='1.0'?><svg>", "<html>", "BM", "", "RIFF"])(
  "P13.9 %j is no picture",
  (start) => {
    expect(isPicture(bytes(start))).toBe(false);
  },
);
