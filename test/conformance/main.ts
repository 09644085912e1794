// `npm run conformance -- --url ws://127.0.0.1:8787` plays the cases against a server, and `--client "node my-client.js"`
// those for clients against a client. Both report by rule.
import { parseArgs } from "node:util";
import { readCases } from "./cases.ts";
import { type Outcome, play } from "./play.ts";
import { playClient, readClientCases } from "./play-client.ts";

const { values } = parseArgs({
  options: {
    client: { type: "string" },
    url: { type: "string", default: "ws://127.0.0.1:8787" },
    rule: { type: "string", multiple: true, default: [] },
    within: { type: "string", default: "5000" },
  },
});
// The rooms' addresses follow it: `/ws/…`.
const url = values.url.replace(/(?:\/ws)?\/*$/, "");
const within = Number(values.within);
const isWanted = ({ rules }: Pick<Outcome, "rules">) =>
  values.rule.length === 0 || rules.some((rule) => values.rule.includes(rule));
const outcomes: Outcome[] = [];
if (values.client === undefined) {
  for (const one of readCases().filter(isWanted)) outcomes.push(await play(one, { url, within }));
} else {
  const command = values.client.split(" ");
  for (const one of readClientCases().filter(isWanted)) outcomes.push(await playClient(one, command, within));
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const byRule = Map.groupBy(
  outcomes.flatMap((outcome) => outcome.rules.map((rule) => ({ rule, outcome }))),
  ({ rule }) => rule,
);
for (const [rule, entries] of [...byRule].sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true }))) {
  const failed = entries.filter(({ outcome }) => outcome.failure !== undefined);
  print(`${failed.length === 0 ? "pass" : "FAIL"}  ${rule}`);
  for (const { outcome } of failed) print(`        ${outcome.title}\n        ${outcome.failure}`);
}
const failures = outcomes.filter(({ failure }) => failure !== undefined).length;
print(`${byRule.size} rules, ${outcomes.length} cases, ${failures} failed`);
process.exitCode = failures === 0 && outcomes.length > 0 ? 0 : 1;
