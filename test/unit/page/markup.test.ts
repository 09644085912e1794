import { describe, expect, test } from "vitest";
import type { MarkupBlock, MarkupInline } from "../../../src/markup/nodes.ts";
import { isMentionShown, parseMarkup, readableText } from "../../../src/markup/parse-markup.ts";

/** The markup as one would write it in HTML, to read easily here; a page makes elements of it. */
const shape = (text: string, names: readonly string[] = []) =>
  parseMarkup(
    text,
    names.map((username) => ({ uid: `uid of ${username}`, username })),
  )
    .map(blockShape)
    .join("");

function blockShape(block: MarkupBlock): string {
  switch (block.kind) {
    case "text":
      return block.children.map(inlineShape).join("");
    case "code":
      return `<pre ${block.language}>${block.text}</pre>`;
    case "quote":
      return `<quote>${block.children.map(blockShape).join("")}</quote>`;
    case "list": {
      return block.items
        .map(({ blocks, number = "•" }) => `<li ${number}>${blocks.map(blockShape).join("")}</li>`)
        .join("");
    }
  }
}

function inlineShape(node: MarkupInline): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "strong":
      return `<b>${node.children.map(inlineShape).join("")}</b>`;
    case "strike":
      return `<s>${node.children.map(inlineShape).join("")}</s>`;
    case "emphasis":
      return `<i>${node.children.map(inlineShape).join("")}</i>`;
    case "code":
      return `<code>${node.text}</code>`;
    case "place":
      return ` (<code>${node.text}</code>)`;
    case "link":
      return `<a ${node.href}>${node.children.map(inlineShape).join("")}</a>`;
    case "mention":
      return `<at ${node.uid}>${node.text}</at>`;
  }
}

/** Addresses of the links that show a label instead. */
function labelledLinks(nodes: readonly (MarkupBlock | MarkupInline)[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === "link" && !node.isBare) return [node.href];
    return "children" in node ? labelledLinks(node.children) : [];
  });
}

