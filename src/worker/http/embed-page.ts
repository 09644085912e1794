import { type Context, Hono } from "hono";
import { jsonError } from "../base/json-error.ts";
import { type Config, readConfig } from "../config/config.ts";
import { type EmbedConfig, frameAncestors } from "../config/embed-config.ts";
import { isOriginAllowed } from "./cors.ts";

type App = { Bindings: Env };

/** The built page for frames (`public/embed.html`), by its path on the site. */
const PAGE_PATH = "/embed";

/** The page of a room in a frame of the owner's sites (`EMBED_ORIGINS`). The full page is never in another site's frame. */
export const embedPage = new Hono<App>({ strict: false })
  .get("/", (c) => framePage(c))
  .get("/:room", (c) => framePage(c))
  .get("/:room/access", tellAccess)
  .on("ALL", ["/", "/:room", "/:room/access"], () => jsonError("method_not_allowed", 405, { allow: "GET" }));

async function framePage({ env, req }: Context<App>): Promise<Response> {
  const { embed } = readConfig(env);
  const page = await env.ASSETS.fetch(new URL(PAGE_PATH, req.url));
  if (!page.ok) return jsonError("not_found", 404);
  const headers = new Headers(page.headers);
  headers.set("content-security-policy", framedBy(headers.get("content-security-policy") ?? "", embed));
  // The list in the page can change with each deployment, and its tag would not.
  headers.set("cache-control", "no-cache");
  headers.delete("etag");
  const hosts = [...(embed.all ? ["*"] : []), ...embed.origins].join(" ");
  return new HTMLRewriter()
    .on("html", { element: (html) => void html.setAttribute("data-hosts", hosts) })
    .transform(new Response(page.body, { headers }));
}

/** Replaces who may frame the page in its policy. */
function framedBy(policy: string, embed: EmbedConfig): string {
  const others = policy.split(";").filter((directive) => !directive.trim().startsWith("frame-ancestors"));
  return [...others, ` frame-ancestors ${frameAncestors(embed)}`].join(";");
}

/**
 * Tells any page whether it may embed a room. Browsers don't tell a page why its frame stayed empty, so `<parley-chat>`
 * asks here, and shows the owner what to set.
 */
function tellAccess({ env, req }: Context<App>): Response {
  const origin = req.header("origin");
  const url = new URL(req.url);
  const answer = mayEmbed(origin, url, readConfig(env))
    ? {}
    : {
        refusal: `${url.host} does not let ${origin} embed its rooms. Its owner can add "${origin}" to EMBED_ORIGINS.`,
      };
  return Response.json(answer, { headers: { "access-control-allow-origin": "*" } });
}

function mayEmbed(origin: string | undefined, url: URL, config: Config): boolean {
  const { all, origins } = config.embed;
  if (origin !== undefined && (all || origins.has(origin))) return true;
  return isOriginAllowed(origin, url, { ...config, allowedOrigins: new Set<string>() });
}
