/** A JSON example of the page. */
export interface Example {
  /** What the fence says it is, such as `client` or `http summary`; in a trace, who sends it. */
  readonly kind: string;
  readonly text: string;
}

/** A part of the page, from its heading to the next one. */
export interface Section {
  readonly heading: string;
  /** What `#…` of a link to it says. */
  readonly anchor: string;
  readonly text: string;
}

const FENCE = /^```(\S*) ?(.*)\n([\s\S]*?)^```$/gm;

/** Lines of a trace that are no JSON: the upgrade, and the heartbeat. */
const BARE = /^(?:GET \/ws\/\S+(?: +Sec-WebSocket-Protocol: parley\.v1)?|101 Switching Protocols|ping|pong)$/;

/**
 * Every example of a page: fences of one or several JSON values, and the frames of traces.
 *
 * @throws for a fence that is neither, so that none goes unparsed
 */
export function examplesOf(markdown: string): Example[] {
  return Array.from(markdown.matchAll(FENCE), ([, language = "", kind = "", text = ""]) => {
    if (language === "trace") return framesOf(kind, text);
    if (language !== "json") throw new Error(`a fence of ${language || "no language"}`);
    return isJson(text)
      ? [{ kind, text }]
      : text
          .trim()
          .split("\n")
          .map((line) => ({ kind, text: line }));
  }).flat();
}

function framesOf(dialect: string, trace: string): Example[] {
  return stepsOf(trace).flatMap(({ sender, text }) =>
    BARE.test(text) ? [] : [{ kind: dialect === "plain" ? `plain-${sender}` : sender, text }],
  );
}

/** A line of a trace, with those that are indented below it. */
export interface Step {
  readonly sender: "client" | "server";
  readonly text: string;
}

/**
 * The lines of a trace, without its remarks, which begin with `#`.
 *
 * @throws for a line that neither side sends
 */
export function stepsOf(trace: string): Step[] {
  const lines = trace.trimEnd().replace(/\n +/g, " ").split("\n");
  return lines.flatMap((line): Step[] => {
    if (line.startsWith("# ")) return [];
    const [, arrow, text = ""] = /^([→←]) (.+)$/.exec(line) ?? [];
    if (arrow === undefined) throw new Error(`a line of a trace that neither side sends: ${line}`);
    return [{ sender: arrow === "→" ? "client" : "server", text }];
  });
}

/** The first trace below a heading. */
export function traceOf(markdown: string, heading: string): string {
  const [, trace = ""] = /^```trace .*\n([\s\S]*?)^```$/m.exec(markdown.split(`\n## ${heading}\n`)[1] ?? "") ?? [];
  return trace;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The sections of a page, with headings of any level. */
export function sectionsOf(markdown: string): Section[] {
  const text = markdown.replaceAll(FENCE, (fence) => fence.replaceAll(/^#/gm, " "));
  return text.split(/^(?=#{1,4} )/m).map((section) => {
    const [, heading = ""] = /^#+ (.*)/.exec(section) ?? [];
    return { heading, anchor: anchorOf(heading), text: section };
  });
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** The numbers of the rules that a text states, each once. */
export function rulesOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/^- \*\*(P\d+\.\d+)\*\* /gm), ([, rule = ""]) => rule))];
}
