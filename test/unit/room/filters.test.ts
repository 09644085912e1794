import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostsIn, isWithin } from "../../../src/capabilities/filters/links.ts";
import { REPEAT_WINDOW_MS } from "../../../src/capabilities/filters/repeats.ts";
import { isShouted, isUnreadable } from "../../../src/capabilities/filters/shouting.ts";
import type { MarkupBlock, MarkupInline } from "../../../src/markup/nodes.ts";
import { parseMarkup } from "../../../src/markup/parse-markup.ts";
import type { JsonObject } from "../../../src/protocol/json.ts";
import type { Role } from "../../../src/protocol/moderation.ts";
import type { SettingsPatch } from "../../../src/protocol/moderation-action.ts";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";
import { INNOCENT_TEXTS } from "./innocent-texts.ts";

const LINK = "see https://evil.example/now";

function roomWith(settings: SettingsPatch): RoomFixture {
  const fixture = roomFixture();
  expect(fixture.moderate("owner", { action: "settings", settings })).toMatchObject({ type: "done" });
  fixture.discardReceived();
  return fixture;
}

/** The hosts that markup links to. An address without a dot in its host, such as `www.`, leads nowhere. */
function linkedHosts(nodes: readonly (MarkupBlock | MarkupInline)[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === "list") return linkedHosts(node.items.flatMap(({ blocks }) => blocks));
    const hosts =
      node.kind === "link" ? [hostOfHref(node.href)].filter((host) => /^[\w-]+(?:\.[\w-]+)+$/.test(host)) : [];
    return "children" in node ? [...hosts, ...linkedHosts(node.children)] : hosts;
  });
}

function hostOfHref(href: string): string {
  const { hostname, pathname, protocol } = new URL(href);
  return protocol === "mailto:" ? pathname.replace(/^[^@]*@?/, "").toLowerCase() : hostname;
}

/** The code that somebody gets for a text, or `ok`. */
const codeOf = (fixture: RoomFixture, name: string, text: string): string => fixture.say(name, text)[0].code ?? "ok";