describe("what a chat has of Markdown", () => {
  test.each([
    ["**bold** and __bold__", "<b>bold</b> and <b>bold</b>"],
    ["*italic* and _italic_", "<i>italic</i> and <i>italic</i>"],
    ["**bold _and italic_**", "<b>bold <i>and italic</i></b>"],
    ["日本は**とても**遠い", "日本は<b>とても</b>遠い"],
    ["`a *b*` and `` ` ``", "<code>a *b*</code> and <code>`</code>"],
    ["```js\nif (a) {\n  *b*\n}\n```\nafter", "<pre js>if (a) {\n  *b*\n}</pre>after"],
    ["```\nnever closed", "<pre >never closed</pre>"],
    ["```\nclosed in its last line```", "<pre >closed in its last line</pre>"],
    ["> one\n> two\n>\n> three", "<quote>one\ntwo\n\nthree</quote>"],
    ["> what you said\nmy answer", "<quote>what you said</quote>my answer"],
    ["- one\n- two\n  goes on\nover", "<li •>one</li><li •>two\ngoes on</li>over"],
    ["3. three\n4. four\n   - in it", "<li 3>three</li><li 4>four<li •>in it</li></li>"],
    ["3. c\n2. b\n1. a", "<li 3>c</li><li 2>b</li><li 1>a</li>"],
    ["~~gone~~ and **~~all~~**", "<s>gone</s> and <b><s>all</s></b>"],
    ["**「重要」**です。", "<b>「重要」</b>です。"],
    ["他说**“你好”**。（**注意！**）", "他说<b>“你好”</b>。（<b>注意！</b>）"],
    ["**(注意)**です", "<b>(注意)</b>です"],
    ["これは**(注意)**と**100%**の**`値`**だ", "これは<b>(注意)</b>と<b>100%</b>の<b><code>値</code></b>だ"],
    ["**100%**、「**(a)**」", "<b>100%</b>、「<b>(a)</b>」"],
    ["~~「消」~~です、~~(消)~~です", "<s>「消」</s>です、<s>(消)</s>です"],
    ["字**~~重~~**字", "字<b><s>重</s></b>字"],
    ["**https://example.org/a**", "<b><a https://example.org/a>https://example.org/a</a></b>"],
    ["> - `a`\n>   b", "<quote><li •><code>a</code>\nb</li></quote>"],
    ["[label](https://example.org/a)", "<a https://example.org/a>label</a> (<code>example.org</code>)"],
    ["[**a** b](<https://example.org/a\\_b>)", "<a https://example.org/a_b><b>a</b> b</a> (<code>example.org</code>)"],
  ])("%j is %j", (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe("what it has not stays as it was typed", () => {
  test.each([
    "# a heading\n## another\nnone\n===\n---",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<b>bold</b> <img src=x onerror=alert(1)> <!-- *a* --> &lt;b&gt; &amp;",
    "~one~ ~~~",
    ">_< and\n>:( and\n>500 came\n>>= too\n->",
    "__init__.py and a__b__ and __x__y",
    "^_^ ;_; -_- ._. >_> <_< @_@ ^_-",
    "(*_*) *_* *__*!",
    "* * *\n- - -\n***",
    "  indented\n    more",
    "![an image](picture.png)",
    "[a reference] [another][one]\n\n[one]: somewhere",
    "2*3*4 snake_case_name 5 * 3 * 2",
    "¯\\_(ツ)_/¯ \\*not italic\\* C:\\*",
    "two spaces  \nand a backslash\\\nare no line breaks of their own",
    "one\n\n\n\n    indented\n\tby a tab",
    "-",
    "1.",
    ">",
    "> \n>",
    "- \n- ",
    "```",
    "```\n\n```",
    "**",
    "a ** b",
    "`",
  ])("%j", (text) => {
    expect(shape(text)).toBe(text);
  });
});

describe("links lead to where they say", () => {
  test.each([
    ["https://example.org/a_b_(c).", "<a https://example.org/a_b_(c)>https://example.org/a_b_(c)</a>."],
    ["(see www.example.org)", "(see <a https://www.example.org/>www.example.org</a>)"],
    ["<https://example.org/a>", "<<a https://example.org/a>https://example.org/a</a>>"],
    ["https://example.org/foo_ _b_", "<a https://example.org/foo_>https://example.org/foo_</a> <i>b</i>"],
    ["_b_ https://example.org/foo_", "<i>b</i> <a https://example.org/foo_>https://example.org/foo_</a>"],
    ["a__b__c https://example.org/__d__", "a__b__c <a https://example.org/__d__>https://example.org/__d__</a>"],
    ["_a https://example.org/__init__", "_a <a https://example.org/__init__>https://example.org/__init__</a>"],
    ["**a *https://example.org/b* c**", "<b>a <i><a https://example.org/b>https://example.org/b</a></i> c</b>"],
    ['"https://example.org/a"', '"<a https://example.org/a>https://example.org/a</a>"'],
    ["https://example.org/a;", "<a https://example.org/a>https://example.org/a</a>;"],
    ["„https://example.org/a“", "„<a https://example.org/a>https://example.org/a</a>“"],
    ["https://example.org/docs（中文）后", "<a https://example.org/docs>https://example.org/docs</a>（中文）后"],
    ["https://example.org/a。", "<a https://example.org/a>https://example.org/a</a>。"],
    ["http://localhost:8787/x", "<a http://localhost:8787/x>http://localhost:8787/x</a>"],
    ["http://intranet/x", "<a http://intranet/x>http://intranet/x</a>"],
    ["http://[::1]/", "<a http://[::1]/>http://[::1]/</a>"],
    ["https://x_y.example/a", "<a https://x_y.example/a>https://x_y.example/a</a>"],
    ["Https://example.org", "<a https://example.org/>Https://example.org</a>"],
    [
      "https://müller.example",
      "<a https://xn--mller-kva.example/>https://müller.example</a> (<code>xn--mller-kva.example</code>)",
    ],
    ["https://user:pw@example.org/", "https://user:pw@example.org/"],
    ["ada@example.org", "<a mailto:ada@example.org>ada@example.org</a>"],
    ["[write](mailto:ada@example.org)", "<a mailto:ada@example.org>write</a> (<code>ada@example.org</code>)"],
    ["[example.org](https://www.example.org/a)", "<a https://www.example.org/a>example.org</a>"],
    ["[https://example.org](https://example.org/a)", "<a https://example.org/a>https://example.org</a>"],
    ["[(see example.org).](https://example.org./a)", "<a https://example.org./a>(see example.org).</a>"],
    ["[example.org/b.md](https://example.org/b.md)", "<a https://example.org/b.md>example.org/b.md</a>"],
    ["[@ada@example.org](https://example.org/@ada)", "<a https://example.org/@ada>@ada@example.org</a>"],
    ["[Node.js, v1.2](https://example.org/)", "<a https://example.org/>Node.js, v1.2</a> (<code>example.org</code>)"],
    [
      "[e.g. this. And that](https://example.org/)",
      "<a https://example.org/>e.g. this. And that</a> (<code>example.org</code>)",
    ],
    [
      "[bücher.example](https://bücher.example/)",
      "<a https://xn--bcher-kva.example/>bücher.example</a> (<code>xn--bcher-kva.example</code>)",
    ],
  ])("%j is %j, with its host beside a label that differs", (text, expected) => {
    expect(shape(text)).toBe(expected);
  });

  test.each([
    "[**bank.example**](https://evil.example/)",
    "[***bank*.example**](https://evil.example/)",
    "[**bank**.*example*](https://evil.example/)",
    "[`bank.example`](https://evil.example/)",
    "[ba`nk.exa`mple](https://evil.example/)",
    "[👉 bank.example 👈](https://evil.example/)",
    "[👉bank.example👈](https://evil.example/)",
    "[log in to bank.example, now](https://evil.example/)",
    "[evil.example or bank.example](https://evil.example/)",
    "[bank.example.](https://evil.example/)",
    "[bank.example:443](https://evil.example/)",
    "[bank.example/evil.example](https://evil.example/)",
    "[bank.example?evil.example](https://evil.example/)",
    "[bank.example@evil.example](https://evil.example.bank/)",
    "[evil.example:@bank.example](https://evil.example/)",
    "[evil.example@bank.example](https://evil.example/)",
    "[https://evil.example:@bank.example](https://evil.example/)",
    "[bank。example](https://evil.example/)",
    "[bank｡example](https://evil.example/)",
    "[bank\u2024example](https://evil.example/)",
    "[bank\u0701example](https://evil.example/)",
    "[bank.\u200aexample](https://evil.example/)",
    "[bank\u2d7f.example](https://evil.example/)",
    "[ｂａｎｋ．ｅｘａｍｐｌｅ](https://evil.example/)",
    "[bücher.example](https://bucher.example/)",
    "[xn--bcher-kva.example](https://evil.example/)",
    "[банк.рф](https://evil.example/)",
    "[банк.xn--p1ai](https://evil.example/)",
    "[bank.example](mailto:bank@evil.example)",
    "[http://intranet](https://evil.example/)",
    "[192.0.2.1](https://evil.example/)",
    "[http://[2001:db8::1]/](https://evil.example/)",
    "[localhost:8080](https://evil.example/)",
  ])("%j, whose label names another host in whatever form, is no link of that label", (text) => {
    expect(labelledLinks(parseMarkup(text, []))).toEqual([]);
    expect(shape(text).replaceAll(/<\/?(?:b|i|code)>/g, "")).toMatch(/^\[/);
  });

  test("a mention in a label is read as it is drawn", () => {
    expect(shape("[@bank.example](https://evil.example/)", ["bank.example"])).toMatch(/^\[/);
  });

  test.each([["[https://example.org](https://example.org/a)", "<a https://example.org/a>https://example.org</a>"]])(
    "%j is %j",
    (text, expected) => {
      expect(shape(text)).toBe(expected);
    },
  );

  test.each([
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,b)",
    "[a](vbscript:b) [a](file:///etc/passwd) [a](blob:b) [a](ftp:b)",
    "[a](/r/other) [a](other) [a](//example.org) [a](#)",
    "<javascript:alert(1)>",
    "javascript:alert(1)",
    "xmpp:ada@example.org",
    "[a](https://)",
    "[a]()",
  ])("%j is text", (text) => {
    expect(parseMarkup(text, []).map(blockShape).join("")).not.toMatch(/<a (?!mailto)/);
    expect(shape(text).replaceAll(/<a [^>]*>|<\/a>/g, "")).toBe(text);
  });

  test.each([
    "[https://bank.example](https://evil.example/)",
    "[bank.example](https://evil.example/)",
    "[BANK.EXAMPLE/login](https://evil.example/)",
    "[go to www.bank.example now](https://evil.example/)",
    "[bank\u200b.example](https://evil.example/)",
    "[bank\uff0eexample](https://evil.example/)",
    "[b\u0430nk.example](https://bank.example/)",
    "[help@bank.example](mailto:help@evil.example)",
    "[help@bank.example](https://evil.example/)",
    "[\u200b](https://evil.example/)",
    "[](https://evil.example/)",
    "[bank](https://bank.example@evil.example/)",
    '[bank](https://bank.example/ "a title that nobody sees")',
  ])("%j, which promises something else or nothing, keeps its address in sight", (text) => {
    expect(shape(text)).not.toContain(">bank");
    expect(shape(text).replaceAll(/<a [^>]*>|<\/a>/g, "")).toBe(text);
  });
});

describe("P2.10 a mention", () => {
  test.each([
    ["@Ada, look", ["Ada"], "<at uid of Ada>@Ada</at>, look"],
    [
      "@Ada Lovelace and @Ada",
      ["Ada", "Ada Lovelace"],
      "<at uid of Ada Lovelace>@Ada Lovelace</at> and <at uid of Ada>@Ada</at>",
    ],
    ["*@_x_ said* @*", ["_x_", "*"], "<i><at uid of _x_>@_x_</at> said</i> <at uid of *>@*</at>"],
    ["田中さん@田中です", ["田中"], "田中さん<at uid of 田中>@田中</at>です"],
    ["@नमस्ते!", ["नमस्ते"], "<at uid of नमस्ते>@नमस्ते</at>!"],
    ["> @Ada\n- @Ada", ["Ada"], "<quote><at uid of Ada>@Ada</at></quote><li •><at uid of Ada>@Ada</at></li>"],
    ["@Adam, write to not@Ada and `@Ada`", ["Ada"], "@Adam, write to not@Ada and <code>@Ada</code>"],
    ["https://social.example/@Ada", ["Ada"], "<a https://social.example/@Ada>https://social.example/@Ada</a>"],
    ["@Ada", [], "@Ada"],
  ])("%j of %j is %j", (text, names, expected) => {
    expect(shape(text, names)).toBe(expected);
  });
});

test.each([
  "evil.example",
  "www.evil.example",
  "https://evil.example/x",
  "Go https://evil.example",
  "eve@evil.example",
])("P8.27 a mention of %s is no link", (name) => {
  expect(shape(`Hello @${name}, welcome`, [name])).toBe(`Hello <at uid of ${name}>@${name}</at>, welcome`);
});

test.each([
  ["@Ada!", true],
  ["> - **@Ada**", true],
  ["`@Ada`", false],
  ["```\n@Ada\n```", false],
  ["https://social.example/@Ada", false],
  ["[@Ada](https://social.example/)", true],
])("P2.10 whether %j mentions Ada is %s: code and addresses mention nobody", (text, isShown) => {
  expect(isMentionShown(text, [{ uid: "1", username: "Ada" }], "1")).toBe(isShown);
});

test.each([
  ["**bold** and [a label](https://example.org/)", "bold and a label"],
  ["> said\nanswered `x`", "said answered x"],
  ["1. one\n2. ~~two~~\n- three", "1. one 2. two • three"],
  ["```js\na();\n```", "a();"],
])("a quote or a notification of %j reads %j", (text, readable) => {
  expect(readableText(text, [])).toBe(readable);
});
