/** Whether a path belongs to the page: the lobby or a room. All of them serve the same HTML. */
export function isPagePath(pathname: string): boolean {
  return pathname === "/" || pathname.startsWith("/r/");
}