describe("links", () => {
  const MAY: Readonly<Record<string, readonly Role[]>> = {
    everyone: ["guest", "member", "moderator", "owner"],
    members: ["member", "moderator", "owner"],
    moderators: ["moderator", "owner"],
    nobody: [],
  };
  test.each(Object.keys(MAY) as NonNullable<SettingsPatch["links"]>[])("P9.22 links for %s", (links) => {
    const fixture = roomWith({ links });
    for (const role of ["guest", "member", "moderator", "owner"] as const) {
      expect([role, codeOf(fixture, role, LINK)]).toEqual([
        role,
        MAY[links]?.includes(role) ? "ok" : "links_not_allowed",
      ]);
      expect(codeOf(fixture, role, "no link, but a dot. And more")).toBe("ok");
    }
  });

  test("P9.22 an edit cannot bring a link in, and a refused command leaves no trace", () => {
    const fixture = roomWith({ links: "members" });
    fixture.say("guest", "hello");
    fixture.discardReceived();
    expect(fixture.do("guest", { type: "edit", id: "e", target: 1, message: LINK })).toMatchObject([
      { type: "error", code: "links_not_allowed", id: "e" },
    ]);
    expect(fixture.log.head()).toBe(1);
    expect(fixture.received("other")).toEqual([]);
    // Nothing is lost: the same command goes through as soon as it may.
    fixture.moderate("owner", { action: "settings", settings: { links: "everyone" } });
    expect(fixture.do("guest", { type: "edit", id: "e", target: 1, message: LINK })).toMatchObject([{ type: "edit" }]);
  });

  test("P9.33 a link in any other field of a message counts as one in its text", () => {
    const fixture = roomWith({ links: "members", linkDomains: ["good.example"] });
    const fields = (extra: JsonObject) => fixture.say("guest", "look", { extra })[0].code ?? "ok";
    expect(fields({ url: "https://evil.example/" })).toBe("links_not_allowed");
    expect(fields({ preview: [{ "www.evil.example": 1 }] })).toBe("links_not_allowed");
    expect(fields({ url: "https://good.example/", from: "node.js" })).toBe("ok");
  });

  test("P9.33 P2.12 a link in a cast counts as one in a message, in both dialects", () => {
    const fixture = roomWith({ links: "members", linkDomains: ["good.example"] });
    fixture.enterPlain("plain");
    fixture.discardReceived();
    const cast = (name: string, data: JsonObject) => fixture.do(name, { type: "cast", data });
    for (const name of ["guest", "plain"]) {
      expect(cast(name, { text: LINK })).toMatchObject([{ type: "error", code: "links_not_allowed" }]);
    }
    expect(fixture.received("other")).toEqual([]);
    expect(cast("guest", { text: "https://good.example/" })).toMatchObject([{ type: "cast" }]);
    expect(cast("member", { text: LINK })).toMatchObject([{ type: "cast" }]);
  });

  test("P9.22 linkDomains may be linked to by everybody, with what is below them", () => {
    const fixture = roomWith({ links: "nobody", linkDomains: ["good.example", "wiki.org"] });
    for (const text of [
      "https://good.example/page",
      "HTTPS://GOOD.EXAMPLE.",
      "(http://www.good.example:8080/x)",
      "en.wiki.org and wiki.org",
    ]) {
      expect([text, codeOf(fixture, "guest", text)]).toEqual([text, "ok"]);
    }
    for (const text of [
      "https://notgood.example/",
      "https://good.example.evil.example/",
      "https://good.example@evil.example/",
      "https://evil.example/good.example",
      "https://good.example https://evil.example",
      "https:\\\\evil.example",
    ]) {
      expect([text, codeOf(fixture, "guest", text)]).toEqual([text, "links_not_allowed"]);
    }
  });

  test.each([
    ["https://a.example/x?y#z", ["a.example"]],
    ["[click](//a.example)", ["a.example"]],
    ["www.a.example!", ["www.a.example"]],
    ["come to spam.com, now", ["spam.com"]],
    ["SPAM.COM/win", ["spam.com"]],
    ["sp\u200bam.c\u00adom", ["spam.com"]],
    ["ｓｐａｍ．ｃｏｍ", ["spam.com"]],
    ["spam。com", ["spam.com"]],
    ["mailto:a@b.example", ["b.example"]],
    ["https:a.example https:/b.example", ["a.example", "b.example"]],
    ["ftp://192.0.2.1:21/x", ["192.0.2.1"]],
    ["https://good.example/evil.com and https://good.example/a?b=evil.zone", ["good.example"]],
    ["https://例え.テスト/", ["xn--r8jz45g.xn--zckzah"]],
    ["[click](https\\://a.example)", ["a.example"]],
    ["[click](<https://good.example\t.a.example>)", ["good.example", "good.example.a.example"]],
  ])("P9.22 the links of %s", (text, hosts) => {
    expect(hostsIn(text)).toEqual(hosts);
  });

  test.each([
    ["spam.bet, spam.casino and spam.рф", ["spam.bet", "spam.casino", "spam.xn--p1ai"]],
    ["去spam.bet看看", ["spam.bet"]],
    ["_spam.bet_", ["spam.bet"]],
    ["spam.so/win spam.me:8080 win.spam.in", ["spam.so", "spam.me", "win.spam.in"]],
    ["spam.xn--p1ai", ["spam.xn--p1ai"]],
    ["write to ada.berlin@spam.bet", ["spam.bet"]],
  ])("P9.32 the links of %s", (text, hosts) => {
    expect(hostsIn(text).sort()).toEqual([...hosts].sort());
  });

  test("P9.32 where only some domains may be linked to, the page makes no link to another one", () => {
    const fragments = [
      ..."ab1./\\:@?#&()[]<>*_~`-|,。．：% \t\n\u200b\u00ad中é",
      ...[
        "https",
        "HTTP",
        "http://",
        "https://",
        "mailto:",
        "www.",
        "//",
        "](",
        "[x](",
        "[x](<",
        ">)",
        "xn--",
        "%2e",
        "\\:",
      ],
      ...[
        "good.example",
        "good.example",
        ".good.example",
        "@good.example",
        "https://good.example",
        "mailto:a@good.example",
      ],
      ...["evil.test", "www.evil.test", "https://evil.test", "a@evil.test", "例え.テスト", "192.0.2.1", "[::1]", "> "],
    ];
    const texts = fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((parts) => parts.join(""));
    const isAllowed = (host: string) => isWithin(host, ["good.example"]);
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(hostsIn(text).every(isAllowed));
        expect(linkedHosts(parseMarkup(text, [])).filter((host) => !isAllowed(host))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    "https://evil.test|.good.example",
    "https://evil.test|x@good.example",
    "https://evil.test。good.example",
    "https://evil.test．good.example",
    "https://evil.test%2egood.example",
    "https://evil.te\u00adst.good.example",
    "https://evil.test..good.example",
    "https://evil.test*.good.example",
    "mailto:a@evil.test?b@good.example",
    "a@evil.test",
    "[good](https\\://evil.test)",
    "[good](<https\t:evil.test>)",
    "[good](<https://good.example\t.evil.test>)",
  ])("P9.32 %s does not pass for a link to good.example", (text) => {
    expect(hostsIn(text).filter((host) => !isWithin(host, ["good.example"]))).not.toEqual([]);
  });

  test("P9.22 ordinary texts have no links", () => {
    expect(INNOCENT_TEXTS.filter((text) => hostsIn(text).length > 0)).toEqual([]);
    const more = [
      "Hello.My name is Ada",
      "node.js and main.rs",
      "v1.2.3",
      "ada@mail",
      "he/she",
      "1.5 and 2.5",
      "A//B?",
      "http: or not",
      "That was it.So what? Ask me.In the end it.is your choice.No more.",
      "e.g.it and i.e.so",
      "Gracias.De nada, fin.La vida. Ja.Es regnet. Oui.Et toi?",
      "user.name, event.target, Date.now() and window.open",
      "script.sh, README.md, main.py and archive.zip",
      "你好。世界！ありがとう。みんな",
      "max.mustermann and 3.30.p.m.",
    ];
    expect(more.flatMap(hostsIn)).toEqual([]);
  });
});

describe("repeats", () => {
  test("P9.23 a person says the same text once, however it is varied, until the window is over", () => {
    const fixture = roomWith({ repeats: true });
    expect(codeOf(fixture, "guest", "Buy my wonderful garden gnomes")).toBe("ok");
    expect(codeOf(fixture, "guest", "buy my   WONDERFUL garden gnomes!!!")).toBe("repeated");
    fixture.evict();
    expect(codeOf(fixture, "guest", "Buy my wonderful garden gnomes")).toBe("repeated");
    expect(codeOf(fixture, "other", "Buy my wonderful garden gnomes")).toBe("ok");
    expect(codeOf(fixture, "guest", "Buy my other garden gnomes")).toBe("ok");
    fixture.now += REPEAT_WINDOW_MS;
    expect(codeOf(fixture, "guest", "Buy my wonderful garden gnomes")).toBe("ok");
  });

  test("P9.23 short answers may be said again, a few times", () => {
    const fixture = roomWith({ repeats: true });
    expect(["yes", "Yes!", "yes", "yes"].map((text) => codeOf(fixture, "guest", text))).toEqual([
      "ok",
      "ok",
      "ok",
      "repeated",
    ]);
    expect(["👍", "👍", "👍", "👍"].map((text) => codeOf(fixture, "other", text))).toEqual([
      "ok",
      "ok",
      "ok",
      "repeated",
    ]);
  });

  test("P9.23 an address brings the same text three times, whoever says it", () => {
    const fixture = roomWith({ repeats: true });
    const text = "Join the best server of all at once";
    const codes = ["a", "b", "c", "d"].map((name) => {
      fixture.enter(name, { from: "one address" });
      return codeOf(fixture, name, text);
    });
    expect(codes).toEqual(["ok", "ok", "ok", "repeated"]);
    fixture.enter("e", { from: "another address" });
    expect(codeOf(fixture, "e", text)).toBe("ok");
  });

  test("P9.23 an edit into a text that was just said is a repeat, and moderators may repeat", () => {
    const fixture = roomWith({ repeats: true });
    fixture.say("guest", "Buy my wonderful garden gnomes");
    fixture.say("guest", "something else");
    const edit = { type: "edit", id: "e", target: 2, message: "Buy my wonderful garden gnomes" } as const;
    expect(fixture.do("guest", edit)).toMatchObject([{ code: "repeated", id: "e" }]);
    expect(codeOf(fixture, "moderator", "The rules are pinned above")).toBe("ok");
    expect(codeOf(fixture, "moderator", "The rules are pinned above")).toBe("ok");
  });

  test("P4.3, P9.23 a command that is sent again is acknowledged, and is no repeat", () => {
    const fixture = roomWith({ repeats: true });
    const command = { type: "message", id: "m", message: "Buy my wonderful garden gnomes", extra: {} } as const;
    expect(fixture.do("guest", command)).toMatchObject([{ type: "message" }]);
    expect(fixture.do("guest", command)).toMatchObject([{ type: "ack", dup: true }]);
  });
});

describe("shouting", () => {
  test("P9.24 a long text in capitals is refused, and so is one that nobody can read", () => {
    const fixture = roomWith({ shouting: true });
    expect(codeOf(fixture, "guest", "BUY THIS WONDERFUL THING NOW")).toBe("shouting");
    expect(codeOf(fixture, "guest", "ПОКУПАЙТЕ ЭТО ПРЯМО СЕЙЧАС")).toBe("shouting");
    expect(codeOf(fixture, "guest", "Ḫ̸̡̨̢̛̛̛̛e̵̡̢̨̛ he comes")).toBe("unreadable");
    expect(codeOf(fixture, "guest", `good morning a${"\u030d\u200d".repeat(6)}`)).toBe("unreadable");
    expect(codeOf(fixture, "guest", `a${"\n".repeat(40)}b`)).toBe("unreadable");
    expect(codeOf(fixture, "guest", `a${"\u2800".repeat(40)}b`)).toBe("unreadable");
    expect(codeOf(fixture, "guest", `a${"\u200b".repeat(40)}b`)).toBe("unreadable");
    expect(codeOf(fixture, "moderator", "BUY THIS WONDERFUL THING NOW")).toBe("ok");
    expect(codeOf(fixture, "guest", "Good morning, NASA")).toBe("ok");
  });

  test("P9.24 ordinary texts are neither, in any script", () => {
    const texts = [
      ...INNOCENT_TEXTS,
      "NASA, ESA and JAXA",
      "OMG YES",
      "Việt Nam: những người bạn tốt nhất",
      "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם",
      "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ",
      "ที่นี่มีน้ำที่เย็นที่สุด",
      "می‌خواهم کتاب‌هایم را به خانه‌مان ببرم",
      "क्\u200dष र्\u200dय श्र्\u200cय स्त्र्यर्थ",
      "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁥󠁮󠁧󠁿",
      "a list\n\n- one\n\n- two\n\n\n- three",
    ].map((text) => text.normalize("NFC"));
    expect(texts.filter((text) => isShouted(text) || isUnreadable(text))).toEqual([]);
  });
});

test("P9.22, P9.23, P9.24, P9.25 everything is off unless an owner turns it on", () => {
  const fixture = roomFixture();
  fixture.moderate("owner", { action: "settings", settings: { words: { reject: ["casino"], hide: [] } } });
  const texts = [LINK, LINK, "BUY THIS WONDERFUL THING NOW", `a${"\n".repeat(40)}b`, "c a s i n o", "cas1no"];
  expect(texts.map((text) => codeOf(fixture, "guest", text))).toEqual(texts.map(() => "ok"));
  fixture.moderate("owner", { action: "settings", settings: { wordVariants: true } });
  expect(["c a s i n o", "cas1no"].map((text) => codeOf(fixture, "guest", text))).toEqual([
    "blocked_word",
    "blocked_word",
  ]);
});
