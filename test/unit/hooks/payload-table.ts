// Payloads as their senders' documentation shows them, shortened to the fields that say something.

/** Slack's and Mattermost's. */
export const SLACK = [
  { what: "a text", payload: { text: "Hello, *world*." }, message: { text: "Hello, **world**." } },
  {
    what: "a text beside embeds that are null",
    payload: { text: "Hello.", embeds: null },
    message: { text: "Hello." },
  },
  {
    what: "Mattermost, with a name and a picture, and Markdown",
    payload: {
      channel: "town-square",
      username: "test-automation",
      icon_url: "https://www.mattermost.org/logo.png",
      text: "#### Test results\n| Component | Tests run |\n|:--|:--|\n**3 failed**",
    },
    message: {
      text: "#### Test results\n| Component | Tests run |\n|:--|:--|\n**3 failed**",
      username: "test-automation",
      avatar: "https://www.mattermost.org/logo.png",
    },
  },
  {
    what: "blocks, with the text as what notifications say",
    payload: {
      text: "New Paid Time Off request from Fred Enriquez",
      blocks: [
        { type: "header", text: { type: "plain_text", text: "New request", emoji: true } },
        {
          type: "section",
          fields: [
            { type: "mrkdwn", text: "*Type:*\nPaid Time Off" },
            { type: "mrkdwn", text: "*Created by:*\n<https://example.com|Fred Enriquez>" },
          ],
        },
        { type: "divider" },
        {
          type: "section",
          text: { type: "mrkdwn", text: "<https://example.com|View request>" },
          accessory: { type: "image", image_url: "https://example.com/palm.png", alt_text: "a palm tree" },
        },
        {
          type: "actions",
          elements: [
            { type: "button", text: { type: "plain_text", text: "Approve" }, value: "approve" },
            { type: "button", text: { type: "plain_text", text: "Open" }, url: "https://example.com/1" },
          ],
        },
        {
          type: "context",
          elements: [
            { type: "mrkdwn", text: "by *HR*" },
            { type: "plain_text", text: "today" },
          ],
        },
      ],
    },
    message: {
      text: [
        "**New request**",
        "**Type:**\nPaid Time Off",
        "**Created by:**\n[Fred Enriquez](https://example.com)",
        "[View request](https://example.com)",
        "[a palm tree](https://example.com/palm.png)",
        "[Open](https://example.com/1)",
        "by **HR** · today",
      ].join("\n"),
    },
  },
  {
    what: "rich text",
    payload: {
      blocks: [
        {
          type: "rich_text",
          elements: [
            {
              type: "rich_text_section",
              elements: [
                { type: "text", text: "Deploy " },
                { type: "text", text: "now ", style: { bold: true } },
                { type: "link", url: "https://example.com/d", text: "here" },
                { type: "emoji", name: "rocket" },
              ],
            },
            {
              type: "rich_text_list",
              style: "ordered",
              elements: [
                { type: "rich_text_section", elements: [{ type: "text", text: "build" }] },
                { type: "rich_text_section", elements: [{ type: "user", user_id: "U1" }] },
              ],
            },
            { type: "rich_text_preformatted", elements: [{ type: "text", text: "make" }] },
            { type: "rich_text_quote", elements: [{ type: "text", text: "ship it" }] },
          ],
        },
      ],
    },
    message: {
      text: "Deploy **now** [here](https://example.com/d):rocket:\n1. build\n2. @U1\n```\nmake\n```\n> ship it",
    },
  },
  {
    what: "attachments, as Grafana and older programs send them",
    payload: {
      attachments: [
        {
          fallback: "Required plain-text summary of the attachment.",
          color: "#36a64f",
          pretext: "Before the block",
          author_name: "Bobby Tables",
          title: "Slack API Documentation",
          title_link: "https://api.slack.com/",
          text: "Text inside the *attachment*",
          fields: [{ title: "Priority", value: "High", short: false }],
          footer: "Slack API",
          ts: 123456789,
        },
        { fallback: "Only this" },
      ],
    },
    message: {
      text: [
        "Before the block",
        "> Bobby Tables",
        "> **[Slack API Documentation](https://api.slack.com/)**",
        "> Text inside the **attachment**",
        "> **Priority** High",
        "> Slack API",
        "> Only this",
      ].join("\n"),
    },
  },
  { what: "nothing to say", payload: { text: "" }, message: { text: "" } },
];

