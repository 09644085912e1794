/** The `id` of a message's line, and what stands behind the `#` of a link to it. */
export function anchorOf(seq: number): string {
  return `m${seq}`;
}

/**
 * The message that a link leads to.
 *
 * @param hash as in `location.hash`
 */
export function seqOfHash(hash: string): number | undefined {
  const seq = Number(/^#m(\d{1,15})$/.exec(hash)?.[1]);
  return Number.isNaN(seq) ? undefined : seq;
}

/** The line that an element of the page is in, and its message's `seq`. */
export function lineOf(element: EventTarget | null): { readonly line: HTMLElement; readonly seq: number } | undefined {
  const line = element instanceof Element ? element.closest<HTMLElement>(".message") : null;
  const seq = line === null ? undefined : seqOfHash(`#${line.id}`);
  return line === null || seq === undefined ? undefined : { line, seq };
}
