/** Whether a path belongs to the page: the lobby or a room. All of them serve the same HTML. A room's log is not among them. */
export function isPagePath(pathname: string): boolean {
  return pathname === "/" || /^\/r\/[^/]*\/?$/.test(pathname);
}