/** Discord's. */
export const DISCORD = [
  {
    what: "a text with a name and a picture",
    payload: { content: "Hello **world**", username: "Captain Hook", avatar_url: "https://example.com/hook.png" },
    message: { text: "Hello **world**", username: "Captain Hook", avatar: "https://example.com/hook.png" },
  },
  {
    what: "Discord's own references",
    payload: { content: "<@80351110224678912> in <#103735883630395392>: <:mmLol:216154654256398347> <t:1618953630:R>" },
    message: { text: "@80351110224678912 in #103735883630395392: :mmLol: 2021-04-20 21:20 UTC" },
  },
  {
    what: "embeds",
    payload: {
      content: null,
      embeds: [
        {
          author: { name: "Birdie", url: "https://example.com/birdie" },
          title: "Title",
          url: "https://example.com/",
          description: "Text *description*",
          color: 15258703,
          fields: [{ name: "Text", value: "More text", inline: true }],
          image: { url: "https://example.com/image.png" },
          footer: { text: "Footer" },
        },
      ],
    },
    message: {
      text: [
        "> [Birdie](https://example.com/birdie)",
        "> **[Title](https://example.com/)**",
        "> Text *description*",
        "> **Text** More text",
        "> https://example.com/image.png",
        "> Footer",
      ].join("\n"),
    },
  },
  { what: "nothing to say", payload: { content: "", embeds: [] }, message: { text: "" } },
  { what: "a text and embeds that are null", payload: { content: "hi", embeds: null }, message: { text: "hi" } },
  { what: "embeds without a text", payload: { content: null, embeds: [{ title: "A" }] }, message: { text: "> **A**" } },
  { what: "nothing but null", payload: { embeds: null }, message: { text: "" } },
];

const REPOSITORY = { full_name: "octo/hello", html_url: "https://github.com/octo/hello" };
const SENDER = { login: "octocat" };
const IN = "in [octo/hello](https://github.com/octo/hello)";
const COMMIT = { id: "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c", url: "https://github.com/octo/hello/commit/0d1a26e" };
const REQUEST = { number: 2, title: "Update the README", html_url: "https://github.com/octo/hello/pull/2" };
const ISSUE = { number: 1, title: "Spelling error", html_url: "https://github.com/octo/hello/issues/1" };

