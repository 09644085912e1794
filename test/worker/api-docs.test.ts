import { expect, test } from "vitest";
import api from "../../docs/api.md?raw";
import webhooks from "../../docs/webhooks.md?raw";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { curl, curlLines, promised } from "./curl.ts";
import { owned } from "./owned-room.ts";
import { send } from "./post-json.ts";

test("every line of curl in docs/api.md does what it says", async () => {
  const { room } = await owned();
  const bot = await send("POST", `${room}/bots`, OWNER_TOKEN, { name: "Robot", scopes: ["read", "write"] });
  const variables: Record<string, string> = {
    CHAT: "https://chat.example",
    TOKEN: String(bot.body.token),
    OWNER_TOKEN,
  };
  const lines = curlLines(api);
  expect(lines.length).toBeGreaterThan(15);
  for (const line of lines) {
    const response = await curl(line.replaceAll("/rooms/garden", `/rooms/${room}`), variables);
    expect(response.ok, `${line}: ${response.status}`).toBe(true);
    if (!Number.isNaN(promised(line))) expect(response.status, line).toBe(promised(line));
    if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
      await response.body?.cancel();
      continue;
    }
    const text = await response.text();
    if (response.status !== 201) continue;
    const { id, seq, token, url } = JSON.parse(text);
    if (seq !== undefined) variables.SEQ = String(seq);
    if (token !== undefined) variables.BOT = id;
    if (url !== undefined) Object.assign(variables, { HOOK: id, URL: url });
  }
  expect(Object.keys(variables)).toEqual(["CHAT", "TOKEN", "OWNER_TOKEN", "SEQ", "BOT", "HOOK", "URL"]);
});

test("every line of curl in docs/webhooks.md does what it says", async () => {
  const { owner, room } = await owned();
  const [make = "", ...posts] = curlLines(webhooks);
  const made = await curl(make.replaceAll("/rooms/garden", `/rooms/${room}`), { OWNER_TOKEN });
  expect(made.status).toBe(201);
  const { url }: { url: string } = await made.json();
  const answers = [];
  for (const line of posts) {
    const response = await curl(line, { URL: url });
    answers.push(`${response.status} ${await response.text()}`);
    expect(await owner.takeOnly("message")).toMatchObject({ bot: true, message: expect.stringContaining("**1204**") });
  }
  expect(answers).toEqual(["200 ok", "200 ok", "204 "]);
});
