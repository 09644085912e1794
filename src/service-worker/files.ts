/** Prefix of our caches' names. The origin may have other caches. */
const PREFIX = "parley-";

/**
 * How many builds to keep: this one, and older ones that open pages may still use. A page updates itself while it is hidden, so
 * it would have to stay visible through this many deployments to miss a file.
 */
const KEPT_BUILDS = 3;

/** The files of this build and of some older ones, with one cache per build. */
export class Files {
  readonly #caches: CacheStorage;
  readonly #name: string;
  readonly #paths: readonly string[];

  /**
   * @param version identifies this build
   * @param paths the files of this build
   */
  constructor(caches: CacheStorage, version: string, paths: readonly string[]) {
    this.#caches = caches;
    this.#name = PREFIX + version;
    this.#paths = paths;
  }

  /**
   * Caches every file of this build.
   *
   * @throws if one can't be fetched, so that this build isn't installed
   */
  async install(): Promise<void> {
    const cache = await this.#caches.open(this.#name);
    await Promise.all(
      this.#paths.map(async (path) => {
        const response =
          (await this.#reusable(path)) ?? (await fetch(path, { cache: isImmutable(path) ? "default" : "no-cache" }));
        if (!response.ok) throw new Error(`${path} answered ${response.status}`);
        await cache.put(path, response);
      }),
    );
  }

  /** Deletes builds that no page uses anymore. */
  async dropOldest(): Promise<void> {
    // In order of creation. This build may be among the oldest, if a deployment was rolled back to it.
    const others = (await this.#caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    await Promise.all(others.slice(0, -(KEPT_BUILDS - 1)).map((name) => this.#caches.delete(name)));
  }

  /** Responds from the cache, with this build's files first, or else from the network, whose response is cached. */
  async answer(path: string, request: Request): Promise<Response> {
    const cached = await this.#cached(path);
    if (cached !== undefined) return cached;
    const response = await fetch(request);
    if (response.ok && isImmutable(path)) await this.#add(path, response.clone());
    return response;
  }

  async #add(path: string, response: Response): Promise<void> {
    try {
      await (await this.#caches.open(this.#name)).put(path, response);
    } catch {
      // As below, or the cache is full.
    }
  }

  async #cached(path: string): Promise<Response | undefined> {
    try {
      const own = await this.#caches.open(this.#name);
      return (await own.match(path)) ?? (await this.#caches.match(path));
    } catch {
      // With a network, the page must work even if the cache fails.
      return undefined;
    }
  }

  async #reusable(path: string): Promise<Response | undefined> {
    return isImmutable(path) ? await this.#caches.match(path) : undefined;
  }
}

/** Whether a file's name contains a hash of its content, so that it is the same in every build. */
function isImmutable(path: string): boolean {
  return path.startsWith("/assets/");
}