/** GitHub's, by event. */
export const GITHUB = [
  {
    what: "ping",
    event: "ping",
    payload: { zen: "Keep it logically awesome." },
    text: "**octocat** connected this room to GitHub",
  },
  {
    what: "a push",
    event: "push",
    payload: {
      ref: "refs/heads/main",
      compare: "https://github.com/octo/hello/compare/1...2",
      commits: [
        { ...COMMIT, message: "Fix the [link]\n\nIt was broken." },
        { ...COMMIT, message: "See [docs](https://evil.example)" },
      ],
    },
    text: `**octocat** pushed [2 commits](https://github.com/octo/hello/compare/1...2) to \`main\` ${IN}
- [0d1a26e](https://github.com/octo/hello/commit/0d1a26e) Fix the [link]
- [0d1a26e](https://github.com/octo/hello/commit/0d1a26e) See [docs] (https://evil.example)`,
  },
  {
    what: "a long push",
    event: "push",
    payload: { ref: "refs/heads/main", commits: Array.from({ length: 8 }, () => ({ id: "abcdefgh", message: "x" })) },
    text: `**octocat** pushed 8 commits to \`main\` ${IN}\n${"- abcdefg x\n".repeat(5)}- and 3 more`,
  },
  {
    what: "a push of a tag, which create tells",
    event: "push",
    payload: { ref: "refs/tags/v1", commits: [] },
    text: "",
  },
  {
    what: "a new branch",
    event: "create",
    payload: { ref: "next", ref_type: "branch" },
    text: `**octocat** created the branch \`next\` ${IN}`,
  },
  ...[
    "check_run",
    "check_suite",
    "workflow_job",
    "status",
    "watch",
    "deployment_status",
    "dependabot_alert",
    "new",
  ].map((event) => ({ what: `nothing of ${event}`, event, payload: { action: "completed" }, text: "" })),
  ...(
    [
      ["[Bug] crash", "[Bug] crash"],
      ["[docs](https://evil.example)", "[docs] (https://evil.example)"],
    ] as const
  ).map(([title, shown]) => ({
    what: `a title with brackets: ${title}`,
    event: "issues",
    payload: { action: "opened", issue: { ...ISSUE, title } },
    text: `**octocat** opened issue [#1](https://github.com/octo/hello/issues/1) ${shown} ${IN}`,
  })),
  {
    what: "a pull request",
    event: "pull_request",
    payload: { action: "opened", pull_request: REQUEST },
    text: `**octocat** opened pull request [#2 Update the README](https://github.com/octo/hello/pull/2) ${IN}`,
  },
  {
    what: "a merge",
    event: "pull_request",
    payload: { action: "closed", pull_request: { ...REQUEST, merged: true } },
    text: `**octocat** merged pull request [#2 Update the README](https://github.com/octo/hello/pull/2) ${IN}`,
  },
  { what: "a label", event: "pull_request", payload: { action: "labeled", pull_request: REQUEST }, text: "" },
  {
    what: "an issue",
    event: "issues",
    payload: { action: "opened", issue: ISSUE },
    text: `**octocat** opened issue [#1 Spelling error](https://github.com/octo/hello/issues/1) ${IN}`,
  },
  {
    what: "a comment",
    event: "issue_comment",
    payload: {
      action: "created",
      issue: ISSUE,
      comment: { html_url: `${ISSUE.html_url}#c`, body: "You are totally right!\r\nThanks." },
    },
    text: `**octocat** commented on [#1 Spelling error](https://github.com/octo/hello/issues/1#c) ${IN}\n> You are totally right! Thanks.`,
  },
  {
    what: "a review",
    event: "pull_request_review",
    payload: { action: "submitted", pull_request: REQUEST, review: { state: "approved", body: null } },
    text: `**octocat** approved pull request [#2 Update the README](https://github.com/octo/hello/pull/2) ${IN}`,
  },
  {
    what: "a release",
    event: "release",
    payload: {
      action: "published",
      release: { tag_name: "0.0.1", name: null, html_url: "https://github.com/octo/hello/releases/1" },
    },
    text: `**octocat** released **[0.0.1](https://github.com/octo/hello/releases/1)** ${IN}`,
  },
  {
    what: "a workflow",
    event: "workflow_run",
    payload: {
      action: "completed",
      workflow_run: {
        name: "Build",
        html_url: "https://github.com/octo/hello/runs/1",
        head_branch: "main",
        conclusion: "timed_out",
      },
    },
    text: `**octocat** ran [Build](https://github.com/octo/hello/runs/1) on \`main\`: timed out ${IN}`,
  },
  { what: "any other", event: "team_add", payload: {}, text: "" },
].map(({ payload, ...one }) => ({
  ...one,
  payload: { sender: SENDER, ...(one.event === "ping" ? {} : { repository: REPOSITORY }), ...payload },
}));

const ALERT = {
  status: "firing",
  labels: { alertname: "HighErrorRate", instance: "api-1:9090", job: "api", severity: "critical" },
  annotations: { summary: "5 % of requests fail", description: "More than 5 % of all requests fail." },
  startsAt: "2026-11-28T05:00:00.000Z",
  generatorURL: "http://prometheus.example/graph?g0.expr=rate%28x%29",
};
const GROUP = {
  version: "4",
  groupKey: '{}:{alertname="HighErrorRate"}',
  receiver: "parley",
  groupLabels: { alertname: "HighErrorRate" },
  commonLabels: { alertname: "HighErrorRate", severity: "critical" },
  externalURL: "http://alertmanager.example",
  truncatedAlerts: 0,
};
const LINE = "[5 % of requests fail](http://prometheus.example/graph?g0.expr=rate%28x%29) (critical, api-1:9090, api)";

/** Alertmanager's. */
export const ALERTMANAGER = [
  {
    what: "firing",
    payload: { ...GROUP, status: "firing", alerts: [ALERT, { ...ALERT, status: "resolved" }] },
    text: `🔥 **[Firing (1): HighErrorRate](http://alertmanager.example)**\n- ${LINE}\n- resolved: ${LINE}`,
  },
  {
    what: "resolved",
    payload: { ...GROUP, status: "resolved", alerts: [{ ...ALERT, status: "resolved" }] },
    text: `✅ **[Resolved (1): HighErrorRate](http://alertmanager.example)**\n- resolved: ${LINE}`,
  },
  {
    what: "more than are listed",
    payload: { ...GROUP, status: "firing", truncatedAlerts: 3, alerts: Array.from({ length: 12 }, () => ALERT) },
    text: `🔥 **[Firing (12): HighErrorRate](http://alertmanager.example)**\n${`- ${LINE}\n`.repeat(10)}- and 5 more`,
  },
];
