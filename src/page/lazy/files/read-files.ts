import * as v from "valibot";
import type { Message } from "../../../client/index.ts";
import { lenientArray } from "../../../protocol/fields.ts";
import { MessageFile } from "../../../protocol/files.ts";

const Files = lenientArray(MessageFile);

/** The files of a message (P12.5), without those that this version doesn't understand, or that are not this server's. */
export function readFiles({ files = [] }: Pick<Message, "files">): readonly MessageFile[] {
  const parsed = v.safeParse(Files, files);
  return parsed.success ? parsed.output.filter(({ url }) => url.startsWith("/files/")) : [];
}
