import { expect, test } from "vitest";
import page from "../../../docs/outgoing-webhooks.md?raw";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { curl, curlLines } from "../curl.ts";
import { owned } from "../owned-room.ts";
import { SITE } from "./hook-client.ts";

test("every line of curl in docs/outgoing-webhooks.md does what it says", async () => {
  const { owner, room } = await owned();
  owner.say("Hello", "1");
  const variables: Record<string, string> = { PARLEY: "https://chat.example", OWNER_TOKEN };
  const answers: [status: number, fields: readonly string[]][] = [];
  for (const line of curlLines(page)) {
    // The page's receiver is the one that answers here.
    const here = line
      .replace("/rooms/garden", `/rooms/${room}`)
      .replace(/https:\/\/example\.org\/\w+/, `${SITE}/ok/${room}`);
    const response = await curl(here, variables);
    const text = await response.text();
    const answer: Record<string, unknown> = text === "" ? {} : JSON.parse(text);
    answers.push([response.status, Object.keys(answer)]);
    if (response.status === 201) variables.ID ??= String(answer.id);
  }
  expect(answers).toEqual([
    [201, ["id", "secret"]],
    [200, ["id", "secret"]],
    [200, ["id", "kind", "name", "url", "events", "filter", "at", "state"]],
    [200, ["deliveries"]],
    [200, ["number", "at", "id", "type", "body", "status", "ms", "answer"]],
    [201, ["id", "secret"]],
    [200, ["hooks"]],
    [204, []],
  ]);
});
