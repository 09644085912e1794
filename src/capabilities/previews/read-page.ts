import type { Answered } from "../../worker/outgoing/fetch-public.ts";
import { cleanText } from "./clean-text.ts";
import type { SaidByPage } from "./find-preview.ts";

/** Code points of a text that a card shows. */
const MAX_TITLE = 200;
const MAX_DESCRIPTION = 300;
const MAX_SITE = 60;

/** Bytes at the start of a page that may name its character encoding, as HTML has it. */
const ENCODING_WITHIN = 1_024;

/** Names of what a page says about itself, by preference. */
const NAMES = {
  site: ["og:site_name", "application-name"],
  title: ["og:title", "twitter:title"],
  description: ["og:description", "twitter:description", "description"],
  picture: ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"],
} as const;

/** Reads what a page says about itself: Open Graph, Twitter's cards, and plain HTML. */
export async function readPage({ body, type, url }: Answered): Promise<SaidByPage> {
  const named = new Map<string, string>();
  let title = "";
  // The rest of a page has `<title>` as well, within its pictures.
  let isInHead = true;
  const leaveHead = {
    element() {
      isInHead = false;
    },
  };
  const rewriter = new HTMLRewriter()
    .on("meta", {
      element(meta) {
        const name = (meta.getAttribute("property") ?? meta.getAttribute("name"))?.toLowerCase();
        const content = meta.getAttribute("content");
        if (name !== undefined && content && !named.has(name)) named.set(name, content);
      },
    })
    .on("body", leaveHead)
    .on("svg", leaveHead)
    .on("title", {
      text({ text }) {
        if (isInHead) title += text;
      },
    });
  const html = decode(body, type);
  await rewriter.transform(new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } })).text();
  const find = (names: readonly string[]) =>
    names.map((name) => named.get(name)).find((content) => content !== undefined);
  const texts = {
    site: cleanText(find(NAMES.site), MAX_SITE),
    title: cleanText(find(NAMES.title) ?? title, MAX_TITLE),
    description: cleanText(find(NAMES.description), MAX_DESCRIPTION),
  };
  const picture = URL.parse(cleanText(find(NAMES.picture), 2_048) ?? "", url);
  const isVideo = named.get("og:type")?.startsWith("video") || named.has("og:video");
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    ...(picture === null || find(NAMES.picture) === undefined
      ? {}
      : {
          picture: {
            url: picture.href,
            ...pixels("width", named.get("og:image:width")),
            ...pixels("height", named.get("og:image:height")),
          },
        }),
    ...(isVideo ? { video: true as const } : {}),
  };
}

/** A number of pixels as a page says it. */
export function pixels<Key extends string>(key: Key, said: unknown): { readonly [key in Key]?: number } {
  const number = Number(said);
  // The keys of an object literal are widened to `string`.
  return Number.isInteger(number) && number > 0 && number < 100_000
    ? ({ [key]: number } as { [key in Key]: number })
    : {};
}

/** The text of a page, by the encoding that its header names, or else the page itself. A name that is none means UTF-8. */
function decode(body: Uint8Array, type: string): string {
  const start = new TextDecoder("latin1").decode(body.subarray(0, ENCODING_WITHIN));
  const named = /charset\s*=\s*["']?([\w-]+)/i.exec(type) ?? /<meta[^>]*charset\s*=\s*["']?([\w-]+)/i.exec(start);
  try {
    return new TextDecoder(named?.[1] ?? "utf-8").decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
