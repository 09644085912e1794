import { expect, test } from "vitest";
import { firstLink } from "../../../src/capabilities/previews/first-link.ts";

test.each([
  ["See https://example.org/a, and https://example.org/b.", "https://example.org/a"],
  ["See www.example.org", "https://www.example.org/"],
  ["[the garden](https://example.org/garden)", "https://example.org/garden"],
  ["> quoted https://example.org/q", "https://example.org/q"],
  ["1. one\n2. https://example.org/two", "https://example.org/two"],
  ["**https://example.org/bold**", "https://example.org/bold"],
  ["`https://example.org/code` https://example.org/text", "https://example.org/text"],
  ["```\nhttps://example.org/code\n```\nhttps://example.org/text", "https://example.org/text"],
  ["mail ada@example.org or https://example.org/mail", "https://example.org/mail"],
])("P13.2 the first link of %j is %s", (text, link) => {
  expect(firstLink(text)).toBe(link);
});

test.each([
  "no link",
  "`https://example.org/`",
  "```\nhttps://example.org/\n```",
  "ada@example.org",
  "ftp://example.org/",
])("P13.2 %j has no link to look up", (text) => {
  expect(firstLink(text)).toBeUndefined();
});
