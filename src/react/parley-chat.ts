import {
  type CSSProperties,
  createElement,
  type DetailedHTMLProps,
  type ForwardedRef,
  forwardRef,
  type HTMLAttributes,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import {
  define,
  type EmbedMessage,
  type ParleyChat as ParleyChatElement,
  type ParleyEventDetails,
  type ParleyEvents,
  type TokenFunction,
} from "../embed/index.ts";

type Detail<Name extends keyof ParleyEventDetails> = ParleyEventDetails[Name];

/** Properties of `<ParleyChat>`: the attributes, the token and the events of the element. */
export interface ParleyChatProps {
  /** The room's name; the lobby by default. */
  readonly room?: string | undefined;
  /** Origin of the chat: `https://chat.example.org`. */
  readonly server: string;
  readonly theme?: "auto" | "light" | "dark" | undefined;
  readonly lang?: string | undefined;
  /** Joins under this name without asking. */
  readonly name?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly compact?: boolean | undefined;
  readonly mode?: "inline" | "launcher" | undefined;
  readonly loading?: "lazy" | "eager" | undefined;
  readonly persist?: "host" | undefined;
  readonly consent?: "required" | "given" | undefined;
  /** The name of the frame and of the launcher. */
  readonly label?: string | undefined;
  /**
   * A token that signs the user in, or a function that returns one. The room calls the function of the last render when it needs
   * a token; a new function alone doesn't make it call. When the user changes, so should the `key`.
   */
  readonly token?: string | TokenFunction | undefined;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
  readonly style?: (CSSProperties & { readonly [property: `--parley-${string}`]: string }) | undefined;
  readonly onReady?: ((detail: Detail<"parley-ready">) => void) | undefined;
  readonly onStatus?: ((detail: Detail<"parley-status">) => void) | undefined;
  readonly onMessage?: ((message: EmbedMessage) => void) | undefined;
  readonly onUnread?: ((detail: Detail<"parley-unread">) => void) | undefined;
  readonly onMention?: ((message: EmbedMessage) => void) | undefined;
  readonly onError?: ((detail: Detail<"parley-error">) => void) | undefined;
  /** Call `event.preventDefault()` to answer later, by another `token`. */
  readonly onTokenNeeded?: ((event: ParleyEvents["parley-token-needed"]) => void) | undefined;
}

/**
 * A room in a frame. Its ref is the element, with `open()`, `close()`, `focus()`, `send(text)` and `signOut()`.
 *
 * A server renders the tag alone; the element and its frame come with the first effect.
 */
export const ParleyChat = forwardRef(function ParleyChat(
  { className, compact, readOnly, token, ...props }: ParleyChatProps,
  ref: ForwardedRef<ParleyChatElement>,
) {
  const { onError, onMention, onMessage, onReady, onStatus, onTokenNeeded, onUnread, ...attributes } = props;
  const element = useRef<ParleyChatElement>(null);
  // React sets the element before it asks for the handle.
  useImperativeHandle(ref, () => element.current as ParleyChatElement, []);

  const listeners = useRef(props);
  useEffect(() => {
    listeners.current = props;
  });
  useEffect(() => {
    const { current: chat } = element;
    if (chat === null) return;
    const stop = new AbortController();
    const listen = <Name extends keyof ParleyEvents>(name: Name, listener: (event: ParleyEvents[Name]) => void) =>
      // The element emits its events with these details.
      chat.addEventListener(name, listener as unknown as EventListener, { signal: stop.signal });
    listen("parley-ready", ({ detail }) => listeners.current.onReady?.(detail));
    listen("parley-status", ({ detail }) => listeners.current.onStatus?.(detail));
    listen("parley-message", ({ detail }) => listeners.current.onMessage?.(detail));
    listen("parley-unread", ({ detail }) => listeners.current.onUnread?.(detail));
    listen("parley-mention", ({ detail }) => listeners.current.onMention?.(detail));
    listen("parley-error", ({ detail }) => listeners.current.onError?.(detail));
    listen("parley-token-needed", (event) => listeners.current.onTokenNeeded?.(event));
    // An eager element begins to load before the first effect.
    const { status } = chat;
    if (status !== undefined && status !== "idle") listeners.current.onStatus?.({ status, code: undefined });
    return () => stop.abort();
  }, []);
  const source = useRef(token);
  useEffect(() => {
    source.current = token;
  });
  // The same function for all renders: a new one would make the room ask again.
  const [callSource] = useState(
    (): TokenFunction => () => {
      const { current } = source;
      return typeof current === "function" ? current() : current;
    },
  );
  const given = typeof token === "function" ? callSource : token;
  useEffect(() => {
    if (element.current !== null) element.current.token = given;
  }, [given]);
  // Last, when the element has its token and its listeners.
  useEffect(() => define(), []);

  return createElement("parley-chat", {
    ...attributes,
    ref: element,
    class: className,
    readonly: readOnly || undefined,
    compact: compact || undefined,
  });
});

type Props = Omit<ParleyChatProps, "readOnly" | "compact" | "token" | "server" | "className" | `on${string}`>;

/** Attributes of the tag `<parley-chat>` in JSX, for pages that load embed.js themselves. */
export type ParleyChatAttributes = DetailedHTMLProps<HTMLAttributes<ParleyChatElement>, ParleyChatElement> &
  Props & {
    readonly server?: string | undefined;
    readonly class?: string | undefined;
    readonly readonly?: boolean | undefined;
    readonly compact?: boolean | undefined;
  };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "parley-chat": ParleyChatAttributes;
    }
  }
}
