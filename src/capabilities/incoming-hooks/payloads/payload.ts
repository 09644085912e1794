/** A message that a webhook brings. */
export interface HookMessage {
  /** Markdown; empty if the payload says nothing. */
  readonly text: string;
  /** A name that differs from the webhook's own. */
  readonly username?: string;
  /** The address of a picture that differs from the webhook's own. */
  readonly avatar?: string;
  /** The sender's id of this delivery: a repeated one is posted once. */
  readonly id?: string;
}
