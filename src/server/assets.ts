import { readHeaderRules } from "./header-rules.ts";
import { readRedirectRules } from "./redirect-rules.ts";
import type { SiteManifest } from "./site-manifest.ts";

/** Types of the files of the page, as Cloudflare names them. */
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
};

/** Types that are worth compressing. */
const COMPRESSIBLE = /^text\/|json|svg/;

/** The folder of the page, as workerd serves it. */
interface Disk {
  fetch(address: string): Promise<Response>;
}

/** Serves the built page under the rules of public/, as Cloudflare's static assets do. Unlike there, no 404 is cached. */
export class Assets {
  readonly #files: SiteManifest["files"];
  readonly #addHeaders: ReturnType<typeof readHeaderRules>;
  readonly #redirect: ReturnType<typeof readRedirectRules>;
  readonly #disk: Disk;

  constructor({ files, headers, redirects }: SiteManifest, disk: Disk) {
    this.#files = files;
    this.#addHeaders = readHeaderRules(headers);
    this.#redirect = readRedirectRules(redirects);
    this.#disk = disk;
  }

  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = decodePath(url.pathname);
    const response = await this.#answer(request, path, url.search);
    const headers = new Headers(response.headers);
    this.#addHeaders(path, headers);
    const { body, status } = response;
    // The next version may have the file, and rules go by path alone.
    if (status === 404) headers.set("cache-control", "no-store");
    // A compressed response is compressed by the runtime, as its header says.
    return new Response(body, { status, headers });
  }

  async #answer(request: Request, path: string, search: string): Promise<Response> {
    const redirect = this.#redirect(path);
    if (redirect !== undefined && !redirect.isRewrite) {
      return new Response(null, { status: redirect.status, headers: { location: redirect.to } });
    }
    const place = this.#find(redirect?.to ?? path);
    if (place.moved !== undefined) {
      return new Response(null, { status: 307, headers: { location: place.moved + search } });
    }
    if (place.file === undefined) return this.#send(request, "/404.html", 404);
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    return this.#send(request, place.file, 200);
  }

  /** The file of a path: pages have none of their `.html` and `index` in their address. */
  #find(path: string): { readonly file?: string; readonly moved?: string } {
    const has = (file: string) => Object.hasOwn(this.#files, file);
    const [, bare] = /^(.*\/)index(?:\.html)?$/.exec(path) ?? /^(.*)\.html$/.exec(path) ?? [];
    if (bare !== undefined && (has(path) || has(`${path}.html`))) return { moved: bare };
    if (has(path)) return { file: path };
    if (path.endsWith("/")) {
      if (has(`${path}index.html`)) return { file: `${path}index.html` };
      const page = path.slice(0, -1);
      return has(`${page}.html`) ? { moved: page } : {};
    }
    return has(`${path}.html`) ? { file: `${path}.html` } : {};
  }

  async #send(request: Request, file: string, status: number): Promise<Response> {
    const tag = this.#files[file];
    if (tag === undefined) return new Response(null, { status });
    const type = TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
    const accepts = request.headers.get("accept-encoding")?.includes("gzip") === true;
    const headers = new Headers({ "content-type": type });
    if (status === 200) {
      headers.set("etag", `"${tag}"`);
      const known = request.headers
        .get("if-none-match")
        ?.split(",")
        .map((one) => one.trim().replace(/^W\//, ""));
      if (known?.includes(`"${tag}"`)) return new Response(null, { status: 304, headers });
    }
    const stored = await this.#disk.fetch(`http://site${encodeURI(file)}`);
    if (COMPRESSIBLE.test(type)) {
      headers.set("vary", "accept-encoding");
      if (accepts) headers.set("content-encoding", "gzip");
    }
    if (request.method === "HEAD") {
      await stored.body?.cancel();
      return new Response(null, { status, headers });
    }
    return new Response(stored.body, { status, headers });
  }
}

/** A path that isn't valid UTF-8 stays as it is, and matches no file. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
