/** A line that opens or closes a block of code. */
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** Whether a text ends within a block of code that is still open, by CommonMark's rules. */
export function endsInFence(text: string): boolean {
  let open: string | undefined;
  for (const line of text.split("\n")) {
    const [, fence, rest] = FENCE.exec(line) ?? [];
    if (fence === undefined || rest === undefined) continue;
    if (open === undefined) {
      // "```code```" on one line is inline code.
      if (fence.startsWith("~") || !rest.includes("`")) open = fence;
    } else if (fence.startsWith(open) && rest.trim() === "") open = undefined;
  }
  return open !== undefined;
}
