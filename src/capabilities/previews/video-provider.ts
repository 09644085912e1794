import * as v from "valibot";
import { type Asking, fetchPublic } from "../../worker/outgoing/fetch-public.ts";
import { cleanText } from "./clean-text.ts";
import type { SaidByPage } from "./find-preview.ts";
import { pixels } from "./read-page.ts";

/** Sites whose pages say what they are about late or only to browsers, and which have an address that says it (oEmbed). */
const PROVIDERS = [
  { hosts: /^(?:(?:www|m|music)\.)?youtube\.com$|^youtu\.be$/, oembed: "https://www.youtube.com/oembed" },
  { hosts: /^(?:www\.)?vimeo\.com$/, oembed: "https://vimeo.com/api/oembed.json" },
] as const;

const OEmbed = v.object({
  title: v.string(),
  author_name: v.exactOptional(v.string()),
  provider_name: v.exactOptional(v.string()),
  thumbnail_url: v.exactOptional(v.string()),
  thumbnail_width: v.optional(v.unknown()),
  thumbnail_height: v.optional(v.unknown()),
});

/** The oEmbed address of the site that a link leads to, if it is known to have one. */
export function providerOf(link: string): string | undefined {
  const { hostname } = new URL(link);
  return PROVIDERS.find(({ hosts }) => hosts.test(hostname))?.oembed;
}

/** Asks a site about a video. The site is asked by its own address, so no user chooses the question. */
export async function askProvider(
  oembed: string,
  link: string,
  asking: Asking,
  send: typeof fetch,
): Promise<SaidByPage | undefined> {
  const address = new URL(oembed);
  address.searchParams.set("url", link);
  address.searchParams.set("format", "json");
  const answered = await fetchPublic(address.href, { ...asking, accept: "application/json" }, send);
  const text = answered && new TextDecoder().decode(answered.body);
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), OEmbed), text);
  if (!said.success) return undefined;
  const { author_name, provider_name, thumbnail_height, thumbnail_url, thumbnail_width, title } = said.output;
  const texts = {
    site: cleanText(provider_name, 60),
    title: cleanText(title, 200),
    description: cleanText(author_name, 300),
  };
  const size = { ...pixels("width", thumbnail_width), ...pixels("height", thumbnail_height) };
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, one]) => one !== undefined)),
    ...(thumbnail_url === undefined ? {} : { picture: { url: thumbnail_url, ...size } }),
    video: true,
  };
}
