import * as v from "valibot";

/** Maximum length of an avatar URL in UTF-16 units. Each one is sent with the list of up to 200 members, or with each message of a bot. */
export const MAX_AVATAR_LENGTH = 256;

/** URL of a person's or a bot's picture, in its normal form, so that what is checked is what pages load (P8.2, P15.1). */
export const Avatar = v.pipe(
  v.string(),
  v.transform((url) => URL.parse(url)?.href),
  v.string(),
  v.maxLength(MAX_AVATAR_LENGTH),
  v.startsWith("https:"),
);
