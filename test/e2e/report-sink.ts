import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import * as v from "valibot";
import { listenOnLoopback } from "../support/loopback.ts";

const SINK = "/csp-report";

const Report = v.object({
  "csp-report": v.object({ "effective-directive": v.string(), "blocked-uri": v.string() }),
});

/** A browser's report: the violated directive and its cause. */
export interface PolicyReport {
  readonly directive: string;
  readonly blocked: string;
}

export interface ReportSinkOptions {
  /** Injected at the end of each page's head, as an attacker would. */
  readonly inject?: string;
}

/** A proxy in front of the server, with its own origin. */
export interface ReportSink {
  readonly origin: string;
  /** Reports from browsers so far. */
  readonly reports: readonly PolicyReport[];
  close(): void;
}

/**
 * Forwards everything to the server, and adds a report endpoint to each page's policy. The policy is otherwise
 * unchanged.
 *
 * @param target the server's origin
 */
export async function openReportSink(target: string, { inject = "" }: ReportSinkOptions = {}): Promise<ReportSink> {
  const { hostname, port } = new URL(target);
  const reports: PolicyReport[] = [];
  const server = createServer((asked, answer) => {
    if (asked.url === SINK) takeReport(asked, answer, reports);
    // Pages must arrive uncompressed, so that content can be injected.
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
    // Each connection ends with the other, however it ends.
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
