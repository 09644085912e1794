/** The sites that may embed the room, from the Worker: `* https://example.org` (EMBED_ORIGINS). */
export interface Hosts {
  readonly all: boolean;
  readonly origins: ReadonlySet<string>;
}

/** @param list separated by spaces */
export function readHosts(list: string): Hosts {
  const entries = list.split(" ").filter((entry) => entry !== "");
  return { all: entries.includes("*"), origins: new Set(entries.filter((entry) => entry !== "*")) };
}

/** The position of a frame among pages. */
export interface Place {
  /** The origin of the page around the frame, as its first message proves; absent before. */
  readonly host: string | undefined;
  readonly own: string;
  /** Whether another frame stands between this one and the top of the page. */
  readonly isNested: boolean;
  /** Whether there is no page around at all. */
  readonly isTop: boolean;
}

/** Whether the frame listens to a page of this origin. The browser has checked it already, with `frame-ancestors`. */
export function mayTalk({ all, origins }: Hosts, origin: string, own: string): boolean {
  return all || origin === own || origins.has(origin);
}

/**
 * Whether the owner of the room knows the page around the frame by name. Any other page gets no texts, sends and stores
 * nothing, and the user can't moderate inside it: it could have covered the frame with something else to click on.
 */
export function isTrusted({ all, origins }: Hosts, { host, isNested, isTop, own }: Place): boolean {
  // Without `*`, the browser shows the frame only if every page around it is listed.
  if (isTop || !all) return true;
  return !isNested && host !== undefined && (host === own || origins.has(host));
}
