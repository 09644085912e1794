import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { Target } from "../target.ts";

/** Messages to post. */
export interface PostRequest {
  readonly target: Target;
  /** `undefined` for stdin. */
  readonly text: string | undefined;
  /** Whether each line of stdin is a message of its own. */
  readonly isByLine: boolean;
  readonly id: string | undefined;
  readonly replyTo: number | undefined;
}

/** The texts of the messages, as they arrive. */
export async function* textsOf({ isByLine, text: given }: PostRequest): AsyncGenerator<string> {
  if (given !== undefined || !isByLine) {
    yield given ?? (await text(process.stdin));
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== "") yield line;
}
