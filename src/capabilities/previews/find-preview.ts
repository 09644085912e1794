import { fetchPublic } from "../../worker/outgoing/fetch-public.ts";
import { publicUrl } from "../../worker/outgoing/public-url.ts";
import { firstLink } from "./first-link.ts";
import { isPicture } from "./picture-type.ts";
import type { Found, FoundPicture } from "./preview-store.ts";
import { readPage } from "./read-page.ts";
import { askProvider, providerOf } from "./video-provider.ts";

/** Bytes of a page that are read. Its description of itself is at its start. */
const MAX_PAGE_BYTES = 512 * 1_024;

/** Milliseconds for a page. */
const PAGE_TIMEOUT_MS = 3_000;

/** The type of a document that can say something about itself. */
const HTML = /^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i;

/**
 * Looks up what the first link of a text leads to (P13.2).
 *
 * @param known the link that was looked up before, for the same message
 * @param send asks another site
 */
export async function findPreview(text: string, known: string | undefined, send: typeof fetch): Promise<Found> {
  const url = firstLink(text);
  if (url === undefined || publicUrl(url) === undefined) return { type: "nothing" };
  if (url === known) return { type: "same" };
  const provider = providerOf(url);
  const accept = "text/html,application/xhtml+xml,image/*;q=0.8";
  const asking = { accept, timeoutMs: PAGE_TIMEOUT_MS, maxBytes: MAX_PAGE_BYTES, beyond: "cut" } as const;
  if (provider !== undefined) return pageOf(url, await askProvider(provider, url, asking, send));
  const page = await fetchPublic(url, asking, send);
  if (page === undefined) return { type: "nothing" };
  const site = siteOf(url);
  if (isPicture(page.body)) return pageOf(url, { site, picture: { url: page.url.href } });
  if (!HTML.test(page.type)) return { type: "nothing" };
  const said = await readPage(page);
  return said.title === undefined && said.description === undefined
    ? { type: "nothing" }
    : pageOf(url, { site, ...said });
}

/** The description that a page gives of itself. */
export interface SaidByPage {
  readonly site?: string;
  readonly title?: string;
  readonly description?: string;
  readonly picture?: FoundPicture;
  readonly video?: true;
}

function pageOf(url: string, said: SaidByPage | undefined): Found {
  if (said === undefined) return { type: "nothing" };
  const { picture, ...texts } = said;
  // A picture is fetched when it is shown; what can't be asked is none.
  const isShown = picture !== undefined && publicUrl(picture.url) !== undefined;
  return { type: "page", preview: { url, ...texts }, ...(isShown ? { picture } : {}) };
}

function siteOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, "");
}
