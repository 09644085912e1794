/** A PNG of one pixel. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Bytes of a page that is too long to be read whole. */
const ENDLESS = 8 * 1_024 * 1_024;

const html = (head: string, type = "text/html; charset=utf-8") =>
  new Response(`<!doctype html><html><head>${head}</head><body><svg><title>Not this</title></svg></body></html>`, {
    headers: { "content-type": type },
  });

const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } });

const png = () => new Response(Buffer.from(PIXEL, "base64"), { headers: { "content-type": "image/png" } });

const GARDEN = `<title>Plain &amp; simple</title>
<meta property="og:title" content="The garden &amp; its &quot;owner&quot; &#x1F33B;">
<meta property="og:site_name" content="Gardens">
<meta name="description" content="Plain description">
<meta property="og:description" content="All about
  roses">
<meta property="og:image" content="/rose.png"><meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">`;

/** Pages of other sites by their address, for tests of link previews. */
const PAGES: Readonly<Record<string, (request: Request) => Response | Promise<Response>>> = {
  "https://garden.example.org/": () => html(GARDEN),
  "https://garden.example.org/rose.png": png,
  "https://garden.example.org/rose.svg": () =>
    new Response('<svg xmlns="http://www.w3.org/2000/svg"/>', { headers: { "content-type": "image/png" } }),
  "https://garden.example.org/huge.png": () => new Response(endless(), { headers: { "content-type": "image/png" } }),
  "https://garden.example.org/plain": () => html("<title>Only a title</title>"),
  "https://garden.example.org/untitled": () => html("<meta property='og:site_name' content='Gardens'>"),
  "https://garden.example.org/svg": () => html("<title>An SVG</title><meta property='og:image' content='/rose.svg'>"),
  "https://garden.example.org/big": () => html("<title>Big</title><meta property='og:image' content='/huge.png'>"),
  "https://garden.example.org/inward": () =>
    html("<title>Inward</title><meta property='og:image' content='http://127.0.0.1/router.png'>"),
  "https://garden.example.org/film": () => html("<title>A film</title><meta property='og:type' content='video.other'>"),
  "https://garden.example.org/hostile": () =>
    html(`<meta property="og:title" content="&#x202E;evil &lt;script&gt;alert(1)&lt;/script&gt;&#0;">`),
  "https://garden.example.org/long": () => html(`<title>${"rose ".repeat(500)}</title>`),
  "https://garden.example.org/endless": () =>
    new Response(endless("<title>Before the end</title>"), { headers: { "content-type": "text/html" } }),
  "https://garden.example.org/late": () =>
    html(`<!--${"-".repeat(600 * 1_024)}--><title>Too far down to be read</title>`),
  "https://garden.example.org/slow": () => new Promise(() => {}),
  "https://garden.example.org/stalled": () =>
    new Response(
      new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("<title>Half")) }),
      { headers: { "content-type": "text/html" } },
    ),
  "https://garden.example.org/latin": () =>
    new Response(Buffer.from("<meta charset=windows-1252><title>Caf\xe9</title>", "latin1"), {
      headers: { "content-type": "text/html" },
    }),
  "https://garden.example.org/cyrillic": () =>
    new Response(Buffer.concat([Buffer.from("<title>"), Buffer.from([0xd1, 0xe0, 0xe4]), Buffer.from("</title>")]), {
      headers: { "content-type": "text/html; charset=windows-1251" },
    }),
  "https://garden.example.org/no-charset": () => html("<title>Grüße</title>", "text/html; charset=klingon"),
  "https://garden.example.org/report.pdf": () =>
    new Response("%PDF-1.7 <title>Not HTML</title>", { headers: { "content-type": "application/pdf" } }),
  "https://garden.example.org/gone": () => new Response("<title>Gone</title>", { status: 404 }),
  "https://garden.example.org/moved": () => redirect("/plain", 301),
  "https://garden.example.org/to-router": () => redirect("http://192.168.0.1/"),
  "https://garden.example.org/to-file": () => redirect("file:///etc/passwd"),
  "https://garden.example.org/nowhere": () => new Response(null, { status: 302 }),
  "https://garden.example.org/loop": () => redirect("/loop"),
  "https://garden.example.org/hops/3": () => redirect("/hops/2"),
  "https://garden.example.org/hops/2": () => redirect("/hops/1"),
  "https://garden.example.org/hops/1": () => redirect("/plain"),
  "https://garden.example.org/hops/4": () => redirect("/hops/3"),
  "https://garden.example.org/cookies": ({ headers }) =>
    html(
      `<title>Sent: ${[...headers.keys()].filter((name) => /cookie|authorization|referer/.test(name)).join()}</title>`,
    ),
  "https://www.youtube.com/oembed": ({ url }) =>
    Response.json({
      title: `Video of ${new URL(url).searchParams.get("url")}`,
      author_name: "Someone",
      provider_name: "YouTube",
      thumbnail_url: "https://garden.example.org/rose.png",
      thumbnail_width: 480,
      thumbnail_height: 360,
    }),
};

/** A body that does not end within what anyone should read. */
function endless(start = ""): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      const part = sent === 0 ? new TextEncoder().encode(start.padEnd(65_536)) : new Uint8Array(65_536).fill(32);
      sent += part.length;
      controller.enqueue(part);
      if (sent >= ENDLESS) controller.close();
    },
  });
}

/** The rest of the web, for a Worker under test. An address that is not here fails, as one without a server does. */
export async function answerElsewhere(request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url);
  const page = PAGES[origin + pathname];
  if (page === undefined) throw new Error(`nobody is at ${request.url}`);
  return page(request);
}
