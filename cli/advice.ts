/** What to do about an error, by its code. */
const ADVICE: Readonly<Record<string, string>> = {
  bad_token: "The token is expired, revoked or of another room. `parley <command> --help` says where it comes from.",
  bad_username: "Choose another name with --name: 1 to 32 characters.",
  banned: "A moderator of the room can lift the ban.",
  blocked_word: "Choose other words.",
  message_too_long: "Split the text, or post it line by line with --lines.",
  name_taken: "Choose another name with --name.",
  not_allowed: "Sign in with --token or PARLEY_TOKEN as someone who may.",
  not_invited: "Open the room by its invitation link, or sign in with --token.",
  unreachable:
    "Check the address, with --url or PARLEY_URL. `npm start` and `npm run serve` start a server on this machine.",
};

/** @returns a sentence for a person at a shell; `undefined` if the error says it all */
export function adviceFor(code: string): string | undefined {
  return Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined;
}
