import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import * as v from "valibot";
import { listenOnLoopback } from "../support/loopback.ts";

const SINK = "/csp-report";

const Report = v.object({
  "csp-report": v.object({ "effective-directive": v.string(), "blocked-uri": v.string() }),
});

/** What a browser reported: which directive was broken, and by what. */
export interface PolicyReport {
  readonly directive: string;
  readonly blocked: string;
}

export interface ReportSinkOptions {
  /** Put at the end of each page's head, as somebody who found a way into it would. */
  readonly inject?: string;
}

/** A door before the server, with an origin of its own. */
export interface ReportSink {
  readonly origin: string;
  /** What browsers reported so far. */
  readonly reports: readonly PolicyReport[];
  close(): void;
}

/**
 * Stands in front of the server, hands everything on, and has each page's policy say that whatever breaks it is reported
 * here. The policy itself stays as the server sent it.
 *
 * @param target the server's origin
 */
export async function openReportSink(target: string, { inject = "" }: ReportSinkOptions = {}): Promise<ReportSink> {
  const { hostname, port } = new URL(target);
  const reports: PolicyReport[] = [];
  const server = createServer((asked, answer) => {
    if (asked.url === SINK) takeReport(asked, answer, reports);
    // Pages are to come unpacked, so that something can be put into them.
    else
      handOn(asked, answer, { hostname, port, headers: { ...asked.headers, "accept-encoding": "identity" } }, inject);
  });
  server.on("upgrade", (asked: IncomingMessage, client) => {
    const upstream = connect(Number(port), hostname);
    const head = [`${asked.method} ${asked.url} HTTP/1.1`];
    for (let at = 0; at < asked.rawHeaders.length; at += 2) {
      head.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`);
    }
    upstream.write(`${head.join("\r\n")}\r\n\r\n`);
    upstream.pipe(client).pipe(upstream);
    // Each ends with the other, in whatever way.
    for (const [one, other] of [[client, upstream] as const, [upstream, client] as const]) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  const own = await listenOnLoopback(server);
  return {
    origin: `http://127.0.0.1:${own}`,
    reports,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function takeReport(asked: IncomingMessage, answer: ServerResponse, reports: PolicyReport[]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk);
  const report = v.parse(Report, JSON.parse(Buffer.concat(chunks).toString()))["csp-report"];
  reports.push({ directive: report["effective-directive"], blocked: report["blocked-uri"] });
  answer.writeHead(204).end();
}

function handOn(asked: IncomingMessage, answer: ServerResponse, to: object, inject: string): void {
  const { method, url } = asked;
  const upstream = request({ ...to, method, path: url }, (got) => {
    const { "content-security-policy": policy, ...headers } = got.headers;
    const reporting = policy === undefined ? {} : { "content-security-policy": `${policy}; report-uri ${SINK}` };
    const isPage = headers["content-type"]?.startsWith("text/html") ?? false;
    if (isPage) delete headers["content-length"];
    answer.writeHead(got.statusCode ?? 502, { ...headers, ...reporting });
    if (!isPage) {
      got.pipe(answer);
      return;
    }
    let html = "";
    got.setEncoding("utf8").on("data", (text: string) => {
      html += text;
    });
    got.on("end", () => answer.end(html.replace("</head>", `${inject}</head>`)));
  });
  upstream.on("error", () => answer.destroy());
  asked.pipe(upstream);
}
