import { AUDIT, BANS, REPORTS, RESOLVE, USAGE } from "../admin/across.ts";
import { ACT, CLAIM_LINK, CLOSE, DELETE, ERASE, INVITE, KEEP, LOG, OPEN, PRUNE, ROTATE, SET } from "../admin/acts.ts";
import { NUMBERS, ROOM, ROOMS } from "../admin/rooms.ts";
import type { CommandGroup } from "../command.ts";

/** What the operator of a deployment does (docs/operating.md). */
export const ADMIN: CommandGroup = {
  summary: "See all rooms and act in any of them, as the operator.",
  about:
    "For the operator of a deployment: with OWNER_TOKEN, or a JWT of your site with the role operator. Exports and bots: `parley export` and `parley bot` take OWNER_TOKEN too.",
  commands: {
    rooms: ROOMS,
    room: ROOM,
    numbers: NUMBERS,
    usage: USAGE,
    reports: REPORTS,
    resolve: RESOLVE,
    audit: AUDIT,
    open: OPEN,
    close: CLOSE,
    set: SET,
    log: LOG,
    act: ACT,
    claim: CLAIM_LINK,
    invite: INVITE,
    erase: ERASE,
    prune: PRUNE,
    delete: DELETE,
    keep: KEEP,
    rotate: ROTATE,
    bans: BANS,
  },
};
