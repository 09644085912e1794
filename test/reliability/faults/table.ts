import { API_FAULTS } from "./api-faults.ts";
import { ARCHIVE_FAULTS } from "./archive-faults.ts";
import { BOT_FAULTS } from "./bot-faults.ts";
import { CLI_FAULTS } from "./cli-faults.ts";
import { CLIENT_FAULTS } from "./client-faults.ts";
import { DATA_FAULTS } from "./data-faults.ts";
import { DEPLOY_FAULTS } from "./deploy-faults.ts";
import { EMBED_FAULTS } from "./embed-faults.ts";
import type { Fault } from "./fault.ts";
import { FILES_FAULTS } from "./files-faults.ts";
import { LOG_FAULTS } from "./log-faults.ts";
import { MODERATION_FAULTS } from "./moderation-faults.ts";
import { NAMES_FAULTS } from "./names-faults.ts";
import { NEWCOMER_FAULTS } from "./newcomer-faults.ts";
import { OPERATOR_FAULTS } from "./operator-faults.ts";
import { OWN_SERVER_FAULTS } from "./own-server-faults.ts";
import { PAGE_FAULTS } from "./page-faults.ts";
import { PREVIEW_FAULTS } from "./preview-faults.ts";
import { PRIVACY_FAULTS } from "./privacy-faults.ts";
import { RANK_FAULTS } from "./rank-faults.ts";
import { ROOM_FAULTS } from "./room-faults.ts";
import { SEARCH_FAULTS } from "./search-faults.ts";
import { SERVER_FAULTS } from "./server-faults.ts";
import { SIGN_IN_FAULTS } from "./sign-in-faults.ts";
import { WEBHOOK_FAULTS } from "./webhook-faults.ts";

/** The command that writes the table of docs/reliability.md. */
export const COMMAND = "node scripts/fault-table.ts";

export const GROUPS: readonly (readonly [title: string, faults: readonly Fault[]])[] = [
  ["The log and its sockets", SERVER_FAULTS],
  ["What the log keeps", LOG_FAULTS],
  ["Rooms", ROOM_FAULTS],
  ["Moderation", MODERATION_FAULTS],
  ["New guests and filters", NEWCOMER_FAULTS],
  ["Names, links, casts and slow mode", NAMES_FAULTS],
  ["Ranks", RANK_FAULTS],
  ["Signing in", SIGN_IN_FAULTS],
  ["The client", CLIENT_FAULTS],
  ["The page", PAGE_FAULTS],
  ["Reports and personal data", PRIVACY_FAULTS],
  ["The operator's view", OPERATOR_FAULTS],
  ["The public log", ARCHIVE_FAULTS],
  ["Link previews", PREVIEW_FAULTS],
  ["Programs over HTTP", API_FAULTS],
  ["The command line", CLI_FAULTS],
  ["Bots and incoming webhooks", BOT_FAULTS],
  ["Webhooks and slash commands", WEBHOOK_FAULTS],
  ["Pictures and files", FILES_FAULTS],
  ["Search", SEARCH_FAULTS],
  ["Deletion, export and import", DATA_FAULTS],
  ["Embedding", EMBED_FAULTS],
  ["A server of your own", OWN_SERVER_FAULTS],
  ["Deploying", DEPLOY_FAULTS],
];

/** Every planted fault and the test that catches it, in Markdown. */
export function renderFaults(): string {
  return GROUPS.map(([title, faults]) => {
    const rows = faults.map(
      ({ caughtBy, isBasic, name }) => `| ${isBasic ? "● " : ""}${name} | ${cell(caughtBy.title)} |`,
    );
    return `### ${title} (${faults.length})\n\n| fault | caught by |\n|---|---|\n${rows.join("\n")}`;
  }).join("\n\n");
}

/** Escapes the characters that would end a cell or start markup. */
function cell(text: string): string {
  return text.replace(/[|<*]/g, "\\$&");
}
