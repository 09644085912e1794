import { expect, test } from "vitest";
import { english } from "../../../src/page/i18n/en/first.ts";
import { formatFor } from "../../../src/page/i18n/format.ts";

test("the placeholder of the composer keeps a right-to-left title in one piece", () => {
  const { composer } = english(formatFor("en"));
  expect(composer.placeholder("حديقة (2) الورود!")).toBe("Message \u2068حديقة (2) الورود!\u2069");
  expect(composer.placeholder("#garden")).toBe("Message #garden");
});
