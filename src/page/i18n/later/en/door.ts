import type { Format } from "../../format.ts";

/** Before a room that does not let one in. */
export const door = (_: Format) => ({
  bannedTitle: "You were put out of this room",
  bannedAdvice: "A moderator has banned you. No end is set to that.",
  bannedUntil: (time: string) => `A moderator has put you out. You may come back after ${time}.`,
  membersTitle: "This room is for members",
  membersAdvice: "Sign in on the site that the room belongs to, and come back from there.",
  invitationTitle: "This room is for those who were invited",
  invitationAdvice: "Open the link of your invitation, or paste it here.",
  badInvitationTitle: "This invitation does not hold any more",
  badInvitationAdvice: "It has ended, was used up or was revoked. Ask for another one, and paste it here.",
  invitation: "Link of the invitation",
  noInvitation: "This is not the link of an invitation.",
});
