import type { Format } from "../../format.ts";

/** What was done, as the log of a room tells it. */
export const deeds = (_: Format) => ({
  mute: (who: string, whom: string, time: string) => `${who} muted ${whom} for ${time}`,
  unmute: (who: string, whom: string) => `${who} unmuted ${whom}`,
  shadow: (who: string, whom: string) => `${who} hid what ${whom} writes`,
  unshadow: (who: string, whom: string) => `${who} let be seen what ${whom} writes`,
  clear: (who: string, whom: string) => `${who} deleted the messages of ${whom}`,
  kick: (who: string, whom: string) => `${who} put ${whom} out`,
  ban: (who: string, whom: string) => `${who} banned ${whom}`,
  banFor: (who: string, whom: string, time: string) => `${who} banned ${whom} for ${time}`,
  unban: (who: string, whom: string) => `${who} let ${whom} in again`,
  role: (who: string, whom: string, role: string) => `${who} gave ${whom} the role: ${role}`,
  pin: (who: string) => `${who} pinned a message`,
  unpin: (who: string) => `${who} unpinned a message`,
  delete: (who: string) => `${who} deleted somebody else’s message`,
  resolve: (who: string) => `${who} resolved a report`,
  settings: (who: string) => `${who} changed the rules`,
  invite: (who: string) => `${who} made an invitation`,
  revoke: (who: string) => `${who} revoked an invitation`,
  claim: (who: string) => `${who} became an owner`,
});
