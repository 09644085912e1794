import { isAtLeast, type Member } from "../../client/index.ts";

/** People with something beside their name: a badge, or a picture. */
export type Marked = ReadonlyMap<string, Member>;

/** Those among the people here. @param before what came of it last time, given back while nothing of that is another */
export function markedAmong(members: ReadonlyMap<string, Member>, before: Marked): Marked {
  const marked = new Map([...members].filter(([, member]) => isMarked(member)));
  const isSame = marked.size === before.size && [...marked].every(([uid, member]) => looksAs(member, before.get(uid)));
  return isSame ? before : marked;
}

function isMarked({ avatar, role, signedIn }: Member): boolean {
  return avatar !== undefined || signedIn === true || isAtLeast(role, "moderator");
}

function looksAs(one: Member, other: Member | undefined): boolean {
  return one.role === other?.role && one.signedIn === other.signedIn && one.avatar === other.avatar;
}
