import { type EmbedOptions, FRAME_MESSAGES, type HostMessage } from "../contract/messages.ts";
import { isText, parseMessage, VERSION } from "../contract/shape.ts";
import { reflect } from "./attributes.ts";
import type { ParleyEventDetails, ParleyStatus } from "./events.ts";
import { readItems, storeItem } from "./host-storage.ts";
import { Sends, type Sent, sendError } from "./sends.ts";
import { CSS_TEXT, STYLE_NAMES } from "./styles.ts";

/** Returns a token of your site, signed for the current user; nothing for a guest. Called again before it expires. */
export type TokenFunction = () => string | undefined | Promise<string | undefined>;

/** As `normalizeRoomName` of the protocol, which has more than this script can carry. */
const ROOM_NAME = /^[a-z\d][\w-]{0,63}$/i;

/** Highest number on a launcher. */
const MOST_SHOWN = 99;

/** How far from the viewport a lazy frame loads. */
const NEAR = "300px";
/** Milliseconds after a frame has loaded until it must have announced itself, and in all. */
const ANNOUNCED_WITHIN_MS = 1_500;
const LOADED_WITHIN_MS = 20_000;

/** There is no `HTMLElement` where pages are rendered on a server. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** `<parley-chat room="garden">`: a room in a frame. docs/embedding.md describes its attributes, properties and events. */
export class ParleyChat extends Base {
  static readonly observedAttributes = reflect(ParleyChat.prototype);
  /** The server of elements without a `server`: the one that their script came from. */
  static defaultServer = "";

  declare room: string;
  declare server: string;
  declare theme: string;
  declare name: string;
  declare mode: string;
  declare loading: string;
  declare persist: string;
  declare consent: string;
  declare label: string;
  declare readOnly: boolean;
  declare compact: boolean;

