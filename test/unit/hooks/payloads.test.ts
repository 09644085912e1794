import { describe, expect, it, test } from "vitest";
import { readPayload } from "../../../src/capabilities/incoming-hooks/payloads/read-payload.ts";
import { mrkdwn } from "../../../src/capabilities/incoming-hooks/payloads/slack.ts";
import { ALERTMANAGER, DISCORD, GITHUB, SLACK } from "./payload-table.ts";

const read = (payload: unknown, headers: Record<string, string> = {}) => readPayload(payload, new Headers(headers));

describe("P15.23 the payloads of Slack and Mattermost", () => {
  test.each(SLACK)("$what", ({ message, payload }) => {
    expect(read(payload)).toEqual({ dialect: "slack", message });
  });

  test.each([
    ["*bold* and _italic_ and ~gone~", "**bold** and _italic_ and ~~gone~~"],
    ["2 * 3 * 4 and a*b*c", "2 * 3 * 4 and a*b*c"],
    ["**Markdown** stays, ~~this too~~", "**Markdown** stays, ~~this too~~"],
    ["`*code*` and ```\n*more* &lt;b&gt;\n```", "`*code*` and ```\n*more* <b>\n```"],
    ["<https://a.example/x?y=1&amp;z=2|the page>", "[the page](https://a.example/x?y=1&z=2)"],
    ["<https://a.example>", "https://a.example"],
    ["<https://a.example/a_(b)|a [b]>", "[a b](https://a.example/a_%28b%29)"],
    ["<javascript:alert(1)|here>", "<javascript:alert(1)|here>"],
    ["<mailto:ada@a.example|Ada>", "Ada"],
    [
      "<@U024BE7LH> <@U024BE7LH|ada> <#C024BE7LR|general> <!here> <!channel|channel>",
      "@U024BE7LH @ada #general @here @channel",
    ],
    ["<!subteam^S123|@team> <!date^1392734382^{date}|Feb 18, 2014>", "@team Feb 18, 2014"],
    ["a &lt; b &amp;&amp; c &gt; d &amp;lt;", "a < b && c > d &lt;"],
  ])("%j becomes %j", (slack, markdown) => {
    expect(mrkdwn(slack)).toBe(markdown);
  });
});

describe("P15.24 the payloads of Discord", () => {
  test.each(DISCORD)("$what", ({ message, payload }) => {
    expect(read(payload)).toEqual({ dialect: "discord", message });
  });
});

describe("P15.25 the events of GitHub", () => {
  test.each(GITHUB)("$what", ({ event, payload, text }) => {
    expect(read(payload, { "x-github-event": event })).toEqual({ dialect: "slack", message: { text } });
  });

  it("have the id of their delivery", () => {
    const id = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
    const headers = { "x-github-event": "ping", "x-github-delivery": id };
    expect(read({ zen: "Design for failure." }, headers).message).toMatchObject({ id });
  });
});

describe("P15.26 the notifications of Alertmanager", () => {
  test.each(ALERTMANAGER)("$what", ({ payload, text }) => {
    expect(read(payload)).toEqual({ dialect: "slack", message: { text } });
  });
});

describe("P15.22 a payload that is none of these", () => {
  test.each([[undefined], [null], ["text"], [[]], [{}], [{ message: "hello" }], [{ alerts: [] }]])("%j", (payload) => {
    expect(read(payload)).toEqual({ dialect: "slack", message: undefined });
  });

  test.each([
    [{ text: 7, attachments: "no", blocks: [7, null, { type: "section", text: "no" }] }, "7"],
    [{ content: null, embeds: [null, { fields: 7 }] }, ""],
    [{ text: "", blocks: [{ type: "rich_text", elements: nested(40) }] }, expect.any(String)],
  ])("with fields of other types is read as far as it can be: %j", (payload, text) => {
    expect(read(payload).message).toEqual({ text });
  });
});

/** Lists of rich text in each other. */
function nested(levels: number): object[] {
  const inner = levels === 0 ? [{ type: "text", text: "deep" }] : nested(levels - 1);
  return [{ type: "rich_text_list", style: "bullet", elements: inner }];
}
