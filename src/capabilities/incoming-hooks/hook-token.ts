/** Starts the token of a webhook, which is the secret of its address. No bearer has this form. */
export const HOOK_TOKEN_PREFIX = "hook_";
