// The element for bundlers. `define()` registers it; embed.js does so by itself.
import { ParleyChat } from "./element/parley-chat.ts";

export type { EmbedMessage } from "./contract/messages.ts";
export type { ParleyEventDetails, ParleyEvents, ParleyStatus } from "./element/events.ts";
export type { TokenFunction } from "./element/parley-chat.ts";
export { ParleyChat } from "./element/parley-chat.ts";

/**
 * Registers `<parley-chat>`. Does nothing where there are no custom elements, or if the page has the element already.
 *
 * @param server of elements without a `server` attribute
 */
export function define(server = ""): void {
  if (globalThis.customElements === undefined || customElements.get("parley-chat") !== undefined) return;
  ParleyChat.defaultServer = server;
  customElements.define("parley-chat", ParleyChat);
}

declare global {
  interface HTMLElementTagNameMap {
    "parley-chat": ParleyChat;
  }
}
