import * as v from "valibot";
import { Id } from "../../../src/protocol/fields.ts";
import { ModerationAction } from "../../../src/protocol/moderation-action.ts";
import { NewBan } from "../../../src/worker/http/new-ban.ts";
import { ListQuery } from "../../../src/worker/http/queries.ts";
import { COMPONENTS } from "../answers.ts";
import { JSON_LINES, type Part } from "../operation.ts";

const Action = v.intersect([ModerationAction, v.object({ id: v.exactOptional(Id) })]);
const BANS = "A deployment without `DEPLOYMENT_BANS` answers 404.";

export const moderating: Part = {
  name: "Moderating",
  description: "Moderators' actions and lists, and bans across all rooms.",
  operations: [
    {
      method: "post",
      path: "/api/rooms/{room}/moderate",
      id: "moderate",
      summary: "Carry out an action",
      rules: "P9.3",
      access: "token",
      body: Action,
      answers: { 200: { description: "It is done.", body: COMPONENTS.Done } },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/moderation",
      id: "readModerationList",
      summary: "A list for moderators",
      rules: "P9.11",
      access: "token",
      query: ListQuery,
      answers: { 200: { description: "At most 50 items, newest first.", body: COMPONENTS.ModerationList } },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/audit",
      id: "exportAudit",
      summary: "The whole audit log",
      rules: "P9.30",
      access: "token",
      answers: { 200: { description: "Entries as JSON lines.", body: JSON_LINES } },
    },
    {
      method: "get",
      path: "/api/bans",
      id: "listBans",
      summary: "Bans across all rooms",
      rules: "P9.16",
      description: BANS,
      access: "token",
      answers: { 200: { description: "The bans, newest first.", body: COMPONENTS.Banned } },
    },
    {
      method: "post",
      path: "/api/bans",
      id: "addBan",
      summary: "Ban someone from all rooms",
      rules: "P9.16",
      description: BANS,
      access: "token",
      body: NewBan,
      answers: { 200: { description: "The new bans.", body: COMPONENTS.Banned } },
    },
    {
      method: "delete",
      path: "/api/bans/{key}",
      id: "liftBan",
      summary: "Lift a ban",
      rules: "P9.16",
      description: BANS,
      access: "token",
      answers: { 200: { description: "The bans that remain.", body: COMPONENTS.Banned } },
    },
  ],
};
