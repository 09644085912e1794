/** The address of a picture, where it is of this page's own host: no other is asked for anything, nor let through by the policy. */
export function ownPicture(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address, location.href)) return undefined;
  const { href, origin } = new URL(address, location.href);
  return origin === location.origin ? href : undefined;
}
