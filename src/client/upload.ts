import type { Engine } from "./engine.ts";
import { closed } from "./engine.ts";
import { errorIn } from "./error-in.ts";
import { failureOf } from "./failure-of.ts";
import { authorization } from "./fetch-history.ts";
import type { UploadedFile, UploadOptions } from "./uploaded-file.ts";

/** A response, of `fetch` or of an `XMLHttpRequest`. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The part of an `XMLHttpRequest` that is used here. Not every platform has its type. */
interface BrowserRequest {
  readonly status: number;
  readonly responseText: string;
  readonly upload: { onprogress: ((event: { readonly loaded: number; readonly total: number }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  ontimeout: (() => void) | null;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: Blob): void;
  abort(): void;
}

interface Upload extends Pick<UploadOptions, "onProgress"> {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Uploads a file to the room (P12). It is sent once: the caller retries. */
export async function upload(engine: Engine, blob: Blob, options: UploadOptions): Promise<UploadedFile> {
  const { address, ending, identity } = engine;
  const { name = blob instanceof File ? blob.name : "file", onProgress, signal } = options;
  if (ending.aborted) throw closed();
  const request: Upload = {
    url: `${address.api}/files`,
    headers: {
      ...authorization(identity.token).headers,
      "content-type": blob.type || "application/octet-stream",
      "x-file-name": encodeURIComponent(name.toWellFormed()),
    },
    signal: AbortSignal.any(signal === undefined ? [ending] : [ending, signal]),
    ...(onProgress && { onProgress }),
  };
  try {
    request.signal.throwIfAborted();
    // `fetch` doesn't report the progress of an upload.
    const isReported = onProgress !== undefined && "XMLHttpRequest" in globalThis;
    const { body, status } = await (isReported ? sendByXhr(request, blob) : sendByFetch(engine, request, blob));
    const error = errorIn(body);
    if (error !== undefined) throw error;
    const { file }: { file?: UploadedFile } = JSON.parse(body);
    if (status !== 201 || typeof file?.id !== "string") throw new Error(`The server responded with ${status}.`);
    return file;
  } catch (cause) {
    throw failureOf(cause, ending, signal);
  }
}

async function sendByFetch({ fetch }: Engine, { headers, signal, url }: Upload, body: Blob): Promise<Answer> {
  const response = await fetch(url, { method: "POST", headers, signal, body });
  return { status: response.status, body: await response.text() };
}

function sendByXhr({ headers, onProgress, signal, url }: Upload, body: Blob): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { XMLHttpRequest: Request } = globalThis as unknown as { XMLHttpRequest: new () => BrowserRequest };
    const request = new Request();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    const end = () => reject(new Error("The request failed."));
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, body: request.responseText });
    request.onerror = end;
    request.onabort = end;
    request.ontimeout = end;
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}
