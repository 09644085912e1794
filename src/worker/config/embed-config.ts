import { listsAll, readOriginList } from "./origin-list.ts";

/** Sites whose pages may embed a room in a frame. */
export interface EmbedConfig {
  /** Whether every site may. Those that aren't in `origins` can't send, store or moderate. */
  readonly all: boolean;
  /** Origins that the owner lists by name. */
  readonly origins: ReadonlySet<string>;
}

/** @throws ConfigError */
export function readEmbedConfig({ EMBED_ORIGINS = "" }: { readonly EMBED_ORIGINS?: string }): EmbedConfig {
  return { all: listsAll(EMBED_ORIGINS), origins: readOriginList("EMBED_ORIGINS", EMBED_ORIGINS) };
}

/** The sources of `frame-ancestors` for what stands in a frame of a room. */
export function frameAncestors({ all, origins }: EmbedConfig): string {
  return all ? "*" : ["'self'", ...origins].join(" ");
}
