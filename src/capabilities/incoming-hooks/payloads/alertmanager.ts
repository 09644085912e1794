import { type Fields, fieldsIn, isFields, listIn, textIn } from "./json.ts";
import { bold, lines, link, shortened } from "./markdown.ts";
import type { HookMessage } from "./payload.ts";

/** Alerts of a group that are listed; the others are counted. */
const MAX_ALERTS = 10;

const MAX_TEXT = 200;

/** Reads a notification of Prometheus' Alertmanager, version 4 (P15.26). */
export function readAlertmanager({ alerts, commonLabels, externalURL, status, truncatedAlerts }: Fields): HookMessage {
  const all = listIn(alerts);
  const isFiring = status === "firing";
  const name = textIn(fieldsIn(commonLabels).alertname) || textIn(fieldsIn(all[0]?.labels).alertname) || "Alerts";
  const count = isFiring ? all.filter((alert) => alert.status === "firing").length : all.length;
  const more = all.length - MAX_ALERTS + Number(textIn(truncatedAlerts) || 0);
  return {
    text: lines(
      `${isFiring ? "🔥" : "✅"} ${bold(link(`${isFiring ? "Firing" : "Resolved"} (${count}): ${name}`, textIn(externalURL)))}`,
      ...all.slice(0, MAX_ALERTS).map(alertText),
      more > 0 ? `- and ${more} more` : "",
    ),
  };
}

function alertText({ annotations, generatorURL, labels, status }: Fields): string {
  const notes = fieldsIn(annotations);
  const marks = fieldsIn(labels);
  const summary =
    textIn(notes.summary) || textIn(notes.description) || textIn(notes.message) || textIn(marks.alertname);
  const where = ["severity", "instance", "job"].map((label) => textIn(marks[label])).filter((value) => value !== "");
  const label = link(shortened(summary, MAX_TEXT), textIn(generatorURL));
  return `- ${status === "resolved" ? "resolved: " : ""}${label}${where.length === 0 ? "" : ` (${where.join(", ")})`}`;
}

/** Whether a payload is one of Alertmanager's. */
export function isAlertmanager(payload: unknown): payload is Fields {
  return isFields(payload) && Array.isArray(payload.alerts) && "groupKey" in payload;
}
