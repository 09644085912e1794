/** Whether an address is one of the page's: the lobby's, or a room's. Every one of them is the same HTML. */
export function isPagePath(pathname: string): boolean {
  return pathname === "/" || pathname.startsWith("/r/");
}
