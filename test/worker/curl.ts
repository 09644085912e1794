import { exports } from "cloudflare:workers";
import { CLOUDFLARE } from "./test-socket.ts";

/** The lines of `curl` of a page, with continued lines as one. */
export function curlLines(page: string): readonly string[] {
  const blocks = Array.from(page.matchAll(/^```sh\n(.*?)^```$/gms), ([, text = ""]) => text.replace(/\\\n\s*/g, ""));
  return blocks.flatMap((block) => block.split("\n")).filter((line) => line.startsWith("curl "));
}

/** Runs a line of `curl` as curl would, as far as the pages use it. */
export async function curl(line: string, variables: Readonly<Record<string, string>>): Promise<Response> {
  const words = Array.from(line.replace(/\s#\s.*$/, "").matchAll(/"((?:\\.|[^"])*)"|'([^']*)'|(\S+)/g), (match) => {
    const [, double, single, bare = ""] = match;
    return single ?? (double ?? bare).replace(/\$(\w+)/g, (whole, name: string) => variables[name] ?? whole);
  });
  const headers = new Headers();
  let method: string | undefined;
  let body: string | undefined;
  let url = "";
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "-N") continue;
    if (word === "-X") method = words[++index];
    else if (word === "-d") body = words[++index];
    else if (word === "-H") {
      const [, name = "", value = ""] = /^([^:]+): *(.*)$/.exec(words[++index] ?? "") ?? [];
      headers.set(name, value);
    } else url = word;
  }
  if (body !== undefined && !headers.has("content-type"))
    headers.set("content-type", "application/x-www-form-urlencoded");
  const request = { method: method ?? (body === undefined ? "GET" : "POST"), headers, cf: CLOUDFLARE };
  return exports.default.fetch(url, body === undefined ? request : { ...request, body });
}

/** The status that a line promises, or any success. */
export const promised = (line: string) => Number(/# (\d{3})\b/.exec(line)?.[1] ?? Number.NaN);