  readonly #panel = document.createElement("div");
  readonly #frame = document.createElement("iframe");
  readonly #notice = document.createElement("p");
  readonly #button = document.createElement("button");
  readonly #badge = document.createElement("b");
  readonly #probe = document.createElement("i");
  readonly #near = new IntersectionObserver(
    (entries) => {
      if (!this.#isLauncher && isVisible(entries)) this.#load();
    },
    { rootMargin: NEAR },
  );
  readonly #seen = new IntersectionObserver((entries) => {
    this.#isInView = isVisible(entries);
    this.#update();
  });
  /** The origin of the frame; empty while there is none. */
  #origin = "";
  #isReady = false;
  #isInView = false;
  #isUpdating = false;
  /** Messages that wait until the frame is ready. */
  #queue: HostMessage[] = [];
  readonly #sends = new Sends();
  #lastId = 0;
  #token: string | TokenFunction | undefined;
  /** The frame's question for a token that has no answer yet. */
  #asked: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unread = 0;
  #status: ParleyStatus = "idle";

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    // Neither inline styles nor HTML strings: a strict policy of the page forbids both.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS_TEXT);
    root.adoptedStyleSheets = [sheet];
    this.#button.append(this.#badge);
    this.#button.part.add("launcher");
    this.#panel.part.add("panel");
    this.#notice.role = "alert";
    this.#frame.allow = "clipboard-write; fullscreen; microphone";
    this.#panel.append(this.#frame, this.#notice);
    root.append(this.#probe, this.#panel, this.#button);
    this.#button.onclick = () => (this.#isOpen ? this.close() : this.open());
    this.#button.onkeydown = ({ key }) => {
      if (key === "Escape") this.close();
    };
    this.#probe.ontransitionrun = () => this.#update();
    this.#frame.onload = () => this.#expect(ANNOUNCED_WITHIN_MS, false);
  }

  /** The token that signs the user in, or a function that returns one. It is never in an address. */
  get token(): string | TokenFunction | undefined {
    return this.#token;
  }

  set token(token: string | TokenFunction | null | undefined) {
    const isChanged = token !== this.#token;
    this.#token = token ?? undefined;
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked !== undefined) void this.#giveToken(asked, false);
    else if (isChanged && this.#isReady) this.#deliver({ type: "tokenChanged" });
    this.#update();
  }

  /** Messages that the user has not seen. */
  get unread(): number {
    return this.#unread;
  }

  get status(): ParleyStatus {
    return this.#status;
  }

  /** Opens the panel of a launcher. */
  open(): void {
    this.#panel.toggleAttribute("data-open", true);
    this.#load();
    this.#update();
    this.focus();
  }

  /** Closes the panel of a launcher. The room stays connected. */
  close(): void {
    const hadFocus = document.activeElement === this;
    this.#panel.toggleAttribute("data-open", false);
    this.#update();
    if (hadFocus) this.#button.focus();
  }

  /** Focuses the composer. */
  override focus(): void {
    this.#frame.focus();
    this.#post({ type: "focus" });
  }

  /**
   * Posts a message as the user.
   *
   * @returns rejects with an error that has a `code`: the room's, or one that docs/embedding.md lists
   */
  async send(text: string): Promise<Sent> {
    this.#load();
    if (!this.isConnected || (this.#status === "failed" && !this.#isReady)) throw sendError("unreachable");
    if (!isText(text)) throw sendError("bad_message");
    const sent = Promise.withResolvers<Sent>();
    this.#lastId += 1;
    this.#sends.set(this.#lastId, sent);
    this.#post({ type: "send", id: this.#lastId, text });
    return sent.promise;
  }

  /** Forgets the token and the user, who then reads as a newcomer. */
  signOut(): void {
    this.#token = undefined;
    for (const key in readItems(this.#prefix)) storeItem(this.#prefix + key);
    // The frame may have stored the user at an earlier visit.
    this.#load();
    this.#post({ type: "signOut" });
    this.#update();
  }

  connectedCallback(): void {
    // Takes over a token that was set before the element was defined.
    if (Object.hasOwn(this, "token")) {
      const { token } = this;
      delete (this as Partial<ParleyChat>).token;
      this.token = token;
    }
    addEventListener("message", this.#onMessage);
    this.#update();
    this.#near.observe(this);
    this.#seen.observe(this);
    if (this.loading === "eager") this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#onMessage);
    this.#near.disconnect();
    this.#seen.disconnect();
    this.#unload();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if ((name === "room" || name === "server") && this.#status !== "idle") {
      this.#unload();
      this.#load();
    } else this.#update();
  }

  get #isOpen(): boolean {
    return this.#panel.hasAttribute("data-open");
  }

  get #isLauncher(): boolean {
    return this.mode === "launcher";
  }

  /** Of the room's items in this page's storage. */
  get #prefix(): string {
    return `parley:${this.#url?.origin}:`;
  }

  /** The address of the frame; `null` if there is none. */
  get #url(): URL | null {
    const room = this.room || "lobby";
    return ROOM_NAME.test(room) ? URL.parse(`/embed/${room}`, this.server || ParleyChat.defaultServer) : null;
  }

  get #persists(): boolean {
    return this.persist === "host" && this.#mayStore;
  }

  get #mayStore(): boolean {
    return this.consent !== "required";
  }

  get #options(): EmbedOptions {
    // The element's own style: at the start of a transition, the probe still has the last values.
    const computed = getComputedStyle(this);
    const style = STYLE_NAMES.map((name) => [name, computed.getPropertyValue(`--parley-${name}`).trim()]);
    const { compact, lang, name, readOnly, theme } = this;
    return {
      theme,
      lang,
      name,
      readonly: readOnly,
      compact,
      closable: this.#isLauncher,
      signsIn: this.#token !== undefined,
      persists: this.#persists,
      consent: this.#mayStore,
      visible: this.#isLauncher ? this.#isOpen : this.#isInView,
      style: Object.fromEntries(style),
    };
  }

  #load(): void {
    if (this.#origin || !this.isConnected) return;
    const url = this.#url;
    if (!url) {
      this.#fail("bad_room", `Parley: "${this.room}" of "${this.server}" is not a room.`);
      return;
    }
    this.#origin = url.origin;
    const { consent, lang, theme } = this;
    // The first paint needs these. The frame asks for the others.
    for (const [name, value] of Object.entries({ host: "1", theme, lang, consent })) {
      if (value) url.searchParams.set(name, value);
    }
    this.#frame.src = url.href;
    this.#setStatus("loading");
    this.#expect(LOADED_WITHIN_MS, true);
  }

  #unload(): void {
    clearTimeout(this.#timer);
    this.#frame.removeAttribute("src");
    this.#origin = "";
    this.#asked = undefined;
    this.#queue = [];
    this.#notice.textContent = "";
    this.#panel.removeAttribute("data-ready");
    // The frame may have posted what it has received.
    this.#sends.reject(sendError(this.#isReady ? "unanswered" : "unreachable"));
    this.#isReady = false;
    this.#setUnread(0);
    this.#setStatus("idle");
  }

  readonly #onMessage = ({ data, origin, source }: MessageEvent): void => {
    if (source !== this.#frame.contentWindow || origin !== this.#origin) return;
    const message = parseMessage(FRAME_MESSAGES, data);
    switch (message?.type) {
      case "loaded":
        clearTimeout(this.#timer);
        this.#notice.textContent = "";
        this.#deliver({ type: "hello", options: this.#options, stored: this.#persists ? readItems(this.#prefix) : {} });
        break;
      case "ready":
        this.#isReady = true;
        this.#panel.setAttribute("data-ready", "");
        for (const queued of this.#queue.splice(0)) this.#deliver(queued);
        this.#update();
        this.#emit("parley-ready", { room: message.room, trusted: message.trusted });
        break;
      case "status":
        // A status that a later version adds passes through.
        this.#setStatus(message.state as ParleyStatus, message.code);
        break;
      case "unread":
        this.#setUnread(message.count);
        break;
      case "tokenNeeded":
        void this.#giveToken(message.id, message.retry);
        break;
      case "sent":
        this.#sends.take(message.id)?.resolve({ seq: message.seq });
        break;
      case "error": {
        const { code, id, message: text } = message;
        if (id === undefined) this.#emit("parley-error", { code, message: text });
        else this.#sends.take(id)?.reject(sendError(code, text));
        break;
      }
      case "store":
        // Items are deleted also after `persist` was taken away.
        if (this.#persists || !message.value) storeItem(this.#prefix + message.key, message.value);
        break;
      case "close":
        this.close();
        break;
      case "message":
      case "mention":
        this.#emit(`parley-${message.type}`, message.message);
    }
  };

  async #giveToken(id: number, retry: boolean): Promise<void> {
    const source = this.#token;
    let token: string | undefined;
    try {
      // A text that the room has refused would be refused again.
      token = typeof source === "function" ? await source() : retry ? undefined : source;
    } catch (error) {
      this.#emit("parley-error", { code: "token", message: String(error) });
    }
    if (token === undefined) {
      this.#asked = id;
      // A listener that calls `preventDefault` sets the token later.
      if (!this.#emit("parley-token-needed", { retry }) || this.#asked === undefined) return;
      this.#asked = undefined;
    }
    this.#post({ type: "token", id, token });
  }

  /** Tells the frame the options, once for all changes of this task. */
  #update(): void {
    this.#button.ariaExpanded = String(this.#isOpen);
    this.#frame.title = this.label || "Chat";
    this.#button.ariaLabel = `${this.#frame.title} ${this.#unread || ""}`.trim();
    if (this.#isUpdating || !this.#isReady) return;
    this.#isUpdating = true;
    queueMicrotask(() => {
      this.#isUpdating = false;
      if (this.#isReady) this.#deliver({ type: "options", options: this.#options });
    });
  }

  #post(message: HostMessage): void {
    if (this.#isReady) this.#deliver(message);
    else this.#queue.push(message);
  }

  /** Only the room's own origin receives it, whatever the frame shows by now. */
  #deliver(message: HostMessage): void {
    this.#frame.contentWindow?.postMessage({ parley: VERSION, ...message }, this.#origin);
  }

  #setStatus(status: ParleyStatus, code?: number): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#emit("parley-status", { status, code });
  }

  #setUnread(count: number): void {
    if (count === this.#unread) return;
    this.#unread = count;
    this.#badge.textContent = count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count || "");
    this.#update();
    this.#emit("parley-unread", { count });
  }

  /** Asks why the frame is silent, if it still is after this time. A slow network gets the longer one. */
  #expect(within: number, isLast: boolean): void {
    if (this.#isReady || !this.#origin) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#explain(isLast), within);
  }

  async #explain(isLast: boolean): Promise<void> {
    const server = this.#origin;
    let refusal: unknown;
    try {
      const signal = AbortSignal.timeout(ANNOUNCED_WITHIN_MS);
      refusal = (await (await fetch(`${server}/embed/lobby/access`, { signal })).json()).refusal;
    } catch {
      // The server is away or silent, or the page's policy forbids the question.
    }
    if (this.#isReady || server !== this.#origin) return;
    if (typeof refusal === "string") this.#fail("refused", refusal);
    else if (!isLast) this.#expect(LOADED_WITHIN_MS, true);
    else this.#fail("unreachable", `Parley: ${server} does not answer, or frame-src of this page forbids it.`);
  }

  #fail(code: string, message: string): void {
    this.#notice.textContent = message;
    console.error(message);
    this.#sends.reject(sendError("unreachable", message));
    this.#queue = this.#queue.filter(({ type }) => type !== "send");
    this.#setStatus("failed");
    this.#emit("parley-error", { code, message });
  }

  /** @returns whether no listener called `preventDefault` */
  #emit<Name extends keyof ParleyEventDetails>(name: Name, detail: ParleyEventDetails[Name]): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}

/** @param entries of one element, oldest first */
function isVisible(entries: readonly IntersectionObserverEntry[]): boolean {
  return entries.at(-1)?.isIntersecting === true;
}
