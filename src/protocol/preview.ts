import * as v from "valibot";
import { integer, matching, sized, True } from "./fields.ts";
import type { Json } from "./json.ts";

/** UTF-16 units of each text of a preview. */
const MAX_TEXT_LENGTH = 1_000;

/** A function, so that a page which shows no preview yet does not load what parses one. */
export const linkPreview = () => {
  const text = v.exactOptional(v.pipe(v.string(), sized(1, MAX_TEXT_LENGTH)));
  const pixels = v.exactOptional(integer(1));
  return v.object({
    /** The link, as the message has it. */
    url: v.pipe(v.string(), matching(/^https?:\/\//)),
    /** Name of the site. */
    site: text,
    title: text,
    description: text,
    picture: v.exactOptional(
      v.object({
        /** The picture is at `/previews/<room>/<id>` (P13.9). */
        id: v.pipe(v.string(), matching(/^[a-z\d]+$/)),
        /** What the page says about its size, in pixels. */
        width: pixels,
        height: pixels,
      }),
    ),
    /** The page is about a video. */
    video: True,
  });
};
/** P13.1: what the first link of a message leads to. */
export type LinkPreview = v.InferOutput<ReturnType<typeof linkPreview>>;

let schema: ReturnType<typeof linkPreview> | undefined;

/**
 * Parses the preview of a message (P13.1).
 *
 * @param preview the message's `preview` field
 * @returns `undefined` if it is none
 */
export function readPreview(preview: Json | undefined): LinkPreview | undefined {
  schema ??= linkPreview();
  const read = v.safeParse(schema, preview);
  return read.success ? read.output : undefined;
}
